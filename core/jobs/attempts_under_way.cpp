#include "core/jobs/attempts_under_way.h"

#include "core/base/guarded.h"
#include "core/base/log.h"

#include <algorithm>

namespace ndas::jobs {

namespace {

/// Handlers throw nothing, but what they call might: how those ended that did not say so themselves.
Result<void> runGuarded(JobHandler& handler, const Group& group, const JobHandler::EndHandler& onEnd)
{
    std::vector<JobContext*> contexts;
    for (const AttemptPtr& attempt : group)
        contexts.push_back(attempt.get());
    return guarded([&]() -> Result<void> {
        handler.runTogether(contexts, onEnd);
        return fail(ErrorCode::Internal, QStringLiteral("ended without a result"));
    });
}

} // namespace

AttemptsUnderWay::AttemptsUnderWay(const std::map<JobKind, JobHandler*>& handlers, Endings& endings,
                                   Listener listener)
    : handlers_(handlers)
    , endings_(endings)
    , listener_(std::move(listener))
{
    pool_.setExpiryTimeout(-1); // workers die with the thread that started them
}

void AttemptsUnderWay::setMost(int groups)
{
    {
        const std::lock_guard lock(mutex_);
        most_ = std::max(1, groups);
    }
    pool_.setMaxThreadCount(std::max(1, groups));
}

bool AttemptsUnderWay::hasRoomBeside(std::size_t groups) const
{
    const std::lock_guard lock(mutex_);
    return groups_ + static_cast<int>(groups) < most_;
}

bool AttemptsUnderWay::isEmpty() const
{
    const std::lock_guard lock(mutex_);
    return groups_ == 0;
}

void AttemptsUnderWay::begin(const Group& group)
{
    {
        const std::lock_guard lock(mutex_);
        ++groups_;
        for (const AttemptPtr& attempt : group)
            attempts_.emplace(attempt->job().id, attempt);
    }
    pool_.start([this, group] {
        const Result<void> ran = guarded([&]() -> Result<void> {
            run(group);
            return {};
        });
        if (!ran)
            qCCritical(logJobs).noquote() << "landing jobs failed:" << logText(ran.error());
        {
            const std::lock_guard lock(mutex_);
            --groups_;
        }
        listener_.onFree();
    });
}

void AttemptsUnderWay::run(const Group& group)
{
    std::vector<bool> hasEnded(group.size(), false);
    const auto onEnd = [&](std::size_t index, Result<void> outcome) {
        hasEnded[index] = true;
        land({group[index], std::move(outcome)});
    };
    const auto handler = handlers_.find(group.front()->job().kind);
    const Result<void> left =
        handler == handlers_.end()
            ? Result<void>(fail(ErrorCode::BadOption, QStringLiteral("no handler for this kind of job")))
            : runGuarded(*handler->second, group, onEnd);
    // However the handler is left, its jobs land in a state.
    for (std::size_t index = 0; index < group.size(); ++index)
        if (!hasEnded[index])
            onEnd(index, left);
}

void AttemptsUnderWay::land(const Ended& ended)
{
    if (!ended.outcome)
        listener_.onError(ended.outcome.error()); // damage stops this attempt too: it is not the job's fault
    const Result<void> settled = endings_.settle(ended); // tried again at every look
    if (!settled)
        listener_.onError(settled.error());
    {
        const std::lock_guard lock(mutex_);
        attempts_.erase(ended.attempt->job().id);
    }
    listener_.onFree();
}

void AttemptsUnderWay::stopAll(StopReason reason)
{
    for (const AttemptPtr& attempt : attempts())
        attempt->stop(reason);
}

void AttemptsUnderWay::waitForAll()
{
    pool_.waitForDone();
}

std::vector<AttemptPtr> AttemptsUnderWay::attempts() const
{
    const std::lock_guard lock(mutex_);
    std::vector<AttemptPtr> all;
    for (const auto& [id, attempt] : attempts_)
        all.push_back(attempt);
    return all;
}

int AttemptsUnderWay::count() const
{
    const std::lock_guard lock(mutex_);
    return static_cast<int>(attempts_.size());
}

} // namespace ndas::jobs
