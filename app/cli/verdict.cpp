#include "app/cli/verdict.h"

namespace ndas::cli {

void Verdict::failed(ErrorCode code)
{
    const ExitCode reason = ndas::exitCode(code);
    mixed_ = mixed_ || (failure_ && *failure_ != reason);
    failure_ = reason;
}

ExitCode Verdict::exitCode() const
{
    if (!failure_)
        return ExitCode::Done;
    return anyDone_ || mixed_ ? ExitCode::SomeFailed : *failure_;
}

} // namespace ndas::cli
