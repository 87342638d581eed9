#include "ui/pages/queue_page.h"

#include "ui/pages/queue_commands.h"
#include "ui/widgets/add_button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_chips.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/job_details.h"
#include "ui/widgets/queue_view.h"

#include <QtGui/QAction>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QStyle>

namespace ndas::ui {

namespace {

/// The button does what the action does, when it can be done.
void showAs(QAction& action, QPushButton& button)
{
    QObject::connect(&button, &QPushButton::clicked, &action, &QAction::trigger);
    QObject::connect(&action, &QAction::enabledChanged, &button, &QPushButton::setEnabled);
    button.setEnabled(action.isEnabled());
}

constexpr std::array groups{QueueGroup::Working, QueueGroup::Waiting, QueueGroup::NeedsAttention,
                            QueueGroup::Done};

} // namespace

QueuePage::QueuePage(Gateway& gateway, Dialogs& dialogs, ThumbnailCache& thumbnails, EditHistory& history,
                     QWidget* parent)
    : QWidget(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , thumbnails_(thumbnails)
    , history_(history)
    , model_(new QueueModel(gateway.parts().clock, this))
    , filter_(new QueueFilter(this))
    , feed_(new QueueFeed(gateway, *model_, this))
{
    setObjectName(QStringLiteral("queuePage"));
    filter_->setSourceModel(model_);
    build();
    connectDetails();
    connectModel();
    updateCounts();
}

void QueuePage::build()
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::wide, 0, 0);
    layout->setSpacing(space::wide);
    layout->addLayout(buildHeader());
    layout->addWidget(buildFilters());

    setWhatsThis(tr("What is being worked on, what waits for its turn, what needs somebody and what is done. "
                    "Jobs higher up come first: drag them, or move them with the keys of the Job menu. What "
                    "was interrupted goes on where it stopped."));
    empty_ = new EmptyState(Icon::Queue,
                            {.heading = tr("Nothing to do."),
                             .detail = tr("Recordings you add are worked on here, one after the other."),
                             .button = tr("Add recordings")},
                            EmptyState::Frame::None, this);
    connect(empty_, &EmptyState::buttonClicked, this, &QueuePage::addRequested);
    stack_ = new QStackedLayout;
    stack_->addWidget(buildList());
    stack_->addWidget(empty_);
    layout->addLayout(stack_, 1);
}

QLayout* QueuePage::buildHeader()
{
    auto* heading = new QLabel(tr("Queue"), this);
    setTextStep(heading, TextStep::Heading, QFont::DemiBold);
    search_ = new QLineEdit(this);
    search_->setObjectName(QStringLiteral("queueSearch"));
    search_->setPlaceholderText(tr("Search title, patient, quality"));
    search_->setAccessibleName(tr("Search the queue"));
    search_->setToolTip(tr("Search title, patient, quality (Ctrl+F)"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(Icon::Search, IconInk::Dimmed), QLineEdit::LeadingPosition);
    search_->setMaximumWidth(360);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        filter_->find(text);
        updateEmptyState();
        updateDetails();
    });
    retryFailed_ = new QPushButton(icon(Icon::Retry), tr("Retry failed"), this);
    retryFailed_->setObjectName(QStringLiteral("retryFailedButton"));
    retryFailed_->setToolTip(tr("Tries everything that failed once more (Ctrl+Shift+R)"));
    removeFinished_ = new QPushButton(tr("Remove finished"), this);
    removeFinished_->setObjectName(QStringLiteral("removeFinishedButton"));
    removeFinished_->setToolTip(
        tr("Takes finished jobs off this list. Recordings and renditions stay. (Ctrl+Shift+Del)"));
    auto* add = new AddButton(this);
    add->setObjectName(QStringLiteral("addToQueue"));
    connect(add, &AddButton::recordingsRequested, this, &QueuePage::addRequested);
    connect(add, &AddButton::folderRequested, this, &QueuePage::folderRequested);

    auto* layout = new QHBoxLayout;
    layout->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->setSpacing(space::wide);
    layout->addWidget(heading);
    layout->addStretch(1);
    layout->addWidget(search_, 3);
    for (QPushButton* button : std::initializer_list<QPushButton*>{retryFailed_, removeFinished_, add})
        layout->addWidget(button);
    return layout;
}

