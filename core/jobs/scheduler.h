// Claims jobs and runs them on its own QThreadPool; heartbeats, retries, rescues jobs of dead instances,
// wakes blocked ones, one for each thing they wait for. One thread of its own decides; start() and stop() may
// be called from any thread.
#pragma once

#include "core/jobs/job_events.h"
#include "core/jobs/job_handler.h"
#include "core/jobs/retry_policy.h"

#include <functional>
#include <map>

namespace ndas::jobs {

/// The instances that have a lock file in a folder.
struct OtherInstances {
    int alive = 0;
    QStringList dead; ///< did not end as they should
};

/// This process as an owner of jobs: holds instances/<uuid>.lock for its lifetime.
class Instance {
public:
    static Result<std::unique_ptr<Instance>> create(const QString& instancesDir);
    /// Call before create(); the one made would count too.
    static Result<OtherInstances> lookAround(const QString& instancesDir);
    /// Removes the lock files of these dead instances; whoever rescues their jobs does not need them.
    static void forget(const QString& instancesDir, const QStringList& dead);
    ~Instance();

    const QString& uuid() const { return uuid_; }

    /// Owners among `owners` whose lock can be taken: they are dead. Their lock files are removed by the next
    /// call.
    Result<QStringList> deadAmong(const QStringList& owners) const;

private:
    struct Impl;
    Instance(QString uuid, QString folder, std::unique_ptr<Impl> impl);
    QString uuid_;
    QString folder_;
    std::unique_ptr<Impl> impl_;
};

/// Hears whether attempts are under way, at every look at the queue and at the end; one thread at a time.
using ActivityListener = std::function<void(bool working)>;

struct SchedulerOptions {
    int maxJobs = 2; ///< at a time, of all programs on this queue together; but each may run one
    RetryPolicy retry;
    JobFilter only; ///< CLI: just these jobs
    ActivityListener onActivity = {};
    /// The database turned out to be damaged: makes the next start look into it. Once, on a thread of the
    /// scheduler's.
    std::function<Result<void>()> onDamage = {};
    std::chrono::milliseconds heartbeatEvery = std::chrono::seconds(15);
    std::chrono::milliseconds lookEvery =
        std::chrono::seconds(1); ///< for intents and jobs of other instances
    std::chrono::milliseconds hinderedAfter = std::chrono::seconds(3); ///< see hindrance()
};

class Scheduler {
public:
    using Handlers = std::map<JobKind, JobHandler*>; ///< not owned; outlive the scheduler

    Scheduler(JobStore& store, const Clock& clock, const Instance& instance, JobEvents& events,
              Handlers handlers, SchedulerOptions options);
    ~Scheduler(); ///< stop()

    void start();
    void wake(); ///< something was enqueued, resumed, cancelled: look now
    void setMaxJobs(int jobs);
    void setMaxAttempts(int attempts); ///< of a job, the first one counted
    /// Cancels the running attempts, releases their jobs (attempt refunded) and waits for them. Idempotent.
    void stop();
    int running() const;
    /// Why nothing new could be started or written down for a while, e.g. DiskFull for the table itself; it
    /// is tried again all the same. None while it is merely in use. DatabaseCorrupt stands for good: all
    /// attempts were stopped and nothing is started any more.
    std::optional<Error> hindrance() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::jobs
