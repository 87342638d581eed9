#include "core/jobs/attempt.h"

#include "core/base/log.h"
#include "core/media/worker_protocol.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ndas::jobs {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds betweenPosts(100);
constexpr milliseconds betweenWrites(5'000); ///< each is an fsync

bool isTime(std::optional<milliseconds>& last, milliseconds now, milliseconds interval)
{
    if (last && now - *last < interval)
        return false;
    last = now;
    return true;
}

} // namespace

Attempt::Attempt(Job job, JobStore& store, JobEvents& events, const Clock& clock)
    : job_(std::move(job))
    , store_(store)
    , events_(events)
    , clock_(clock)
    , token_(source_.token())
    , urgentToken_(urgentSource_.token())
{
}

/// What it had been blocked by is over: whoever waits for the same need not wait any longer.
void Attempt::noteGoing()
{
    if (std::exchange(isGoing_, true) || !job_.hasError ||
        retryClass(job_.errorCode) != RetryClass::Environment)
        return;
    const Result<int> released = store_.unblockOthers(claim());
    if (!released)
        qCWarning(logJobs).noquote() << "unblocking others failed:" << logText(released.error());
    else if (*released > 0)
        events_.postQueueChanged();
}

/// Every stage has a pace of its own. Reading again what is done already tells nothing about the rest.
qint64 Attempt::forecast(double done, const QString& stage, milliseconds now)
{
    if (std::exchange(stage_, stage) != stage)
        meter_ = ProgressMeter();
    return stage == QLatin1String(media::name(media::Stage::Reading)) ? -1 : meter_.update(done, now);
}

void Attempt::progress(double fraction, const QString& stage, double speed)
{
    noteGoing();
    const double done = std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0;
    const milliseconds now = clock_.monotonic();
    const qint64 secondsLeft = forecast(done, stage, now);
    if (isTime(posted_, now, betweenPosts)) {
        events_.postProgress(
            {.id = job_.id, .progress = done, .stage = stage, .speed = speed, .secondsLeft = secondsLeft});
    }
    if (!isTime(saved_, now, betweenWrites))
        return;
    const Result<void> written = store_.saveProgress(claim(), done, stage, speed);
    if (!written && written.error().code == ErrorCode::LostLease)
        stop(StopReason::LostLease);
}

Result<void> Attempt::checkpoint(const Checkpoint& checkpoint)
{
    noteGoing();
    const Result<bool> saved = store_.saveCheckpoint(claim(), checkpoint);
    if (saved) {
        gotFurther_ = gotFurther_ || *saved;
        return {};
    }
    if (saved.error().code != ErrorCode::LostLease) {
        // The journal speaks for itself; the table only counts attempts by it.
        qCWarning(logJobs).noquote() << "a checkpoint was not written:" << logText(saved.error());
        return {};
    }
    stop(StopReason::LostLease);
    return fail(saved.error());
}

void Attempt::stop(StopReason reason)
{
    StopReason none = StopReason::None;
    reason_.compare_exchange_strong(none, reason);
    source_.cancel();
    if (reason == StopReason::Cancel || reason == StopReason::LostLease)
        urgentSource_.cancel();
}

Job Attempt::jobToJudge() const
{
    Job job = job_;
    if (gotFurther_) {
        job.attempt = 1;
        job.crashes = 0;
    }
    return job;
}

} // namespace ndas::jobs
