#include "core/jobs/retry_policy.h"

#include <algorithm>

namespace ndas::jobs {

namespace {

using std::chrono::milliseconds;

constexpr int attemptsOnReadErrors = 3; ///< a bad sector rarely heals: EIO is tried two more times only

milliseconds backOff(int attempt, const RetryPolicy& policy, std::mt19937& random)
{
    milliseconds base = std::min(policy.firstDelay, policy.longestDelay);
    for (int n = 1; n < attempt && base < policy.longestDelay; ++n)
        base = std::min(base * 2, policy.longestDelay);
    const auto half = base.count() / 2;
    return milliseconds(half + std::uniform_int_distribution<milliseconds::rep>(0, half)(random));
}

/// The attempt before this one already ended in this class of error: its one retry is used up.
bool failedSoBefore(const Job& job, RetryClass errorClass)
{
    return job.hasError && job.attempt > 1 && retryClass(job.errorCode) == errorClass;
}

bool mayRetry(const Job& job, ErrorCode code, RetryClass errorClass, const RetryPolicy& policy)
{
    if (job.attempt >= policy.maxAttempts)
        return false;
    switch (errorClass) {
    case RetryClass::Transient:
        return code != ErrorCode::Io || job.attempt < attemptsOnReadErrors;
    case RetryClass::Crash:
        return job.crashes == 0;
    case RetryClass::Resource:
    case RetryClass::Timeout:
        return !failedSoBefore(job, errorClass);
    default:
        return false;
    }
}

} // namespace

bool worksAlone(const Job& job)
{
    if (job.crashes > 0)
        return true;
    switch (retryClass(job.errorCode)) {
    case RetryClass::Crash:
    case RetryClass::Resource:
    case RetryClass::Timeout:
    case RetryClass::Violation:
        return job.hasError;
    default:
        return false;
    }
}

Decision decide(const Job& job, const Error& error, const RetryPolicy& policy, std::mt19937& random)
{
    if (error.code == ErrorCode::Cancelled)
        return {.verdict = Verdict::Cancel};
    if (error.code == ErrorCode::Paused)
        return {.verdict = Verdict::Pause};
    const RetryClass errorClass = retryClass(error.code);
    if (errorClass == RetryClass::Environment)
        return {.verdict = Verdict::Block, .delay = policy.probeEvery};
    if (!mayRetry(job, error.code, errorClass, policy))
        return {.verdict = Verdict::Fail};
    return {.verdict = Verdict::RetryLater,
            .delay = backOff(job.attempt, policy, random),
            .countsAsCrash = errorClass == RetryClass::Crash};
}

} // namespace ndas::jobs
