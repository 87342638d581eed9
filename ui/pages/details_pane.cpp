#include "ui/pages/details_pane.h"

#include "ui/support/library_actions.h"
#include "ui/support/recording_history.h"
#include "ui/support/sentences.h"
#include "ui/support/technical_facts.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/fact_sheet.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/menu_button.h"
#include "ui/widgets/picture_frame.h"
#include "ui/widgets/recording_problem.h"
#include "ui/widgets/rendition_list.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFrame>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

constexpr int longestInNotes = 24; ///< word that stays in one piece, and is copied as such

/// All that decides what the pane shows; progress of a running job is not part of it.
QString fingerprintOf(const RecordingDetails& details)
{
    const library::Video& video = details.video;
    QStringList parts{QString::number(video.id.value),
                      video.title,
                      video.patientCode,
                      video.notes,
                      QLatin1String(library::name(video.state)),
                      video.thumbnailFile,
                      video.originalPath,
                      recordedLine(video),
                      QString::number(details.changes.size()),
                      QString::number(details.deeds.size()),
                      QString::number(details.pastJobs.size())};
    if (details.patient)
        parts << details.patient->birthDate.toString(Qt::ISODate)
              << QString::number(details.patient->gestationDays) << details.patient->name;
    for (const library::Rendition& rendition : video.renditions)
        parts << rendition.preset << QLatin1String(library::name(rendition.state))
              << QString::number(rendition.sizeBytes);
    for (const jobs::Job& job : details.jobs)
        parts << QString::number(job.id.value) << QLatin1String(jobs::name(job.state));
    return parts.join(QLatin1Char('\n'));
}

} // namespace

