#include "ui/pages/details_pane.h"

#include "ui/models/library_state.h"
#include "ui/support/icons.h"
#include "ui/support/library_actions.h"
#include "ui/support/recording_facts.h"
#include "ui/support/recording_history.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/picture_frame.h"
#include "ui/widgets/state_label.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFrame>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

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
                      QString::number(details.changes.size())};
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
    several_ = new EmptyState(
        Icon::Library,
        {.heading = {}, .detail = {}, .button = tr("Edit together…"), .second = tr("Save copies…")},
        EmptyState::Frame::None, content_);
    several_->setObjectName(QStringLiteral("detailsSeveral"));
    connect(several_, &EmptyState::buttonClicked, this, &DetailsPane::editSeveralRequested);
    connect(several_, &EmptyState::secondClicked, this, &DetailsPane::saveSeveralRequested);
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
    title_->setText(oneLine(video_.title));
    const QString patient = video_.patientCode.isEmpty() ? tr("No patient") : video_.patientCode;
    subtitle_->setText(QStringLiteral("%1 · %2").arg(patient, recordedLine(video_)));
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
    addFactSection(tr("History"), historyFacts(details_, QDate::currentDate()));
    addCopyButton();
    layout->addStretch();
    sections_->insertWidget(2, sectionsHost_, 1);
}

QVBoxLayout* DetailsPane::addSection(const QString& title)
{
    auto* host = static_cast<QVBoxLayout*>(sectionsHost_->layout());
    host->addWidget(makeLine(sectionsHost_));
    auto* box = new QVBoxLayout;
    box->setSpacing(6);
    if (!title.isEmpty()) {
        QLabel* heading = makeText(title, TextStep::Small, "dimmed", sectionsHost_, QFont::DemiBold);
        box->addWidget(heading);
    }
    host->addLayout(box);
    return box;
}

void DetailsPane::addProblem()
{
    if (video_.state == library::VideoState::Duplicate)
        return addDuplicate(addSection({}));
    if (video_.refusal)
        return addRefusal(addSection({}), *video_.refusal);
    for (const jobs::Job& job : jobs_) {
        if (job.hasError && (job.state == jobs::JobState::Failed || job.state == jobs::JobState::Blocked))
            return addJobProblem(addSection({}), job);
    }
}

void DetailsPane::addRefusal(QVBoxLayout* box, ErrorCode code)
{
    auto* problem = new StateLabel({Icon::Cross, Tone::Bad, tr("Could not be read")}, sectionsHost_);
    box->addWidget(problem);
    QLabel* reason = makeText(errorText(code), TextStep::Body, "", sectionsHost_);
    reason->setObjectName(QStringLiteral("refusalReason"));
    box->addWidget(reason);
    if (const QString advice = adviceText(code); !advice.isEmpty())
        box->addWidget(makeText(advice, TextStep::Body, "dimmed", sectionsHost_));
}

void DetailsPane::addJobProblem(QVBoxLayout* box, const jobs::Job& job)
{
    const bool failed = job.state == jobs::JobState::Failed;
    StateLook look = lookOf(job.state);
    if (failed)
        look.word = job.kind == jobs::JobKind::Ingest ? tr("Could not be imported")
                                                      : tr("%1 failed").arg(presetText(job.preset));
    box->addWidget(new StateLabel(look, sectionsHost_));
    box->addWidget(makeText(errorText(job.errorCode), TextStep::Body, "", sectionsHost_));
    if (const QString advice = adviceText(job.errorCode); !advice.isEmpty())
        box->addWidget(makeText(advice, TextStep::Body, "dimmed", sectionsHost_));
    auto* buttons = new QHBoxLayout;
    if (failed) {
        auto* retry = new QPushButton(icon(Icon::Retry), tr("Try again"), sectionsHost_);
        connect(retry, &QPushButton::clicked, this, [this, id = job.id] { retryJobs(gateway_, {id}); });
        buttons->addWidget(retry);
    }
    auto* copy = new QPushButton(tr("Copy technical details"), sectionsHost_);
    setKind(copy, "quiet");
    connect(copy, &QPushButton::clicked, this,
            [text = technicalText(job)] { QGuiApplication::clipboard()->setText(text); });
    buttons->addWidget(copy);
    buttons->addStretch();
    box->addLayout(buttons);
}

void DetailsPane::addDuplicate(QVBoxLayout* box)
{
    box->addWidget(new StateLabel({Icon::Attention, Tone::Attention, tr("Already imported")}, sectionsHost_));
    box->addWidget(
        makeText(tr("The same recording is in the library already."), TextStep::Body, "", sectionsHost_));
    auto* showOther = new QPushButton(tr("Show it"), sectionsHost_);
    showOther->setEnabled(static_cast<bool>(video_.duplicateOf));
    connect(showOther, &QPushButton::clicked, this, [this] { Q_EMIT revealRequested(video_.duplicateOf); });
    auto* again = new QPushButton(tr("Import again as a copy"), sectionsHost_);
    connect(again, &QPushButton::clicked, this, [this] { importAsCopy(gateway_, video_); });
    auto* remove = new QPushButton(tr("Remove this entry"), sectionsHost_);
    setKind(remove, "quiet");
    connect(remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(video_.id); });
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(showOther);
    buttons->addWidget(again);
    buttons->addStretch();
    box->addLayout(buttons);
    box->addWidget(remove, 0, Qt::AlignLeft);
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
        [this] { openOrSay(dialogs_.openFile(originalFile(gateway_.parts().paths, video_))); });
    add(tr("Edit…"), "editRecording", tr("Title, patient, recording date, notes (Ctrl+E)"),
        [this] { Q_EMIT editRequested(video_.id); });
    flow->addWidget(makeRenditionButton());
    add(tr("Another picture…"), "anotherPicture", tr("Choose the picture this recording is shown by"),
        [this] { Q_EMIT pictureRequested(video_.id); })
        ->setEnabled(video_.state == library::VideoState::Ready);
    sectionsHost_->layout()->addWidget(row);
}

