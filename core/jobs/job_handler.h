// The work behind a kind of job; implemented above (library), run by the scheduler on a pool thread.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/jobs/job_store.h"

#include <functional>

namespace ndas::jobs {

/// What a handler may do to its running job. Progress is lossy and cheap; call it as often as you like.
class JobContext {
public:
    virtual ~JobContext() = default;
    virtual const Job& job() const = 0;
    virtual Claim claim() const = 0;
    /// Cancelled for: user's cancel, pause, quit, lost lease. Return Cancelled; the scheduler knows which it
    /// was.
    virtual const CancellationToken& token() const = 0;
    /// Cancelled for: user's cancel, lost lease. Work that can be gone on with heeds this one, and takes
    /// token() for the wish to end at the next checkpoint.
    virtual const CancellationToken& urgentToken() const = 0;
    /// The journal is durable up to here. LostLease: somebody else has the job, end at once.
    virtual Result<void> checkpoint(const Checkpoint& checkpoint) = 0;
    /// fraction 0..1 of the whole job
    virtual void progress(double fraction, const QString& stage, double speed = 0) = 0;
};

class JobHandler {
public:
    /// How the job of that number in the list ended; once for each.
    using EndHandler = std::function<void(std::size_t index, Result<void> outcome)>;

    virtual ~JobHandler() = default;
    /// Success means: everything this job promised is durable, and the handler itself has already called
    /// JobStore::succeed() in the same transaction as its results.
    virtual Result<void> run(JobContext& context) = 0;

    /// Which of `waiting`, jobs of the same kind and recording, are best done together with `first`.
    virtual std::vector<JobId> companionsOf(const Job&, const std::vector<Job>&) { return {}; }

    /// `contexts` is a job and its companions. A job that ended may be claimed again while others go on.
    virtual void runTogether(const std::vector<JobContext*>& contexts, const EndHandler& onEnd)
    {
        for (std::size_t index = 0; index < contexts.size(); ++index)
            onEnd(index, run(*contexts[index]));
    }
};

} // namespace ndas::jobs
