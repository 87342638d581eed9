// Ctrl+C, SIGTERM, console close: cancels a source instead of ending the process; the second one ends it.
#pragma once

#include "core/base/cancellation.h"

namespace ndas {

/// Call once per program, early. The token is cancelled at the first interrupt.
CancellationToken installInterruptHandler();
bool wasInterrupted();

} // namespace ndas
