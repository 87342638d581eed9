#include "ui/pages/library_page.h"

#include "ui/pages/details_pane.h"
#include "ui/support/icons.h"
#include "ui/support/library_actions.h"
#include "ui/support/sentences.h"
#include "ui/widgets/card_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_chips.h"

#include <QtCore/QItemSelectionModel>
#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

enum StackPage { LoadingPage, EmptyPage, NothingFoundPage, CardsPage };

constexpr std::array chipGroups{LibraryGroup::Ready, LibraryGroup::Working, LibraryGroup::Attention};

QString formatsLine(const QStringList& extensions)
{
    return extensions.join(QStringLiteral(", ")).toUpper();
}

VideoId idAt(const QModelIndex& index)
{
    return VideoId{index.data(LibraryModel::VideoIdRole).toLongLong()};
}

} // namespace

LibraryPage::LibraryPage(Gateway& gateway, ThumbnailCache& thumbnails, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , model_(gateway)
    , search_(new QLineEdit(this))
    , chips_(new FilterChips({tr("All"), tr("Ready"), tr("Working"), tr("Needs attention")}, this))
    , cards_(new CardView(thumbnails, this))
    , details_(new DetailsPane(gateway, thumbnails, dialogs, this))
{
    setObjectName(QStringLiteral("libraryPage"));
    filter_.setSourceModel(&model_);
    cards_->setModel(&filter_);
    cards_->setObjectName(QStringLiteral("libraryCards"));
    cards_->setAccessibleName(tr("Recordings"));
    cards_->setContextMenuPolicy(Qt::CustomContextMenu);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::wide, 0, 0);
    layout->setSpacing(space::wide);
    layout->addLayout(makeHeader());
    auto* chipRow = new QHBoxLayout;
    chipRow->setContentsMargins(space::margin, 0, space::margin, 0);
    chipRow->addWidget(chips_);
    layout->addLayout(chipRow);
    layout->addWidget(makeContent(), 1);
    connectParts();
    addKeys();
    refreshCounts();
    refreshStack();
}

