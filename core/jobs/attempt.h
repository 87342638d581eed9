// One claimed job while its handler works on it: what the handler sees, and how it is stopped.
#pragma once

#include "core/jobs/job_events.h"
#include "core/jobs/job_handler.h"
#include "core/jobs/progress_meter.h"

#include <atomic>

namespace ndas::jobs {

enum class StopReason { None, Cancel, Pause, Quit, LostLease };

class Attempt final : public JobContext {
public:
    Attempt(Job job, JobStore& store, JobEvents& events, const Clock& clock);

    const Job& job() const override { return job_; }

    Claim claim() const override { return {.job = job_.id, .fence = job_.fence}; }

    const CancellationToken& token() const override { return token_; }

    const CancellationToken& urgentToken() const override { return urgentToken_; }

    Result<void> checkpoint(const Checkpoint& checkpoint) override;

    void progress(double fraction, const QString& stage, double speed) override;

    /// Any thread; the first reason stays, a later one may make it urgent.
    void stop(StopReason reason);

    /// The job with its attempts counted from the last new checkpoint on.
    Job jobToJudge() const;

    StopReason stopReason() const { return reason_; }

private:
    void noteGoing();
    qint64 forecast(double done, const QString& stage, std::chrono::milliseconds now);

    const Job job_;
    JobStore& store_;
    JobEvents& events_;
    const Clock& clock_;
    CancellationSource source_;
    CancellationSource urgentSource_;
    const CancellationToken token_;
    const CancellationToken urgentToken_;
    std::atomic<StopReason> reason_{StopReason::None};

    // The handler's thread only.
    QString stage_;
    ProgressMeter meter_; ///< of this stage
    std::optional<std::chrono::milliseconds> posted_;
    std::optional<std::chrono::milliseconds> saved_;
    bool gotFurther_ = false;
    bool isGoing_ = false;
};

} // namespace ndas::jobs
