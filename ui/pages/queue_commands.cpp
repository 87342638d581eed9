#include "ui/pages/queue_commands.h"

#include "ui/models/queue_model.h"
#include "ui/pages/queue_menus.h"
#include "ui/support/library_actions.h"
#include "ui/support/sentences.h"
#include "ui/support/state_look.h"
#include "ui/widgets/queue_view.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QMenu>

namespace ndas::ui {

namespace {

bool anyAllows(const std::vector<QueueRow>& rows, QueueAction action)
{
    return std::any_of(rows.begin(), rows.end(),
                       [action](const QueueRow& row) { return allows(row.job, action); });
}

/// Two actions for one key: where both make sense, the first has it.
void shareKeys(const QAction& first, QAction& second)
{
    const bool both = first.isEnabled() && second.isEnabled();
    second.setShortcuts(both ? QList<QKeySequence>() : first.shortcuts());
}

} // namespace

QueueCommands::QueueCommands(const Tools& tools, QueueView& view, QWidget* page)
    : QObject(page)
    , tools_(tools)
    , view_(view)
    , page_(page)
    , start_(std::make_unique<QMenu>(QueueMenus::tr("Start")))
    , presets_(std::make_unique<QMenu>(QueueMenus::tr("Change quality")))
{
    addForJobs();
    addSeparator();
    addForRecordings();
    addForQueue();
    connectView();
    refresh();
    refreshCounts();
}

QueueCommands::~QueueCommands() = default;

QAction* QueueCommands::add(const QString& text, const QIcon& icon, const QList<QKeySequence>& keys,
                            Keys where, std::function<void()> run)
{
    auto* action = new QAction(icon, text, this);
    action->setShortcuts(keys);
    action->setShortcutContext(where == Keys::InView ? Qt::WidgetShortcut : Qt::WindowShortcut);
    page_->addAction(action);
    if (where == Keys::InView)
        view_.addAction(action);
    connect(action, &QAction::triggered, this, std::move(run));
    return action;
}

void QueueCommands::addSeparator()
{
    auto* line = new QAction(this);
    line->setSeparator(true);
    page_->addAction(line);
}

/// Its key opens it beside the job it is about.
void QueueCommands::addMenu(QMenu& menu, const QKeySequence& key)
{
    menu.setAccessibleName(menu.title());
    menu.menuAction()->setShortcut(key);
    page_->addAction(menu.menuAction());
    connect(menu.menuAction(), &QAction::triggered, this, [this, &menu] {
        const QRect row = view_.visualRect(view_.currentIndex());
        menu.popup(view_.viewport()->mapToGlobal(row.center()));
    });
}

void QueueCommands::addForJobs()
{
    const std::map<QueueAction, QList<QKeySequence>> keys{
        {QueueAction::Pause, {Qt::Key_Space, Qt::Key_P}},
        {QueueAction::Resume, {Qt::Key_Space, Qt::Key_P}},
        {QueueAction::Retry, {Qt::CTRL | Qt::Key_R}},
        {QueueAction::MoveUp, {Qt::CTRL | Qt::Key_Up}},
        {QueueAction::MoveDown, {Qt::CTRL | Qt::Key_Down}},
        {QueueAction::Cancel, {QKeySequence::Delete}},
        {QueueAction::Remove, {QKeySequence::Delete}},
        {QueueAction::MoveToFront, {Qt::CTRL | Qt::SHIFT | Qt::Key_Up}},
        {QueueAction::MoveToEnd, {Qt::CTRL | Qt::SHIFT | Qt::Key_Down}}};
    for (const QueueAction action : {QueueAction::Pause, QueueAction::Resume, QueueAction::Retry,
                                     QueueAction::MoveToFront, QueueAction::MoveUp, QueueAction::MoveDown,
                                     QueueAction::MoveToEnd, QueueAction::Cancel, QueueAction::Remove}) {
        const bool plain = action == QueueAction::Pause || action == QueueAction::Resume;
        onJobs_[action] =
            add(textOf(action), icon(iconOf(action), IconInk::Dimmed), keys.at(action),
                plain ? Keys::InView : Keys::OnPage, [this, action] { performOn(action, selectedRows()); });
    }
    start_->setIcon(icon(Icon::Clock, IconInk::Dimmed));
    presets_->setIcon(icon(Icon::Edit, IconInk::Dimmed));
    addMenu(*start_, Qt::CTRL | Qt::Key_T);
    addMenu(*presets_, Qt::CTRL | Qt::Key_E);
    connect(start_.get(), &QMenu::aboutToShow, this,
            [this] { QueueMenus::fillStart(*start_, tools_.gateway, selectedRows(), page_); });
    connect(presets_.get(), &QMenu::aboutToShow, this,
            [this] { QueueMenus::fillPresets(*presets_, tools_.gateway, selectedRows()); });
}

void QueueCommands::addForRecordings()
{
    const auto addForChosen = [this](const QString& text, Icon which, const QList<QKeySequence>& keys,
                                     Keys where, std::function<void()> run) {
        onChosen_ << add(text, icon(which, IconInk::Dimmed), keys, where, std::move(run));
    };
    addForChosen(tr("Show in library"), Icon::Library, {Qt::Key_Return, Qt::Key_Enter}, Keys::InView, [this] {
        const auto rows = selectedRows();
        if (!rows.empty() && rows.front().job.video)
            Q_EMIT showVideoRequested(rows.front().job.video);
    });
    addForChosen(tr("Show original"), Icon::Film, {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter},
                 Keys::OnPage, [this] {
                     if (const auto rows = selectedRows(); !rows.empty())
                         showOriginal(rows.front().job.id);
                 });
    addForChosen(tr("Technical details"), Icon::Info, {Qt::CTRL | Qt::Key_I}, Keys::OnPage,
                 [this] { Q_EMIT detailsRequested(); });
    onChosen_ << add(tr("Copy technical details"), {}, {Qt::CTRL | Qt::SHIFT | Qt::Key_C}, Keys::OnPage,
                     [this] {
                         QStringList texts;
                         for (const QueueRow& row : selectedRows())
                             texts << technicalText(row.job);
                         QGuiApplication::clipboard()->setText(texts.join(QStringLiteral("\n\n")));
                     });
}

void QueueCommands::addForQueue()
{
    const auto idsThat = [this](bool (*fits)(const jobs::Job&)) {
        std::vector<JobId> ids;
        for (int row = 0; row < tools_.model.rowCount(); ++row)
            if (const jobs::Job& job = tools_.model.jobAt(row); fits(job))
                ids.push_back(job.id);
        return ids;
    };
    const auto isFailed = [](const jobs::Job& job) {
        return job.state == jobs::JobState::Failed && !isTwin(job); // which would end the same way
    };
    const auto isDone = [](const jobs::Job& job) { return groupOf(job) == QueueGroup::Done; };
    retryFailed_ = new QAction(icon(Icon::Retry, IconInk::Dimmed), tr("Retry failed"), this);
    retryFailed_->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_R);
    connect(retryFailed_, &QAction::triggered, this,
            [this, idsThat, isFailed] { perform(tools_.gateway, QueueAction::Retry, idsThat(isFailed)); });
    removeFinished_ = new QAction(icon(Icon::Trash, IconInk::Dimmed), tr("Remove finished"), this);
    removeFinished_->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Delete);
    connect(removeFinished_, &QAction::triggered, this,
            [this, idsThat, isDone] { tools_.history.removeJobs(idsThat(isDone)); });
}

