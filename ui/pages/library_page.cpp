#include "ui/pages/library_page.h"

#include "ui/delegates/card_delegate.h"
#include "ui/models/library_choice.h"
#include "ui/pages/details_pane.h"
#include "ui/support/icons.h"
#include "ui/support/library_actions.h"
#include "ui/support/recording_details.h"
#include "ui/support/search_keys.h"
#include "ui/support/sentences.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/library_filters.h"
#include "ui/widgets/library_header.h"
#include "ui/widgets/library_views.h"

#include <QtCore/QItemSelectionModel>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

enum StackPage { LoadingPage, EmptyPage, NothingFoundPage, FoundPage };

QString formatsLine(const QStringList& extensions)
{
    return extensions.join(QStringLiteral(", ")).toUpper();
}

} // namespace

LibraryPage::LibraryPage(Gateway& gateway, ThumbnailCache& thumbnails, Dialogs& dialogs, EditHistory& history,
                         QWidget* parent)
    : QWidget(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , feed_(gateway, model_)
    , commands_(new LibraryCommands(gateway, dialogs, history, this))
    , header_(new LibraryHeader(this))
    , filters_(new LibraryFilters(gateway.parts().presets, this))
    , views_(new LibraryViews(model_, thumbnails, this))
    , details_(new DetailsPane(gateway, thumbnails, dialogs, this))
{
    setObjectName(QStringLiteral("libraryPage"));
    kept_ = new KeptSelection(model_, views_->selection(), this);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::wide, 0, 0);
    layout->setSpacing(space::wide);
    layout->addWidget(header_);
    filters_->addAtEnd(views_->buttons());
    layout->addWidget(filters_);
    layout->addWidget(makeContent(), 1);
    connectParts();
    connectModel();
    connect(&history, &EditHistory::saved, this, [this](const std::vector<VideoId>& ids) {
        if (!ids.empty())
            feed_.refresh(ids);
        readDetails(wanted_);
    });
    addCommands();
    refreshStack();
    filters_->showCounts(model_.catalog());
}

QWidget* LibraryPage::makeEmpty()
{
    auto* empty = new EmptyState(
        Icon::Drop,
        {tr("Drop recordings here"),
         tr("Files, folders or a whole memory card. %1").arg(formatsLine(gateway_.settings().extensions)),
         tr("Add recordings"),
         gateway_.parts().makeSample ? tr("Try it with a sample recording") : QString()},
        EmptyState::Frame::DropTarget, this);
    empty->setObjectName(QStringLiteral("libraryEmpty"));
    connect(empty, &EmptyState::buttonClicked, this, &LibraryPage::addRequested);
    connect(empty, &EmptyState::secondClicked, this, &LibraryPage::sampleRequested);
    auto* host = new QWidget(this);
    auto* layout = new QVBoxLayout(host);
    layout->setContentsMargins(CardDelegate::inset, 0, space::margin, space::margin);
    layout->addWidget(empty);
    return host;
}

QWidget* LibraryPage::makeContent()
{
    auto* nothing = new EmptyState(
        Icon::Search, {tr("No recording matches."), tr("Try other words or another filter."), tr("Show all")},
        EmptyState::Frame::None, this);
    connect(nothing, &EmptyState::buttonClicked, this, &LibraryPage::showEverything);
    stack_ = new QStackedWidget(this);
    stack_->addWidget(new QWidget(stack_));
    stack_->addWidget(makeEmpty());
    stack_->addWidget(nothing);
    stack_->addWidget(views_);
    auto* host = new QWidget(this);
    auto* layout = new QVBoxLayout(host);
    layout->setContentsMargins(space::margin - CardDelegate::inset, 0, 0, 0);
    layout->addWidget(stack_);
    splitter_ = new QSplitter(this);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(host);
    splitter_->addWidget(details_);
    splitter_->setStretchFactor(0, 1);
    host->setMinimumWidth(260);
    details_->setMaximumWidth(560);
    splitter_->setSizes({800, 320});
    return splitter_;
}

