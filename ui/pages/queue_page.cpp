#include "ui/pages/queue_page.h"

#include "ui/pages/queue_menus.h"
#include "ui/support/library_actions.h"
#include "ui/support/sentences.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_chips.h"
#include "ui/widgets/job_details.h"
#include "ui/widgets/queue_view.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QStyle>

namespace ndas::ui {

namespace {

constexpr std::array groups{QueueGroup::Working, QueueGroup::Waiting, QueueGroup::NeedsAttention,
                            QueueGroup::Done};

bool anyAllows(const std::vector<QueueRow>& rows, QueueAction action)
{
    return std::any_of(rows.begin(), rows.end(),
                       [action](const QueueRow& row) { return allows(row.job, action); });
}

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
    filter_->setSourceModel(model_);
    build();
    buildActions();
    connectModel();
    updateCounts();
}

void QueuePage::build()
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::wide, 0, 0);
    layout->setSpacing(space::wide);
    layout->addLayout(buildHeader());
    layout->addLayout(buildFilters());

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
    retryFailed_ = new QPushButton(icon(Icon::Retry), tr("Retry failed"), this);
    retryFailed_->setObjectName(QStringLiteral("retryFailedButton"));
    connect(retryFailed_, &QPushButton::clicked, this, &QueuePage::retryAllFailed);
    removeFinished_ = new QPushButton(tr("Remove finished"), this);
    removeFinished_->setObjectName(QStringLiteral("removeFinishedButton"));
    removeFinished_->setToolTip(tr("Takes finished jobs off this list. Recordings and renditions stay."));
    connect(removeFinished_, &QPushButton::clicked, this, &QueuePage::removeFinished);
    auto* add = new QPushButton(icon(Icon::Add, IconInk::OnAccent), tr("Add recordings"), this);
    add->setObjectName(QStringLiteral("addButton"));
    add->setToolTip(tr("Add recordings (Ctrl+O)"));
    setKind(add, "primary");
    connect(add, &QPushButton::clicked, this, &QueuePage::addRequested);

    auto* layout = new QHBoxLayout;
    layout->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->setSpacing(space::wide);
    layout->addWidget(heading);
    layout->addStretch();
    for (QPushButton* button : {retryFailed_, removeFinished_, add})
        layout->addWidget(button);
    return layout;
}

