// The worker's command line: the limits its parent wants it to live within, and how far apart requests are
// kept.
#pragma once

#include "core/base/process_guard.h"

#include <span>

namespace ndas::worker {

enum class Isolation {
    None,    ///< all requests in this process
    Process, ///< each in a copy of it
    Sandbox  ///< each in a copy that has locked itself in
};

struct Options {
    ProcessLimits limits; ///< of requests that bring none
    Isolation isolation = Isolation::Sandbox;
};

/// What the system refuses is said on standard error, and the work done without it: not every system knows
/// every limit.
void liveWithin(const ProcessLimits& limits);

/// `--memory BYTES --file-size BYTES --open-files N --nice N --isolation 0..2`, all optional. BadOption for
/// anything else.
Result<Options> optionsFromArguments(std::span<const char* const> arguments);

} // namespace ndas::worker
