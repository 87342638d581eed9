#include "app/cli/queue_run.h"

#include "app/cli/texts.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>

namespace ndas::cli {

namespace {

constexpr auto lookEvery = std::chrono::milliseconds(200);
/// Time for the scheduler to find and rescue jobs whose owner has died.
constexpr auto rescueTime = std::chrono::seconds(3);

} // namespace

QueueRun::QueueRun(app::Workspace& workspace, jobs::JobFilter scope, Patience patience, ProgressView& view,
                   CancellationToken token, OnFinished onFinished)
    : workspace_(workspace)
    , scope_(std::move(scope))
    , patience_(patience)
    , view_(view)
    , token_(std::move(token))
    , onFinished_(std::move(onFinished))
{
    connect(&workspace_.events(), &jobs::JobEvents::progressed, this,
            [this](const std::vector<jobs::JobProgress>& progress) {
                for (const jobs::JobProgress& item : progress)
                    progress_[item.id] = item;
            });
    // small jobs may come and go between two looks at the table
    connect(&workspace_.events(), &jobs::JobEvents::jobsChanged, this,
            [this](const std::vector<jobs::Job>& jobs) {
                for (const jobs::Job& job : jobs) {
                    if (jobs::isTerminal(job.state))
                        rememberFinished(job);
                }
            });
}

Result<QueueOutcome> QueueRun::exec()
{
    NDAS_CHECK(workspace_.jobs().unblockAtOnce(scope_)); // before the first look may find nothing to wait for
    NDAS_TRY(const std::vector<jobs::Job> atStart, unfinishedJobs());
    for (const jobs::Job& job : atStart)
        active_.insert(job.id);
    QEventLoop loop;
    loop_ = &loop;
    startedAt_ = workspace_.clock().monotonic();
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, &QueueRun::look);
    timer.start(lookEvery);
    workspace_.scheduler().start();
    loop.exec();
    loop_ = nullptr;
    workspace_.scheduler().stop();
    view_.show({});
    if (token_.isCancelled())
        return fail(ErrorCode::Cancelled);
    if (error_)
        return fail(*error_);
    return std::move(outcome_);
}

void QueueRun::look()
{
    if (token_.isCancelled()) {
        loop_->quit();
        return;
    }
    if (const auto looked = lookAtQueue(); !looked) {
        error_ = looked.error();
        loop_->quit();
    }
}

Result<std::vector<jobs::Job>> QueueRun::unfinishedJobs() const
{
    jobs::JobFilter filter = scope_;
    filter.states = {jobs::JobState::Queued, jobs::JobState::Running, jobs::JobState::Paused,
                     jobs::JobState::Blocked};
    return workspace_.jobs().list(filter);
}

Result<void> QueueRun::lookAtQueue()
{
    constexpr int looksToBeSure = 2; // what ended between two looks is announced in between
    NDAS_TRY(const std::vector<jobs::Job> jobs, unfinishedJobs());
    NDAS_TRY(outcome_.queuePaused, workspace_.jobs().isQueuePaused());
    NDAS_CHECK(collectFinished(jobs));
    showProgress(jobs);
    if (isHindered()) {
        leave(jobs);
        return {};
    }
    const bool wait =
        workspace_.scheduler().running() > 0 ||
        std::any_of(jobs.begin(), jobs.end(), [this](const auto& job) { return isWorthWaiting(job); });
    idleLooks_ = wait ? 0 : idleLooks_ + 1;
    if (idleLooks_ >= looksToBeSure)
        leave(jobs);
    return {};
}

/// Whether to give up: who waits for everything is only told, once each time it begins.
bool QueueRun::isHindered()
{
    if (workspace_.scheduler().running() > 0)
        return false;
    outcome_.hindrance = workspace_.scheduler().hindrance();
    const bool isNews = outcome_.hindrance && !saidHindrance_;
    saidHindrance_ = outcome_.hindrance.has_value();
    if (isNews)
        view_.say(hindranceText(*outcome_.hindrance, patience_ == Patience::Everything));
    const bool isForGood = outcome_.hindrance && outcome_.hindrance->code == ErrorCode::DatabaseCorrupt;
    return isForGood || (outcome_.hindrance && patience_ != Patience::Everything);
}

void QueueRun::leave(std::vector<jobs::Job> left)
{
    outcome_.left = std::move(left);
    loop_->quit();
}

Result<void> QueueRun::collectFinished(const std::vector<jobs::Job>& unfinished)
{
    std::set<JobId> gone = std::exchange(active_, {});
    for (const jobs::Job& job : unfinished) {
        active_.insert(job.id);
        gone.erase(job.id);
    }
    for (const JobId id : gone) {
        NDAS_TRY(const jobs::Job job, workspace_.jobs().find(id));
        rememberFinished(job);
    }
    return {};
}

void QueueRun::rememberFinished(const jobs::Job& job)
{
    if (!ended_.insert(job.id).second)
        return;
    outcome_.finished.push_back(job);
    progress_.erase(job.id);
    onFinished_(job);
}

bool QueueRun::isWorthWaiting(const jobs::Job& job) const
{
    const bool everything = patience_ == Patience::Everything;
    switch (job.state) {
    case jobs::JobState::Queued:
        return everything || (job.runAt <= workspace_.clock().now() && !outcome_.queuePaused);
    case jobs::JobState::Running:
        return patience_ != Patience::OwnWork || workspace_.clock().monotonic() - startedAt_ < rescueTime;
    case jobs::JobState::Blocked:
        return everything;
    default:
        return false;
    }
}

void QueueRun::showProgress(const std::vector<jobs::Job>& active)
{
    std::vector<Progress> running;
    for (const jobs::Job& job : active) {
        if (job.state != jobs::JobState::Running)
            continue;
        Progress item;
        item.id = job.id.value;
        item.label = labelOf(job);
        const auto live = progress_.find(job.id);
        const bool isOurs = live != progress_.end();
        item.stage = isOurs ? live->second.stage : job.stage;
        item.fraction = isOurs ? live->second.progress : job.progress;
        item.speed = isOurs ? live->second.speed : job.speed;
        item.secondsLeft = isOurs ? live->second.secondsLeft : -1;
        running.push_back(item);
    }
    view_.show(running);
}

QString QueueRun::labelOf(const jobs::Job& job)
{
    const auto [title, isNew] = titles_.try_emplace(job.video);
    if (isNew) {
        const auto video = workspace_.library().find(job.video);
        title->second = video ? video->title : QString();
    }
    return QStringLiteral("%1, %2").arg(title->second, jobText(job));
}

} // namespace ndas::cli