void LibraryPage::connectParts()
{
    connect(header_, &LibraryHeader::searched, this, &LibraryPage::search);
    connect(header_, &LibraryHeader::addRequested, this, &LibraryPage::addRequested);
    connect(header_, &LibraryHeader::folderRequested, this, &LibraryPage::folderRequested);
    leaveSearchByKey(header_->search(), [this] { return model_.rowCount() > 0 ? views_->view() : nullptr; });
    connect(filters_, &LibraryFilters::changed, this, &LibraryPage::search);
    connect(views_, &LibraryViews::sortChosen, this,
            [this] { filters_->setSort(model_.query().sort, model_.query().order); });
    connect(views_, &LibraryViews::menuRequested, this, &LibraryPage::showMenu);
    connect(views_, &LibraryViews::openRequested, this, &LibraryPage::openChosen);
    connect(details_, &DetailsPane::revealRequested, this, &LibraryPage::reveal);
    connect(details_, &DetailsPane::removeRequested, this, &LibraryPage::removeChosen);
    connect(details_, &DetailsPane::removeRenditionRequested, commands_, &LibraryCommands::removeRendition);
    connect(details_, &DetailsPane::saveCopiesRequested, this, &LibraryPage::saveCopiesOfChosen);
    connect(details_, &DetailsPane::editRequested, commands_, [this](VideoId id) { commands_->edit({id}); });
    connect(details_, &DetailsPane::editSeveralRequested, this, &LibraryPage::editChosen);
    connect(details_, &DetailsPane::patientRequested, commands_, &LibraryCommands::editPatient);
    connect(details_, &DetailsPane::pictureRequested, commands_, &LibraryCommands::choosePicture);
    connect(commands_, &LibraryCommands::changed, &feed_, &LibraryFeed::refresh);
    connect(commands_, &LibraryCommands::changed, this, &LibraryPage::refreshDetailsOf);
    connect(commands_, &LibraryCommands::said, this, &LibraryPage::said);
    connect(commands_, &LibraryCommands::warned, this, &LibraryPage::warned);
    connect(commands_, &LibraryCommands::started, this, &LibraryPage::runStarted);
    detailsSoon_.setSingleShot(true);
    detailsSoon_.setInterval(std::chrono::milliseconds(60));
    connect(&detailsSoon_, &QTimer::timeout, this, [this] { readDetails(wanted_); });
}

void LibraryPage::connectModel()
{
    offerSoon_.setSingleShot(true);
    offerSoon_.setInterval(std::chrono::seconds(1));
    connect(&offerSoon_, &QTimer::timeout, this, [this] { filters_->offer(model_.catalog()); });
    connect(&model_, &LibraryModel::countsChanged, this, [this] {
        filters_->showCounts(model_.catalog());
        if (!offerSoon_.isActive())
            offerSoon_.start();
    });
    connect(&model_, &LibraryModel::loaded, this, &LibraryPage::refreshStack);
    connect(&model_, &LibraryModel::arranged, this, [this] {
        refreshStack();
        refreshCommands();
        if (const VideoId id = std::exchange(reveal_, {}))
            reveal(id);
    });
    connect(kept_, &KeptSelection::restored, views_, &LibraryViews::scrollToCurrent);
    connect(&model_, &LibraryModel::rowsChanged, this, &LibraryPage::refreshDetailsOf);
    connect(&model_, &LibraryModel::renameRequested, this,
            [this](VideoId id, const QString& title) { commands_->rename(id, title); });
    connect(&views_->selection(), &QItemSelectionModel::selectionChanged, this, &LibraryPage::refreshDetails);
}

/// The menu bar, the recordings' own menu and the keys share them.
void LibraryPage::addCommands()
{
    const auto add = [this](Icon which, const QString& text, const QList<QKeySequence>& keys,
                            void (LibraryPage::*slot)()) {
        auto* action = new QAction(icon(which, IconInk::Dimmed), text, this);
        action->setShortcuts(keys);
        addAction(action);
        connect(action, &QAction::triggered, this, slot);
        forMany_ << action;
        return action;
    };
    forOne_ << add(Icon::Play, tr("Open original"), {Qt::Key_Return, Qt::Key_Enter},
                   &LibraryPage::openChosen);
    views_->addKeyAction(forOne_.constLast()); // buttons need Return for themselves
    forOne_ << add(Icon::Folder, tr("Show in its folder"), {}, &LibraryPage::showChosenInFolder);
    forOne_ << add(Icon::Edit, tr("Rename"), {Qt::Key_F2}, &LibraryPage::renameChosen);
    add(Icon::Edit, tr("Edit…"), {Qt::CTRL | Qt::Key_E}, &LibraryPage::editChosen);
    addPresetMenu();
    forOne_ << add(Icon::Film, tr("Another picture…"), {Qt::CTRL | Qt::Key_T},
                   &LibraryPage::chooseAnotherPicture);
    add(Icon::Folder, tr("Save copies…"), {Qt::CTRL | Qt::Key_S}, &LibraryPage::saveCopiesOfChosen);
    auto* line = new QAction(this);
    line->setSeparator(true);
    addAction(line);
    add(Icon::Trash, tr("Remove…"), {QKeySequence::Delete}, &LibraryPage::removeChosen);
    refreshCommands();
}

void LibraryPage::refreshCommands()
{
    const auto count = views_->selection().hasSelection() ? kept_->chosen().size() : 0;
    for (QAction* action : forMany_)
        action->setEnabled(count > 0);
    for (QAction* action : forOne_)
        action->setEnabled(count == 1);
}

void LibraryPage::search()
{
    LibraryQuery query = filters_->query();
    query.words = header_->words();
    model_.setQuery(query);
}

void LibraryPage::openChosen()
{
    const std::vector<VideoId> ids = kept_->chosen();
    if (ids.size() == 1)
        openOriginal(gateway_, dialogs_, ids.front());
}

