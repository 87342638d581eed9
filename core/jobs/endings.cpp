#include "core/jobs/endings.h"

#include "core/base/log.h"

namespace ndas::jobs {

namespace {

/// The job is somebody else's by now, or gone: nothing is left to write.
bool isNoLongerOurs(const Error& error)
{
    return error.code == ErrorCode::LostLease || error.code == ErrorCode::NoSuchItem;
}

} // namespace

Endings::Endings(JobStore& store, const Clock& clock, JobEvents& events, const RetryPolicy& policy)
    : store_(store)
    , clock_(clock)
    , events_(events)
    , policy_(policy)
{
}

void Endings::setMaxAttempts(int attempts)
{
    const std::lock_guard lock(mutex_);
    policy_.maxAttempts = std::max(1, attempts);
}

Result<void> Endings::settle(const Ended& ended)
{
    Result<void> written = write(ended);
    if (!written && isNoLongerOurs(written.error()))
        written = {};
    if (!written) {
        qCWarning(logJobs).noquote() << "writing the end of an attempt failed:" << logText(written.error());
        const std::lock_guard lock(mutex_);
        leftovers_.push_back(ended);
    }
    announce(*ended.attempt);
    return written;
}

Result<void> Endings::write(const Ended& ended)
{
    const Attempt& attempt = *ended.attempt;
    if (ended.outcome)
        return confirmSuccess(attempt);
    const Error& error = ended.outcome.error();
    qCInfo(logJobs).noquote() << "job" << attempt.job().id.value << "ended:" << logText(error);
    // Whatever an attempt says after it was asked to stop, it is not held against the job. One that was taken
    // away is not touched: every write names the fence.
    if (attempt.stopReason() != StopReason::None)
        return store_.release(attempt.claim());
    // Not true when the row still runs under this fence; left alone, it would run for ever.
    if (error.code == ErrorCode::LostLease)
        return store_.failForGood(
            attempt.claim(), fail(ErrorCode::Internal, QStringLiteral("not lost: ") + error.detail).value());
    return writeFailure(attempt, error);
}

Result<void> Endings::writeFailure(const Attempt& attempt, const Error& error)
{
    Decision decision;
    {
        const std::lock_guard lock(mutex_);
        decision = decide(attempt.jobToJudge(), error, policy_, random_);
    }
    const Claim claim = attempt.claim();
    const EpochMs then = clock_.now() + decision.delay.count();
    switch (decision.verdict) {
    case Verdict::RetryLater:
        return store_.retryLater(claim, error, then, decision.countsAsCrash);
    case Verdict::Block:
        return store_.block(claim, error, then);
    case Verdict::Cancel:
        return store_.finishCancel(claim);
    case Verdict::Pause:
        return store_.finishPause(claim);
    case Verdict::Fail:
        break;
    }
    return store_.failForGood(claim, error);
}

/// The handler has written its success together with its results; a job that still runs promises what nobody
/// made sure of.
Result<void> Endings::confirmSuccess(const Attempt& attempt)
{
    NDAS_TRY(const Job job, store_.find(attempt.job().id));
    if (job.state != JobState::Running || job.fence != attempt.job().fence)
        return {};
    return store_.failForGood(attempt.claim(),
                              fail(ErrorCode::Internal, QStringLiteral("done without a result")).value());
}

void Endings::announce(const Attempt& attempt)
{
    const Result<Job> job = store_.find(attempt.job().id);
    if (job)
        events_.postState(*job);
    if (!job || job->state == JobState::Succeeded) // may have queued other jobs
        events_.postQueueChanged();
}

Result<void> Endings::writeLeftovers()
{
    std::vector<Ended> again;
    {
        const std::lock_guard lock(mutex_);
        again.swap(leftovers_);
    }
    Result<void> all;
    for (const Ended& ended : again)
        if (const Result<void> settled = settle(ended); !settled)
            all = settled;
    return all;
}

} // namespace ndas::jobs
