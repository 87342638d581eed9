// The worker's command line: the limits its parent wants it to live within.
#pragma once

#include "core/base/process_guard.h"

#include <span>

namespace ndas::worker {

/// `--memory BYTES --file-size BYTES --open-files N --nice N`, all optional. BadOption for anything else.
Result<ProcessLimits> limitsFromArguments(std::span<const char* const> arguments);

} // namespace ndas::worker
