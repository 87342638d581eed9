// The queue is a table. All writes are one transaction each; a write of an attempt names its fence and fails
// with LostLease when the job is no longer its own. Blocking (SQL); any thread.
#pragma once

#include "core/db/database_pool.h"
#include "core/jobs/job.h"

namespace ndas::jobs {

/// Proof of a claimed attempt: what every later write of that attempt must show.
struct Claim {
    JobId job;
    std::int64_t fence = 0;
};

/// How far the journal of an unfinished job reaches.
struct Checkpoint {
    std::int64_t fence = 0;          ///< of the attempt that wrote it; JobStore fills it in
    std::chrono::microseconds at{0}; ///< what is shown before is done
    std::int64_t journalBytes = 0;
    std::int64_t bufferBits = 0; ///< see media::CheckpointEvent
};

struct JobFilter {
    std::vector<JobId> ids; ///< empty = all
    std::vector<JobState> states;
    std::optional<JobKind> kind;
    std::optional<VideoId> video;
    int limit = 0; ///< 0 = all
};

constexpr std::chrono::hours longestPostponement{48};

class JobStore {
public:
    JobStore(db::DatabasePool& pool, const Clock& clock);

    // --- by the user
    Result<JobId> enqueue(const NewJob& job); ///< AlreadyExists when that rendition is already under way
    Result<void> requestPause(JobId id);  ///< queued/blocked -> paused at once; running: at the next chance
    Result<void> resume(JobId id);        ///< paused -> queued
    Result<void> requestCancel(JobId id); ///< anything not terminal; running: the worker is asked
    Result<void> retry(JobId id);         ///< failed/cancelled -> queued, attempts reset
    Result<void> setPriority(JobId id, int priority);
    /// Of a transcode that has not begun; what was done of it counts no more. InvalidTransition once it runs
    /// or is over, AlreadyExists when another job makes that rendition.
    Result<void> changePreset(JobId id, const QString& preset);
    /// A waiting job does not start before `moment`, at most longestPostponement from now (else BadOption);
    /// nullopt: as soon as it is its turn. An error it waited for is forgotten.
    Result<void> startAfter(JobId id, std::optional<EpochMs> moment);
    /// Waiting jobs, in their present order, run right before `before` (none: after all others).
    Result<void> moveBefore(const std::vector<JobId>& moved, JobId before);
    Result<void> setQueuePaused(bool paused); ///< no claims while paused; for all instances
    /// The queue, and what runs; going on again resumes all that is paused.
    Result<void> setEverythingPaused(bool paused);
    Result<bool> isQueuePaused() const;
    /// A terminal job off the list: a past job of its recording from now on; files stay.
    Result<void> remove(JobId id);
    Result<int> removeFinished(); ///< the same with all that succeeded or were cancelled
    /// Ended jobs whose rows were removed, as they were; their history begins with their coming back.
    Result<void> putBack(const std::vector<Job>& jobs);

    // --- by the scheduler
    static constexpr int anyNumber = 0;
    /// Nothing while `atMost` groups run, of all owners together (a group: jobs that were claimed beside each
    /// other).
    Result<std::optional<Job>> claimNext(const QString& owner, const JobFilter& only = {},
                                         int atMost = anyNumber);
    /// Those of `others` that may run now as well, with the same owner and the same start as `first`.
    Result<std::vector<Job>> claimBeside(const Job& first, const std::vector<JobId>& others);
    Result<void> heartbeat(const Claim& claim);
    Result<void> saveProgress(const Claim& claim, double progress, const QString& stage, double speed);
    /// After the bytes it speaks of are durable. One further than any before (true) starts the count of
    /// attempts and crashes anew.
    Result<bool> saveCheckpoint(const Claim& claim, const Checkpoint& checkpoint);
    Result<void> succeed(const Claim& claim);
    Result<void> retryLater(const Claim& claim, const Error& error, EpochMs runAt, bool countsAsCrash);
    Result<void> release(const Claim& claim); ///< back to queued with the attempt refunded (quit, dead owner)
    Result<void> block(const Claim& claim, const Error& error, EpochMs probeAt);
    Result<void> failForGood(const Claim& claim, const Error& error);
    Result<void> finishPause(const Claim& claim);  ///< running -> paused, attempt refunded
    Result<void> finishCancel(const Claim& claim); ///< running -> cancelled
    /// Of the blocked jobs that wait for the same (space on the library's disk, a folder that can be read),
    /// the one that has waited longest -> queued, when it is time to look again and none of them is at it.
    Result<int> unblockDue(const JobFilter& only = {});
    /// The same without waiting for the time: whoever starts a program may well have mended what was missing.
    Result<int> unblockAtOnce(const JobFilter& only = {});
    /// What this job had been blocked by is over: all others that wait for the same -> queued.
    Result<int> unblockOthers(const Claim& claim);
    /// Running jobs of this owner (found dead) -> queued, attempt refunded.
    Result<int> rescueJobsOf(const QString& owner);
    Result<QStringList> owners() const; ///< of running jobs

    // --- reading
    Result<Job> find(JobId id) const;
    Result<std::vector<Job>> list(const JobFilter& filter = {}) const;
    Result<std::vector<JobEvent>> history(JobId id) const;
    Result<std::vector<PastJob>> pastJobsOf(VideoId video) const; ///< that are off the list; newest first
    /// Of an unfinished job, by its last attempt. One that was claimed since has promised nothing before its
    /// own first: it may find that the journal is of another plan and begin it anew.
    Result<std::optional<Checkpoint>> checkpoint(JobId id) const;
    /// Earliest time at which a queued or blocked job wants to be looked at; nullopt = none.
    Result<std::optional<EpochMs>> nextDue() const;

    /// Breaches of I1..I4 found in the table, one sentence each; empty = sound.
    Result<QStringList> checkInvariants() const;

private:
    db::DatabasePool& pool_;
    const Clock& clock_;
};

} // namespace ndas::jobs