QLayout* QueuePage::buildFilters()
{
    chips_ =
        new FilterChips({tr("All"), tr("Working"), tr("Waiting"), tr("Needs attention"), tr("Done")}, this);
    connect(chips_, &FilterChips::chosenChanged, this, [this](int chip) {
        filter_->show(chip == 0 ? std::nullopt : std::optional(groups[static_cast<std::size_t>(chip) - 1]));
        updateEmptyState();
        updateDetails();
    });
    pausedNote_ = new QLabel(tr("The queue is paused. Nothing new starts."), this);
    pausedNote_->setObjectName(QStringLiteral("pausedNote"));
    setKind(pausedNote_, "dimmed");
    auto* layout = new QHBoxLayout;
    layout->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->addWidget(chips_, 1);
    layout->addWidget(pausedNote_);
    return layout;
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
    nothingHere_ = new QLabel(tr("No job is like this now."), listSide_);
    nothingHere_->setAlignment(Qt::AlignCenter);
    setKind(nothingHere_, "dimmed");
    auto* line2 = new QFrame(listSide_);
    setKind(line2, "line");
    line2->setFixedHeight(1);
    details_ = new JobDetails(listSide_);
    auto* layout = new QVBoxLayout(listSide_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(line);
    layout->addWidget(view_, 1);
    layout->addWidget(nothingHere_, 1);
    layout->addWidget(line2);
    layout->addWidget(details_);
    return listSide_;
}

QAction* QueuePage::addKeyAction(const QString& name, const QList<QKeySequence>& keys,
                                 void (QueuePage::*slot)())
{
    auto* action = new QAction(name, view_);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    view_->addAction(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void QueuePage::buildActions()
{
    addKeyAction(tr("Pause or resume"), {Qt::Key_Space, Qt::Key_P}, &QueuePage::togglePause);
    addKeyAction(tr("Cancel or remove"), {QKeySequence::Delete}, &QueuePage::cancelOrRemove);
    addKeyAction(tr("Try again"), {QKeySequence(Qt::CTRL | Qt::Key_R)}, &QueuePage::retrySelected);
    addKeyAction(tr("Show in library"), {Qt::Key_Return, Qt::Key_Enter}, &QueuePage::showSelectedVideo);
    addKeyAction(tr("Technical details"), {QKeySequence(Qt::CTRL | Qt::Key_I)}, &QueuePage::toggleDetails);
    addKeyAction(tr("Move up"), {QKeySequence(Qt::CTRL | Qt::Key_Up)}, &QueuePage::moveUp);
    addKeyAction(tr("Move down"), {QKeySequence(Qt::CTRL | Qt::Key_Down)}, &QueuePage::moveDown);
    connect(view_, &QueueView::rowsDropped, this, [this](const QModelIndex& before) {
        const JobId goal{before.data(QueueModel::JobIdRole).toLongLong()};
        moveBefore(gateway_, idsOf(selectedRows()), goal);
    });
    connect(view_, &QueueView::mainButtonClicked, this, [this](const QModelIndex& index) {
        const QueueRow row = model_->rowAt(filter_->mapToSource(index).row());
        if (const auto action = mainAction(row.job))
            performOn(*action, {row});
    });
    connect(view_, &QueueView::menuRequested, this, &QueuePage::openMenu);
    connect(view_, &QueueView::doubleClicked, this, &QueuePage::showSelectedVideo);
    connect(details_, &JobDetails::retryRequested, this,
            [this](JobId job) { perform(gateway_, QueueAction::Retry, {job}); });
    connect(details_, &JobDetails::originalRequested, this, &QueuePage::showOriginal);
    connect(details_, &JobDetails::copyRequested, this, [this](JobId job) { importAsCopy(gateway_, job); });
    connect(details_, &JobDetails::videoRequested, this, &QueuePage::showVideoRequested);
    connect(details_, &JobDetails::closed, this, [this] {
        const auto rows = selectedRows();
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
    connect(feed_, &QueueFeed::loaded, this, &QueuePage::updateEmptyState);
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
    view_->setFocus();
    if (!view_->currentIndex().isValid() && filter_->rowCount() > 0)
        view_->selectionModel()->setCurrentIndex(filter_->index(0, 0), QItemSelectionModel::ClearAndSelect);
}

std::vector<QueueRow> QueuePage::selectedRows() const
{
    std::vector<QueueRow> rows;
    for (const QModelIndex& index : view_->selectionModel()->selectedIndexes())
        rows.push_back(model_->rowAt(filter_->mapToSource(index).row()));
    return rows;
}

void QueuePage::performOnSelection(QueueAction action)
{
    performOn(action, selectedRows());
}

void QueuePage::performOn(QueueAction action, const std::vector<QueueRow>& rows)
{
    if (!anyAllows(rows, action) || (action == QueueAction::Cancel && !confirmCancel(rows)))
        return;
    if (action == QueueAction::Remove)
        return history_.removeJobs(idsOf(rows));
    perform(gateway_, action, idsOf(rows));
}

/// Asks only where work would be lost.
bool QueuePage::confirmCancel(const std::vector<QueueRow>& rows)
{
    const auto losesWork = [](const QueueRow& row) {
        return allows(row.job, QueueAction::Cancel) &&
               (row.job.state == jobs::JobState::Running || row.job.progress > 0);
    };
    const auto first = std::find_if(rows.begin(), rows.end(), losesWork);
    if (first == rows.end())
        return true;
    const bool import = first->job.kind == jobs::JobKind::Ingest;
    const auto many = static_cast<int>(std::count_if(rows.begin(), rows.end(), losesWork));
    return dialogs_.ask(
        this, {.title = many > 1 ? tr("Stop the work on %n recordings?", nullptr, many)
                                 : tr("Stop the work on %1?").arg(quoted(titleText(*first))),
               .text = import && many == 1
                           ? tr("What was copied so far is deleted. The recording stays where it is.")
                           : tr("What was made so far is deleted. The original recording stays."),
               .yes = tr("Stop and delete"),
               .no = tr("Keep going"),
               .destructive = true});
}

void QueuePage::togglePause()
{
    const bool pause = anyAllows(selectedRows(), QueueAction::Pause);
    performOnSelection(pause ? QueueAction::Pause : QueueAction::Resume);
}

void QueuePage::cancelOrRemove()
{
    const bool cancel = anyAllows(selectedRows(), QueueAction::Cancel);
    performOnSelection(cancel ? QueueAction::Cancel : QueueAction::Remove);
}

void QueuePage::retrySelected()
{
    performOnSelection(QueueAction::Retry);
}

void QueuePage::showSelectedVideo()
{
    const auto rows = selectedRows();
    if (!rows.empty() && rows.front().job.video)
        Q_EMIT showVideoRequested(rows.front().job.video);
}

void QueuePage::showOriginal(JobId job)
{
    if (const int row = model_->rowOf(job); row >= 0)
        openOriginal(gateway_, dialogs_, model_->rowAt(row).job.video);
}

void QueuePage::openMenu(QPoint globalPosition)
{
    const std::vector<QueueRow> rows = selectedRows();
    if (rows.empty())
        return;
    QMenu menu(this);
    const std::map<QueueAction, QKeySequence> keys{{QueueAction::Pause, Qt::Key_Space},
                                                   {QueueAction::Resume, Qt::Key_Space},
                                                   {QueueAction::Retry, Qt::CTRL | Qt::Key_R},
                                                   {QueueAction::MoveUp, Qt::CTRL | Qt::Key_Up},
                                                   {QueueAction::MoveDown, Qt::CTRL | Qt::Key_Down},
                                                   {QueueAction::Cancel, QKeySequence::Delete}};
    for (const QueueAction action : {QueueAction::Pause, QueueAction::Resume, QueueAction::Retry,
                                     QueueAction::MoveToFront, QueueAction::MoveUp, QueueAction::MoveDown,
                                     QueueAction::MoveToEnd, QueueAction::Cancel, QueueAction::Remove}) {
        QAction* item = menu.addAction(icon(iconOf(action), IconInk::Dimmed), textOf(action), this,
                                       [this, action] { performOnSelection(action); });
        item->setEnabled(anyAllows(rows, action));
        if (const auto key = keys.find(action); key != keys.end())
            item->setShortcut(key->second);
    }
    QueueMenus::addStart(menu, gateway_, rows, this);
    QueueMenus::addPresets(menu, gateway_, rows);
    menu.addSeparator();
    menu.addAction(icon(Icon::Library, IconInk::Dimmed), tr("Show in library"), this,
                   &QueuePage::showSelectedVideo);
    menu.addAction(icon(Icon::Film, IconInk::Dimmed), tr("Show original"), this,
                   [this, job = rows.front().job.id] { showOriginal(job); });
    menu.addSeparator();
    menu.addAction(tr("Technical details"), this, &QueuePage::toggleDetails);
    menu.addAction(tr("Copy technical details"), this, [rows] {
        QStringList texts;
        for (const QueueRow& row : rows)
            texts << technicalText(row.job);
        QGuiApplication::clipboard()->setText(texts.join(QStringLiteral("\n\n")));
    });
    menu.exec(globalPosition);
}

void QueuePage::retryAllFailed()
{
    std::vector<JobId> failed;
    for (int row = 0; row < model_->rowCount(); ++row)
        if (const jobs::Job job = model_->rowAt(row).job; job.state == jobs::JobState::Failed)
            failed.push_back(job.id);
    perform(gateway_, QueueAction::Retry, failed);
}

void QueuePage::removeFinished()
{
    std::vector<JobId> finished;
    for (int row = 0; row < model_->rowCount(); ++row)
        if (const jobs::Job job = model_->rowAt(row).job; groupOf(job.state) == QueueGroup::Done)
            finished.push_back(job.id);
    history_.removeJobs(finished);
}

void QueuePage::moveUp()
{
    performOnSelection(QueueAction::MoveUp);
}

void QueuePage::moveDown()
{
    performOnSelection(QueueAction::MoveDown);
}

void QueuePage::updateCounts()
{
    const QueueCounts counts = model_->counts();
    chips_->setCount(0, counts.all);
    for (std::size_t i = 0; i < groups.size(); ++i)
        chips_->setCount(static_cast<int>(i) + 1, counts.of(groups[i]));
    const bool paused = feed_->isQueuePaused();
    pausedNote_->setVisible(paused);
    retryFailed_->setEnabled(counts.failed > 0);
    removeFinished_->setEnabled(counts.finished > 0);
    updateEmptyState();
    Q_EMIT unfinishedChanged(unfinished());
}

void QueuePage::updateEmptyState()
{
    const bool empty = model_->counts().all == 0;
    const bool nothingHere = filter_->rowCount() == 0;
    chips_->setVisible(!empty);
    for (QPushButton* button : {retryFailed_, removeFinished_})
        button->setVisible(!empty);
    stack_->setCurrentWidget(empty ? static_cast<QWidget*>(empty_) : listSide_);
    view_->setVisible(!nothingHere);
    nothingHere_->setVisible(nothingHere);
}

void QueuePage::updateDetails()
{
    // Comes with every report of progress: many rows are not copied just to be counted.
    const bool one = view_->selectionModel()->selectedIndexes().size() == 1;
    const auto rows = one ? selectedRows() : std::vector<QueueRow>();
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
    const auto rows = selectedRows();
    if (rows.empty())
        return;
    const bool open = details_->isVisibleTo(this) && details_->isUnfolded();
    detailsAsked_ = open ? JobId() : rows.front().job.id;
    detailsClosed_ = {};
    updateDetails();
    details_->unfold(!open);
}

} // namespace ndas::ui