QHBoxLayout* LibraryPage::makeHeader()
{
    auto* heading = new QLabel(tr("Library"), this);
    setTextStep(heading, TextStep::Heading, QFont::DemiBold);
    search_->setObjectName(QStringLiteral("librarySearch"));
    search_->setPlaceholderText(tr("Search title, patient, notes"));
    search_->setAccessibleName(tr("Search"));
    search_->setToolTip(tr("Search title, patient, notes (Ctrl+F)"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(Icon::Search, IconInk::Dimmed), QLineEdit::LeadingPosition);
    search_->setMaximumWidth(360);
    auto* add = new QPushButton(icon(Icon::Add, IconInk::OnAccent), tr("Add recordings"), this);
    add->setObjectName(QStringLiteral("addRecordings"));
    add->setToolTip(tr("Add recordings (Ctrl+O)"));
    setKind(add, "primary");
    connect(add, &QPushButton::clicked, this, &LibraryPage::addRequested);

    auto* header = new QHBoxLayout;
    header->setContentsMargins(space::margin, 0, space::margin, 0);
    header->setSpacing(space::wide);
    header->addWidget(heading);
    header->addStretch(1);
    header->addWidget(search_, 2);
    header->addWidget(add);
    return header;
}

QWidget* LibraryPage::makeContent()
{
    auto* empty = new EmptyState(
        Icon::Drop,
        {tr("Drop recordings here"),
         tr("Files, folders or a whole memory card. %1").arg(formatsLine(gateway_.settings().extensions)),
         tr("Add recordings")},
        EmptyState::Frame::DropTarget, this);
    empty->setObjectName(QStringLiteral("libraryEmpty"));
    connect(empty, &EmptyState::buttonClicked, this, &LibraryPage::addRequested);
    auto* emptyHost = new QWidget(this);
    auto* emptyLayout = new QVBoxLayout(emptyHost);
    emptyLayout->setContentsMargins(CardDelegate::inset, 0, space::margin, space::margin);
    emptyLayout->addWidget(empty);

    auto* nothing = new EmptyState(
        Icon::Search, {tr("No recording matches."), tr("Other words or another filter may."), tr("Show all")},
        EmptyState::Frame::None, this);
    connect(nothing, &EmptyState::buttonClicked, this, &LibraryPage::showEverything);

    stack_ = new QStackedWidget(this);
    stack_->addWidget(new QWidget(stack_));
    stack_->addWidget(emptyHost);
    stack_->addWidget(nothing);
    stack_->addWidget(cards_);

    auto* cardsHost = new QWidget(this);
    auto* cardsLayout = new QVBoxLayout(cardsHost);
    cardsLayout->setContentsMargins(space::margin - CardDelegate::inset, 0, 0, 0);
    cardsLayout->addWidget(stack_);
    splitter_ = new QSplitter(this);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(cardsHost);
    splitter_->addWidget(details_);
    splitter_->setStretchFactor(0, 1);
    cardsHost->setMinimumWidth(260);
    details_->setMinimumWidth(300);
    details_->setMaximumWidth(560);
    splitter_->setSizes({800, 320});
    return splitter_;
}

void LibraryPage::connectParts()
{
    connect(search_, &QLineEdit::textChanged, &filter_, &LibraryFilter::setText);
    connect(search_, &QLineEdit::textChanged, this, &LibraryPage::refreshStack);
    connect(chips_, &FilterChips::chosenChanged, this, [this](int chip) {
        filter_.setGroup(chip == 0 ? std::optional<LibraryGroup>()
                                   : chipGroups[static_cast<std::size_t>(chip - 1)]);
        refreshStack();
    });
    connect(&model_, &LibraryModel::countsChanged, this, &LibraryPage::refreshCounts);
    connect(&model_, &LibraryModel::loaded, this, &LibraryPage::refreshStack);
    connect(&model_, &LibraryModel::loaded, this, &LibraryPage::refreshDetails);
    connect(&model_, &LibraryModel::dataChanged, this, &LibraryPage::refreshDetails);
    connect(&model_, &LibraryModel::renameRequested, this,
            [this](VideoId id, const QString& title) { renameVideo(gateway_, id, title); });
    connect(cards_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &LibraryPage::refreshDetails);
    connect(cards_, &QListView::customContextMenuRequested, this, &LibraryPage::showMenu);
    connect(cards_, &QListView::doubleClicked, this, &LibraryPage::openChosen);
    connect(details_, &DetailsPane::revealRequested, this, &LibraryPage::reveal);
    connect(details_, &DetailsPane::removeRequested, this, [this](VideoId id) { remove({id}); });
}

void LibraryPage::addKeys()
{
    const auto onKey = [this](int key, void (LibraryPage::*slot)()) {
        auto* shortcut = new QShortcut(QKeySequence(key), cards_);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    onKey(Qt::Key_Delete, &LibraryPage::removeChosen);
    onKey(Qt::Key_Return, &LibraryPage::openChosen);
    onKey(Qt::Key_Enter, &LibraryPage::openChosen);
}

void LibraryPage::openChosen()
{
    const std::vector<VideoId> ids = chosen();
    const library::Video* video = ids.size() == 1 ? model_.video(ids.front()) : nullptr;
    if (video)
        dialogs_.openFile(originalFile(gateway_.parts().paths, *video));
}

void LibraryPage::refreshCounts()
{
    chips_->setCount(0, model_.count());
    for (std::size_t i = 0; i < chipGroups.size(); ++i)
        chips_->setCount(static_cast<int>(i) + 1, model_.count(chipGroups[i]));
}

void LibraryPage::refreshStack()
{
    int page = CardsPage;
    if (!model_.isLoaded())
        page = LoadingPage;
    else if (model_.count() == 0)
        page = EmptyPage;
    else if (filter_.rowCount() == 0)
        page = NothingFoundPage;
    stack_->setCurrentIndex(page);
    details_->setVisible(page == CardsPage || page == NothingFoundPage);
}

void LibraryPage::refreshDetails()
{
    const std::vector<VideoId> ids = chosen();
    if (ids.size() == 1) {
        if (const library::Video* video = model_.video(ids.front()))
            return details_->showVideo(*video, model_.jobsOf(ids.front()));
    }
    details_->clear(ids.empty() ? tr("Choose a recording to see more about it.")
                                : tr("%n recordings are chosen.", nullptr, static_cast<int>(ids.size())));
}

std::vector<VideoId> LibraryPage::chosen() const
{
    std::vector<VideoId> ids;
    for (const QModelIndex& index : cards_->selectionModel()->selectedIndexes())
        ids.push_back(idAt(index));
    return ids;
}

void LibraryPage::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void LibraryPage::focusContent()
{
    cards_->setFocus(Qt::OtherFocusReason);
}

void LibraryPage::showEverything()
{
    search_->clear();
    chips_->choose(0);
}

void LibraryPage::reveal(VideoId id)
{
    showEverything();
    const QModelIndex index = filter_.mapFromSource(model_.indexOf(id));
    if (!index.isValid())
        return;
    cards_->setCurrentIndex(index);
    cards_->scrollTo(index);
}

void LibraryPage::renameChosen()
{
    if (const QModelIndex index = cards_->currentIndex(); index.isValid())
        cards_->edit(index);
}

void LibraryPage::removeChosen()
{
    remove(chosen());
}

void LibraryPage::remove(const std::vector<VideoId>& ids)
{
    if (ids.empty())
        return;
    const library::Video* only = ids.size() == 1 ? model_.video(ids.front()) : nullptr;
    Question question;
    question.title =
        only ? tr("Remove %1 from the library?").arg(quoted(oneLine(only->title)))
             : tr("Remove %n recordings from the library?", nullptr, static_cast<int>(ids.size()));
    question.text =
        tr("The copy in the library and its renditions are deleted. The file it was imported from "
           "is not touched.");
    question.yes = tr("Remove");
    question.no = tr("Keep");
    question.destructive = true;
    if (dialogs_.ask(this, question))
        removeVideos(gateway_, ids);
}

void LibraryPage::showMenu(const QPoint& position)
{
    if (chosen().empty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* open = menu->addAction(icon(Icon::Play), tr("Open original"), QKeySequence(Qt::Key_Return), this,
                                    &LibraryPage::openChosen);
    open->setEnabled(chosen().size() == 1);
    QAction* rename = menu->addAction(icon(Icon::Edit), tr("Rename"), QKeySequence(Qt::Key_F2), this,
                                      &LibraryPage::renameChosen);
    rename->setEnabled(chosen().size() == 1);
    menu->addAction(icon(Icon::Trash), tr("Remove…"), QKeySequence(Qt::Key_Delete), this,
                    &LibraryPage::removeChosen);
    menu->popup(cards_->viewport()->mapToGlobal(position));
}

QByteArray LibraryPage::saveLayout() const
{
    return splitter_->saveState();
}

void LibraryPage::restoreLayout(const QByteArray& state)
{
    splitter_->restoreState(state);
}

} // namespace ndas::ui