void QueueCommands::connectView()
{
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &QueueCommands::refresh);
    connect(view_.selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueueCommands::refresh);
    connect(&tools_.model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (roles.isEmpty()) // more than progress
                    soon_.start();
            });
    connect(&tools_.model, &QueueModel::countsChanged, this, &QueueCommands::refreshCounts);
    connect(&view_, &QueueView::menuRequested, this, &QueueCommands::openMenu);
}

void QueueCommands::refresh()
{
    const QModelIndexList chosen = view_.selectionModel()->selectedIndexes();
    std::map<QueueAction, bool> allowed;
    bool canChangePreset = false;
    for (const QModelIndex& index : chosen) {
        const int row = tools_.model.rowOf(JobId{index.data(QueueModel::JobIdRole).toLongLong()});
        if (row < 0)
            continue;
        const jobs::Job& job = tools_.model.jobAt(row);
        for (const auto& entry : onJobs_)
            allowed[entry.first] = allowed[entry.first] || allows(job, entry.first);
        canChangePreset = canChangePreset || QueueMenus::canChangePreset(job);
    }
    for (const auto& entry : onJobs_)
        entry.second->setEnabled(allowed[entry.first]);
    for (QAction* action : onChosen_)
        action->setEnabled(!chosen.isEmpty());
    start_->setEnabled(allowed[QueueAction::MoveToEnd]); // it waits
    presets_->setEnabled(canChangePreset);
    shareKeys(*onJobs_[QueueAction::Pause], *onJobs_[QueueAction::Resume]);
    shareKeys(*onJobs_[QueueAction::Cancel], *onJobs_[QueueAction::Remove]);
}

void QueueCommands::refreshCounts()
{
    retryFailed_->setEnabled(tools_.model.counts().failed > 0);
    removeFinished_->setEnabled(tools_.model.counts().finished > 0);
}

std::vector<QueueRow> QueueCommands::selectedRows() const
{
    std::vector<QueueRow> rows;
    for (const QModelIndex& index : view_.selectionModel()->selectedIndexes())
        if (const int row = tools_.model.rowOf(JobId{index.data(QueueModel::JobIdRole).toLongLong()});
            row >= 0)
            rows.push_back(tools_.model.rowAt(row));
    return rows;
}

void QueueCommands::performOn(QueueAction action, const std::vector<QueueRow>& rows)
{
    if (!anyAllows(rows, action) || (action == QueueAction::Cancel && !confirmCancel(rows)))
        return;
    if (action == QueueAction::Remove)
        return tools_.history.removeJobs(idsOf(rows));
    perform(tools_.gateway, action, idsOf(rows));
}

/// Asks only where work would be lost.
bool QueueCommands::confirmCancel(const std::vector<QueueRow>& rows)
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
    return tools_.dialogs.ask(
        page_, {.title = many > 1 ? tr("Stop the work on %n recordings?", nullptr, many)
                                  : tr("Stop the work on %1?").arg(quoted(titleText(*first))),
                .text = import && many == 1
                            ? tr("What was copied so far is deleted. The recording stays where it is.")
                            : tr("What was made so far is deleted. The original recording stays."),
                .yes = tr("Stop and delete"),
                .no = tr("Keep going"),
                .destructive = true});
}

void QueueCommands::showOriginal(JobId job)
{
    if (const int row = tools_.model.rowOf(job); row >= 0)
        openOriginal(tools_.gateway, tools_.dialogs, tools_.model.jobAt(row).video);
}

void QueueCommands::openMenu(QPoint globalPosition)
{
    if (!view_.selectionModel()->hasSelection())
        return;
    QMenu menu(page_);
    menu.addActions(page_->actions());
    menu.exec(globalPosition);
}

} // namespace ndas::ui