DetailsPane::DetailsPane(Gateway& gateway, ThumbnailCache& thumbnails, Dialogs& dialogs, QWidget* parent)
    : QScrollArea(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , picture_(new PictureFrame(thumbnails))
{
    setObjectName(QStringLiteral("detailsPane"));
    setAccessibleName(tr("Details of the chosen recording"));
    setKind(this, "pane");
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    buildFrame();
}

void DetailsPane::buildFrame()
{
    content_ = new QWidget(this);
    content_->setObjectName(QStringLiteral("detailsContent"));
    content_->setAutoFillBackground(true);
    content_->setBackgroundRole(QPalette::Base);
    sections_ = new QVBoxLayout(content_);
    sections_->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    sections_->setSpacing(space::wide);
    title_ = makeText({}, TextStep::Title, "", content_, QFont::DemiBold);
    title_->setObjectName(QStringLiteral("detailsTitle"));
    subtitle_ = makeText({}, TextStep::Small, "dimmed", content_);
    sections_->addWidget(picture_);
    auto* names = new QVBoxLayout;
    names->setSpacing(4);
    names->addWidget(title_);
    names->addWidget(subtitle_);
    sections_->addLayout(names);
    buildHints();
    setWidget(content_);
    showNone();
}

void DetailsPane::buildHints()
{
    none_ =
        new EmptyState(Icon::Film,
                       {.heading = tr("Nothing chosen"),
                        .detail = tr("Choose a recording to see its facts, its renditions and its history."),
                        .button = {}},
                       EmptyState::Frame::None, content_);
    none_->setObjectName(QStringLiteral("detailsNone"));
    several_ = new EmptyState(Icon::Library,
                              {.heading = {},
                               .detail = {},
                               .button = tr("Edit together…"),
                               .second = tr("Save copies…"),
                               .third = tr("Remove…")},
                              EmptyState::Frame::None, content_);
    several_->setObjectName(QStringLiteral("detailsSeveral"));
    connect(several_, &EmptyState::buttonClicked, this, &DetailsPane::editSeveralRequested);
    connect(several_, &EmptyState::secondClicked, this, &DetailsPane::saveCopiesRequested);
    connect(several_, &EmptyState::thirdClicked, this, &DetailsPane::removeRequested);
    sections_->addWidget(none_, 1);
    sections_->addWidget(several_, 1);
}

void DetailsPane::showOnly(QWidget* hint)
{
    delete std::exchange(sectionsHost_, nullptr);
    for (QWidget* widget : std::initializer_list<QWidget*>{picture_, title_, subtitle_})
        widget->setVisible(!hint);
    none_->setVisible(hint == none_);
    several_->setVisible(hint == several_);
}

void DetailsPane::showNone()
{
    shown_.clear();
    showOnly(none_);
}

void DetailsPane::showSeveral(const ChoiceText& text)
{
    shown_.clear();
    several_->setText(text.heading, text.detail);
    showOnly(several_);
}

void DetailsPane::showRecording(RecordingDetails details)
{
    const QString fingerprint = fingerprintOf(details);
    if (fingerprint == shown_)
        return;
    const bool other = details.video.id != video_.id;
    shown_ = fingerprint;
    video_ = details.video;
    jobs_ = details.jobs;
    details_ = std::move(details);
    rebuild();
    if (other)
        ensureVisible(0, 0);
}

void DetailsPane::rebuild()
{
    picture_->setFile(video_.thumbnailFile);
    title_->setText(breakable(oneLine(video_.title)));
    const QString patient = video_.patientCode.isEmpty() ? tr("No patient") : video_.patientCode;
    subtitle_->setText(breakable(patient) + QLatin1Char('\n') + recordedLine(video_));
    const QWidget* const focused = window()->focusWidget();
    const bool hadKeyboard = sectionsHost_ && focused && sectionsHost_->isAncestorOf(focused);
    const QString place = hadKeyboard ? focused->objectName() : QString();
    showOnly(nullptr);
    sectionsHost_ = new QWidget(content_);
    auto* layout = new QVBoxLayout(sectionsHost_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::wide);
    addProblem();
    addButtons();
    addAge();
    addNotes();
    addRenditions();
    addFactSection(tr("Recording"), recordingFacts(video_));
    addFactSection(tr("In the renditions"), outcomeFacts(video_));
    addTechnical();
    addFactSection(tr("History"), historyFacts(details_, QDate::currentDate()));
    addCopyButton();
    layout->addStretch();
    sections_->insertWidget(2, sectionsHost_, 1);
    if (hadKeyboard)
        focusPart(place);
    updateGeometry();
}

/// The keyboard stays where it was, though all parts are others now.
void DetailsPane::focusPart(const QString& place)
{
    auto* part = place.isEmpty() ? nullptr : sectionsHost_->findChild<QWidget*>(place);
    if (!part || !part->isEnabled())
        part = sectionsHost_->findChild<QPushButton*>();
    if (part)
        part->setFocus(Qt::OtherFocusReason);
}

/// With large letters the pane is wider rather than cut off.
QSize DetailsPane::minimumSizeHint() const
{
    constexpr int narrowest = 300;
    const int needed = content_->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    return {std::max(narrowest, needed), QScrollArea::minimumSizeHint().height()};
}

QVBoxLayout* DetailsPane::addSection(const QString& title)
{
    auto* host = static_cast<QVBoxLayout*>(sectionsHost_->layout());
    host->addWidget(makeLine(sectionsHost_));
    auto* box = new QVBoxLayout;
    box->setSpacing(space::gap);
    if (!title.isEmpty()) {
        QLabel* heading = makeText(title, TextStep::Small, "dimmed", sectionsHost_, QFont::DemiBold);
        box->addWidget(heading);
    }
    host->addLayout(box);
    return box;
}

void DetailsPane::addProblem()
{
    auto* problem = RecordingProblem::of(details_, sectionsHost_);
    if (!problem)
        return;
    addSection({})->addWidget(problem);
    connect(problem, &RecordingProblem::retryRequested, this,
            [this](JobId job) { retryJobs(gateway_, {job}); });
    connect(problem, &RecordingProblem::otherRequested, this, &DetailsPane::revealRequested);
    connect(problem, &RecordingProblem::copyRequested, this, [this] { importAsCopy(gateway_, video_); });
    connect(problem, &RecordingProblem::removeRequested, this, &DetailsPane::removeRequested);
}

void DetailsPane::addButtons()
{
    if (video_.state == library::VideoState::Refused || video_.state == library::VideoState::Duplicate)
        return;
    auto* row = new QWidget(sectionsHost_);
    auto* flow = new FlowLayout(space::gap, row);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setEven(true);
    const auto add = [&](const QString& text, const char* objectName, const QString& tip, auto onClick) {
        auto* button = new QPushButton(text, row);
        button->setObjectName(QLatin1String(objectName));
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, onClick);
        flow->addWidget(button);
        return button;
    };
    add(tr("Open original"), "openOriginal", tr("Play the recording as it was imported (Return)"),
        [this] { openFile(gateway_, dialogs_, originalFile(gateway_.parts().paths, video_)); });
    add(tr("Edit…"), "editRecording", tr("Title, patient, recording date, notes (Ctrl+E)"),
        [this] { Q_EMIT editRequested(video_.id); });
    flow->addWidget(makeRenditionButton());
    add(tr("Another picture…"), "anotherPicture",
        tr("Choose the picture this recording is shown by (Ctrl+T)"),
        [this] { Q_EMIT pictureRequested(video_.id); })
        ->setEnabled(video_.state == library::VideoState::Ready);
    add(tr("Save copies…"), "saveCopies", tr("Copies of the recording or its renditions, elsewhere (Ctrl+S)"),
        [this] { Q_EMIT saveCopiesRequested(); });
    add(tr("Remove…"), "removeRecording", tr("Remove the recording from the library (Delete)"),
        [this] { Q_EMIT removeRequested(); });
    sectionsHost_->layout()->addWidget(row);
}

