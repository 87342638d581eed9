// What the end of an attempt writes into the table: always something, if not now then when it can be written.
#pragma once

#include "core/jobs/attempt.h"
#include "core/jobs/retry_policy.h"

#include <mutex>

namespace ndas::jobs {

using AttemptPtr = std::shared_ptr<Attempt>;

/// How a handler ended.
struct Ended {
    AttemptPtr attempt;
    Result<void> outcome;
};

/// Thread-safe; blocks (SQL).
class Endings {
public:
    Endings(JobStore& store, const Clock& clock, JobEvents& events, const RetryPolicy& policy);

    /// Writes the transition that follows and announces it; kept for writeLeftovers() when the table cannot
    /// be written (the error).
    Result<void> settle(const Ended& ended);
    Result<void> writeLeftovers();

    void setMaxAttempts(int attempts); ///< for attempts that end from now on

private:
    Result<void> write(const Ended& ended);
    Result<void> writeFailure(const Attempt& attempt, const Error& error);
    Result<void> confirmSuccess(const Attempt& attempt);
    void announce(const Attempt& attempt);

    JobStore& store_;
    const Clock& clock_;
    JobEvents& events_;

    std::mutex mutex_; ///< guards what follows
    RetryPolicy policy_;
    std::vector<Ended> leftovers_;
    std::mt19937 random_{std::random_device{}()};
};

} // namespace ndas::jobs