QWidget* QueuePage::buildFilters()
{
    auto* host = new QWidget(this);
    chips_ =
        new FilterChips({tr("All"), tr("Working"), tr("Waiting"), tr("Needs attention"), tr("Done")}, this);
    connect(chips_, &FilterChips::chosenChanged, this, [this](int chip) {
        filter_->show(chip == 0 ? std::nullopt : std::optional(groups[static_cast<std::size_t>(chip) - 1]));
        updateEmptyState();
        updateDetails();
    });
    chips_->setWhatsThis(
        tr("Shows only what is worked on, waits, needs somebody or is done. The numbers say how "
           "many there are of each."));
    pausedNote_ = new QLabel(tr("The queue is paused. Nothing new starts."), this);
    pausedNote_->setObjectName(QStringLiteral("pausedNote"));
    setKind(pausedNote_, "dimmed");
    auto* layout = new FlowLayout(space::gap, host);
    layout->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->addWidget(chips_);
    layout->addTrailing(pausedNote_);
    return host;
}

QWidget* QueuePage::buildList()
{
    const bool reduceMotion = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    listSide_ = new QWidget(this);
    setKind(listSide_, "panel");
    auto* line = new QFrame(listSide_);
    setKind(line, "line");
    line->setFixedHeight(1);
    view_ = new QueueView(thumbnails_, reduceMotion, listSide_);
    view_->setObjectName(QStringLiteral("queueView"));
    view_->setAccessibleName(tr("Queue"));
    view_->setModel(filter_);
    nothingHere_ = new EmptyState(
        Icon::Search, {tr("No job matches."), tr("Try other words or another filter."), tr("Show all")},
        EmptyState::Frame::None, listSide_);
    nothingHere_->setObjectName(QStringLiteral("noJobMatches"));
    connect(nothingHere_, &EmptyState::buttonClicked, this, &QueuePage::showEverything);
    details_ = new JobDetails(listSide_);
    details_->setWhatsThis(
        tr("Why this job did not go on, and what you can do. The technical details are for "
           "whoever helps you."));
    auto* layout = new QVBoxLayout(listSide_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(line);
    layout->addWidget(view_, 1);
    layout->addWidget(nothingHere_, 1);
    layout->addWidget(details_);
    return listSide_;
}

void QueuePage::connectDetails()
{
    commands_ = new QueueCommands({gateway_, dialogs_, history_, *model_}, *view_, this);
    connect(commands_, &QueueCommands::showVideoRequested, this, &QueuePage::showVideoRequested);
    connect(commands_, &QueueCommands::detailsRequested, this, &QueuePage::toggleDetails);
    showAs(*commands_->retryFailed(), *retryFailed_);
    showAs(*commands_->removeFinished(), *removeFinished_);
    connect(view_, &QueueView::rowsDropped, this, [this](const QModelIndex& before) {
        const JobId goal{before.data(QueueModel::JobIdRole).toLongLong()};
        moveBefore(gateway_, idsOf(commands_->selectedRows()), goal);
    });
    connect(view_, &QueueView::mainButtonClicked, this, [this](const QModelIndex& index) {
        const QueueRow row = model_->rowAt(filter_->mapToSource(index).row());
        if (const auto action = mainAction(row.job))
            commands_->performOn(*action, {row});
    });
    connect(view_, &QueueView::doubleClicked, this, [this](const QModelIndex& index) {
        if (const VideoId video{index.data(QueueModel::VideoIdRole).toLongLong()})
            Q_EMIT showVideoRequested(video);
    });
    connect(details_, &JobDetails::retryRequested, this,
            [this](JobId job) { perform(gateway_, QueueAction::Retry, {job}); });
    connect(details_, &JobDetails::originalRequested, commands_, &QueueCommands::showOriginal);
    connect(details_, &JobDetails::copyRequested, this, [this](JobId job) { importAsCopy(gateway_, job); });
    connect(details_, &JobDetails::videoRequested, this, &QueuePage::showVideoRequested);
    connect(details_, &JobDetails::closed, this, [this] {
        const auto rows = commands_->selectedRows();
        detailsClosed_ = rows.size() == 1 ? rows.front().job.id : JobId();
        detailsAsked_ = {};
        updateDetails();
        view_->setFocus();
    });
}

void QueuePage::connectModel()
{
    connect(model_, &QueueModel::countsChanged, this, &QueuePage::updateCounts);
    connect(feed_, &QueueFeed::queuePausedChanged, this, &QueuePage::updateCounts);
    connect(feed_, &QueueFeed::loaded, this, [this] {
        updateEmptyState();
        if (std::exchange(focusWhenLoaded_, false))
            focusList();
    });
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        detailsAsked_ = {};
        detailsClosed_ = {};
        updateDetails();
    });
    connect(filter_, &QAbstractItemModel::dataChanged, this, &QueuePage::updateDetails);
    connect(filter_, &QAbstractItemModel::rowsInserted, this, &QueuePage::updateEmptyState);
    connect(filter_, &QAbstractItemModel::rowsRemoved, this, &QueuePage::updateEmptyState);
    clockTick_.setInterval(std::chrono::seconds(10));
    connect(&clockTick_, &QTimer::timeout, view_->viewport(), qOverload<>(&QWidget::update));
    clockTick_.start();
    updateDetails();
}

