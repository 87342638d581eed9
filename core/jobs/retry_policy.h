// What follows a failed attempt. Pure; the table of RELIABILITY.md.
#pragma once

#include "core/jobs/job.h"

#include <random>

namespace ndas::jobs {

struct RetryPolicy {
    int maxAttempts = 4;
    std::chrono::milliseconds firstDelay = std::chrono::seconds(15);
    std::chrono::milliseconds longestDelay = std::chrono::hours(1);
    std::chrono::milliseconds probeEvery = std::chrono::seconds(60); ///< of blocked jobs
};

enum class Verdict { RetryLater, Block, Fail, Cancel, Pause };

struct Decision {
    Verdict verdict = Verdict::Fail;
    std::chrono::milliseconds delay{0};
    bool countsAsCrash = false;
};

/// Its last attempt ended in a way that would take others with it.
bool worksAlone(const Job& job);

/// `job` as it was claimed (attempt counts this one).
Decision decide(const Job& job, const Error& error, const RetryPolicy& policy, std::mt19937& random);

} // namespace ndas::jobs