QPushButton* DetailsPane::makeRenditionButton()
{
    auto* make = new QPushButton(tr("Make a rendition"), sectionsHost_);
    make->setObjectName(QStringLiteral("makeRendition"));
    make->setToolTip(tr("Choose a quality; the work goes into the queue"));
    auto* menu = new QMenu(make);
    fillPresetMenu(menu);
    openOnClick(make, menu);
    make->setEnabled(video_.state == library::VideoState::Ready && !menu->isEmpty());
    return make;
}

void DetailsPane::fillPresetMenu(QMenu* menu)
{
    for (const media::Preset& preset : gateway_.parts().presets) {
        const auto taken = [&](const library::Rendition& rendition) {
            return rendition.preset == preset.id && rendition.state != library::RenditionState::Failed;
        };
        if (std::any_of(video_.renditions.begin(), video_.renditions.end(), taken))
            continue;
        QAction* action = menu->addAction(
            QStringLiteral("%1\t%2").arg(presetText(preset.id, preset.name), pictureText(preset.box)));
        action->setToolTip(presetDescription(preset.id));
        connect(action, &QAction::triggered, this,
                [this, id = preset.id] { makeRendition(gateway_, video_.id, id); });
    }
}

void DetailsPane::addRenditions()
{
    if (video_.state != library::VideoState::Ready)
        return;
    auto* list = new RenditionList(video_, jobs_, sectionsHost_);
    addSection(tr("Renditions"))->addWidget(list);
    const auto fileOf = [this](const library::Rendition& rendition) {
        return renditionFile(gateway_.parts().paths, rendition);
    };
    connect(list, &RenditionList::playRequested, this, [this, fileOf](const library::Rendition& rendition) {
        openFile(gateway_, dialogs_, fileOf(rendition));
    });
    connect(list, &RenditionList::folderRequested, this, [this, fileOf](const library::Rendition& rendition) {
        showInFolder(gateway_, dialogs_, fileOf(rendition));
    });
    connect(list, &RenditionList::removeRequested, this, &DetailsPane::removeRenditionRequested);
}

/// Folded: in words above is what most need.
void DetailsPane::addTechnical()
{
    const std::vector<FactGroup> groups = technicalFacts(video_);
    if (groups.empty())
        return;
    auto* content = new QWidget(sectionsHost_);
    auto* box = new QVBoxLayout(content);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(space::gap);
    for (const FactGroup& group : groups) {
        box->addWidget(makeText(group.title, TextStep::Body, "", content, QFont::DemiBold));
        box->addWidget(new FactSheet(group.title, group.facts, content));
    }
    auto* fold =
        new Disclosure(tr("Technical details"), QStringLiteral("technicalFacts"), content, sectionsHost_);
    fold->setOpen(showsTechnical_);
    connect(fold, &Disclosure::toggled, this, [this](bool open) { showsTechnical_ = open; });
    addSection({})->addWidget(fold);
}

void DetailsPane::addFactSection(const QString& title, const std::vector<Fact>& facts)
{
    if (!facts.empty())
        addSection(title)->addWidget(new FactSheet(title, facts, sectionsHost_));
}

void DetailsPane::addAge()
{
    if (video_.patientCode.isEmpty())
        return;
    const QString title = tr("Age at recording");
    const std::vector<Fact> facts = ageFacts(video_, details_.patient);
    if (!facts.empty())
        return addFactSection(title, facts);
    auto* add = new QPushButton(tr("Enter date of birth…"), sectionsHost_);
    add->setObjectName(QStringLiteral("enterBirth"));
    connect(add, &QPushButton::clicked, this, [this] { Q_EMIT patientRequested(video_.patient); });
    addSection(title)->addWidget(add, 0, Qt::AlignLeft);
}

void DetailsPane::addNotes()
{
    if (video_.notes.isEmpty())
        return;
    QLabel* notes = makeText(breakable(video_.notes, longestInNotes), TextStep::Body, "", sectionsHost_);
    notes->setObjectName(QStringLiteral("detailsNotes"));
    addSection(tr("Notes"))->addWidget(notes);
}

void DetailsPane::addCopyButton()
{
    auto* copy = new QPushButton(tr("Copy all"), sectionsHost_);
    copy->setObjectName(QStringLiteral("copyFacts"));
    copy->setToolTip(tr("Everything that stands here, as text"));
    connect(copy, &QPushButton::clicked, this, [text = factsAsText(details_, QDate::currentDate())] {
        QGuiApplication::clipboard()->setText(text);
    });
    sectionsHost_->layout()->addWidget(copy);
    sectionsHost_->layout()->setAlignment(copy, Qt::AlignLeft);
}

} // namespace ndas::ui