int QueuePage::unfinished() const
{
    const QueueCounts counts = model_->counts();
    return counts.all - counts.of(QueueGroup::Done);
}

void QueuePage::focusList()
{
    focusWhenLoaded_ = model_->counts().all == 0; // what is not shown cannot have the keyboard
    view_->setFocus();
    if (!view_->currentIndex().isValid() && filter_->rowCount() > 0)
        view_->selectionModel()->setCurrentIndex(filter_->index(0, 0), QItemSelectionModel::ClearAndSelect);
}

QList<QAction*> QueuePage::queueActions() const
{
    return {commands_->retryFailed(), commands_->removeFinished()};
}

void QueuePage::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void QueuePage::showEverything()
{
    search_->clear();
    chips_->choose(0);
}

void QueuePage::updateCounts()
{
    const QueueCounts counts = model_->counts();
    chips_->setCount(0, counts.all);
    for (std::size_t i = 0; i < groups.size(); ++i)
        chips_->setCount(static_cast<int>(i) + 1, counts.of(groups[i]));
    const bool paused = feed_->isQueuePaused();
    pausedNote_->setVisible(paused);
    updateEmptyState();
    Q_EMIT unfinishedChanged(unfinished());
}

void QueuePage::updateEmptyState()
{
    const bool empty = model_->counts().all == 0;
    const bool nothingHere = filter_->rowCount() == 0;
    for (QWidget* part : std::initializer_list<QWidget*>{chips_, search_, retryFailed_, removeFinished_})
        part->setVisible(!empty);
    stack_->setCurrentWidget(empty ? static_cast<QWidget*>(empty_) : listSide_);
    view_->setVisible(!nothingHere);
    nothingHere_->setVisible(nothingHere);
}

void QueuePage::updateDetails()
{
    // Comes with every report of progress: many rows are not copied just to be counted.
    const bool one = view_->selectionModel()->selectedIndexes().size() == 1;
    const auto rows = one ? commands_->selectedRows() : std::vector<QueueRow>();
    const bool wanted =
        one && rows.front().job.id != detailsClosed_ &&
        (rows.front().job.id == detailsAsked_ || JobDetails::isWorthShowing(rows.front().job));
    if (wanted)
        details_->show(rows.front());
    else
        details_->hide();
    if (!wanted)
        details_->unfold(false);
}

void QueuePage::toggleDetails()
{
    const auto rows = commands_->selectedRows();
    if (rows.empty())
        return;
    const bool open = details_->isVisibleTo(this) && details_->isUnfolded();
    detailsAsked_ = open ? JobId() : rows.front().job.id;
    detailsClosed_ = {};
    updateDetails();
    details_->unfold(!open);
}

} // namespace ndas::ui
