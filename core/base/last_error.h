// Calls that may fail without the system's saying why, e.g. short writes: what it said of an earlier one is
// no reason for them.
#pragma once

namespace ndas {

/// lastSystemError() has 0 for its nativeCode from now on, until a call fails.
void clearLastSystemError();

} // namespace ndas