void LibraryPage::showChosenInFolder()
{
    const std::vector<VideoId> ids = kept_->chosen();
    if (ids.size() == 1)
        showOriginalInFolder(gateway_, dialogs_, ids.front());
}

void LibraryPage::refreshStack()
{
    StackPage page = FoundPage;
    if (!model_.isLoaded())
        page = LoadingPage;
    else if (model_.catalog().rows().empty())
        page = EmptyPage;
    else if (model_.rowCount() == 0)
        page = NothingFoundPage;
    stack_->setCurrentIndex(page);
    details_->setVisible(page != LoadingPage && page != EmptyPage);
    filters_->setVisible(page != EmptyPage); // nothing to narrow
}

void LibraryPage::refreshDetails()
{
    refreshCommands();
    const std::vector<VideoId> ids = kept_->chosen();
    wanted_ = ids.size() == 1 ? ids.front() : VideoId();
    if (wanted_)
        return readDetails(wanted_);
    if (ids.empty())
        details_->showNone();
    else
        details_->showSeveral(choiceText(model_.catalog(), ids));
}

void LibraryPage::refreshDetailsOf(const std::vector<VideoId>& ids)
{
    if (std::find(ids.begin(), ids.end(), wanted_) != ids.end() && !detailsSoon_.isActive())
        detailsSoon_.start();
}

void LibraryPage::readDetails(VideoId id)
{
    if (!id)
        return;
    gateway_.run(
        this, [id](GatewayParts& parts) { return readRecording(parts, id); },
        [this, id](Result<RecordingDetails> details) {
            if (id == wanted_ && details)
                details_->showRecording(std::move(*details));
        });
}

void LibraryPage::focusSearch()
{
    header_->focusSearch();
}

QList<QAction*> LibraryPage::lookActions() const
{
    return views_->lookActions();
}

void LibraryPage::focusContent()
{
    views_->view()->setFocus(Qt::OtherFocusReason);
}

void LibraryPage::showEverything()
{
    header_->clearSearch();
    filters_->clear();
}

void LibraryPage::showPatient(const QString& code)
{
    header_->clearSearch();
    filters_->choosePatient(code);
}

void LibraryPage::reveal(VideoId id)
{
    showEverything();
    const QModelIndex index = model_.indexOf(id);
    if (!index.isValid()) {
        reveal_ = model_.catalog().find(id) ? id : VideoId();
        return;
    }
    views_->selection().setCurrentIndex(index,
                                        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    views_->scrollToCurrent();
}

void LibraryPage::renameChosen()
{
    views_->editCurrentTitle();
}

void LibraryPage::removeChosen()
{
    const std::vector<VideoId> ids = kept_->chosen();
    commands_->remove(ids, removalText(model_.catalog(), ids));
}

void LibraryPage::editChosen()
{
    commands_->edit(kept_->chosen());
}

void LibraryPage::chooseAnotherPicture()
{
    const std::vector<VideoId> ids = kept_->chosen();
    const LibraryRow* only = ids.size() == 1 ? model_.catalog().find(ids.front()) : nullptr;
    if (only && only->video.state == library::VideoState::Ready)
        commands_->choosePicture(only->video.id);
}

void LibraryPage::saveCopiesOfChosen()
{
    commands_->saveCopies(kept_->chosen());
}

void LibraryPage::addPresetMenu()
{
    auto* presets = new QMenu(tr("Make a rendition"), this);
    presets->setAccessibleName(presets->title());
    presets->setIcon(icon(Icon::Add, IconInk::Dimmed));
    for (const media::Preset& preset : gateway_.parts().presets)
        presets->addAction(presetText(preset.id, preset.name), this,
                           [this, id = preset.id] { commands_->makeRenditions(kept_->chosen(), id); });
    addAction(presets->menuAction());
    forMany_ << presets->menuAction();
}

void LibraryPage::showMenu(const QPoint& globalPosition)
{
    if (kept_->chosen().empty())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("recordingMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    menu->popup(globalPosition);
}

void LibraryPage::saveLayout(QSettings& file) const
{
    file.setValue(QStringLiteral("library"), splitter_->saveState());
    file.setValue(QStringLiteral("libraryAsList"), views_->look() == LibraryViews::Look::List);
    file.setValue(QStringLiteral("libraryOrder"), filters_->orderKey());
}

void LibraryPage::restoreLayout(const QSettings& file)
{
    splitter_->restoreState(file.value(QStringLiteral("library")).toByteArray());
    const bool asList = file.value(QStringLiteral("libraryAsList")).toBool();
    views_->setLook(asList ? LibraryViews::Look::List : LibraryViews::Look::Cards);
    // What narrows the library is not kept: nobody should look for recordings that an old choice hides.
    filters_->chooseOrder(file.value(QStringLiteral("libraryOrder")).toString());
}

} // namespace ndas::ui