QPushButton* DetailsPane::makeRenditionButton()
{
    auto* make = new QPushButton(tr("Make a rendition"), sectionsHost_);
    make->setObjectName(QStringLiteral("makeRendition"));
    make->setToolTip(tr("Choose a quality; the work goes into the queue"));
    auto* menu = new QMenu(make);
    fillPresetMenu(menu);
    connect(make, &QPushButton::clicked, menu,
            [make, menu] { menu->popup(make->mapToGlobal(QPoint(0, make->height()))); });
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
    QVBoxLayout* box = addSection(tr("Renditions"));
    if (video_.renditions.empty()) {
        box->addWidget(makeText(tr("None yet."), TextStep::Body, "dimmed", sectionsHost_));
        return;
    }
    QGridLayout* grid = makeFactGrid();
    grid->setVerticalSpacing(2);
    int row = 0;
    for (const library::Rendition& rendition : video_.renditions) {
        addRendition(grid, row, rendition);
        row += 2;
    }
    box->addLayout(grid);
}

void DetailsPane::addRendition(QGridLayout* grid, int row, const library::Rendition& rendition)
{
    grid->addWidget(makeText(presetText(rendition.preset), TextStep::Body, "dimmed", sectionsHost_), row, 0);
    StateLook look = renditionLook(rendition, jobs_);
    const bool ready = rendition.state == library::RenditionState::Ready;
    if (ready)
        look.word = QStringLiteral("%1 · %2").arg(look.word, sizeText(rendition.sizeBytes));
    grid->addWidget(new StateLabel(look, sectionsHost_), row, 1);
    if (!ready)
        return;
    const QString facts = renditionFacts(rendition, video_.sizeBytes);
    grid->addWidget(makeText(facts, TextStep::Small, "dimmed", sectionsHost_), row + 1, 1, 1, 3);
    const QString file = renditionFile(gateway_.parts().paths, rendition);
    QToolButton* open = makeSmallButton(Icon::Play, tr("Play this rendition"), sectionsHost_);
    connect(open, &QToolButton::clicked, this, [this, file] { openOrSay(dialogs_.openFile(file)); });
    grid->addWidget(open, row, 2);
    QToolButton* folder = makeSmallButton(Icon::Folder, tr("Show in its folder"), sectionsHost_);
    connect(folder, &QToolButton::clicked, this, [this, file] { openOrSay(dialogs_.showInFolder(file)); });
    grid->addWidget(folder, row, 3);
}

void DetailsPane::addFactSection(const QString& title, const std::vector<Fact>& facts)
{
    if (!facts.empty())
        addSection(title)->addLayout(makeFactGrid(facts, sectionsHost_));
}

void DetailsPane::addAge()
{
    if (video_.patientCode.isEmpty())
        return;
    QVBoxLayout* box = addSection(tr("Age at recording"));
    const std::vector<Fact> facts = ageFacts(video_, details_.patient);
    if (!facts.empty())
        return box->addLayout(makeFactGrid(facts, sectionsHost_));
    auto* add = new QPushButton(tr("Enter date of birth…"), sectionsHost_);
    add->setObjectName(QStringLiteral("enterBirth"));
    connect(add, &QPushButton::clicked, this, [this] { Q_EMIT patientRequested(video_.patient); });
    box->addWidget(add, 0, Qt::AlignLeft);
}

void DetailsPane::addNotes()
{
    if (video_.notes.isEmpty())
        return;
    QLabel* notes = makeText(video_.notes, TextStep::Body, "", sectionsHost_);
    notes->setObjectName(QStringLiteral("detailsNotes"));
    addSection(tr("Notes"))->addWidget(notes);
}

void DetailsPane::addCopyButton()
{
    auto* copy = new QPushButton(tr("Copy all facts"), sectionsHost_);
    copy->setObjectName(QStringLiteral("copyFacts"));
    setKind(copy, "quiet");
    connect(copy, &QPushButton::clicked, this,
            [text = factsAsText(details_)] { QGuiApplication::clipboard()->setText(text); });
    sectionsHost_->layout()->addWidget(copy);
    sectionsHost_->layout()->setAlignment(copy, Qt::AlignLeft);
}

void DetailsPane::openOrSay(bool opened)
{
    if (!opened)
        Q_EMIT gateway_.changeFailed(
            Error{.code = ErrorCode::NotFound, .detail = {}, .nativeCode = 0, .where = {}});
}

} // namespace ndas::ui
