// Keeps the machine from falling asleep while there is work. Any thread, one at a time.
#pragma once

#include <memory>

namespace ndas {

class SleepBlocker {
public:
    virtual ~SleepBlocker() = default;
    /// Repeating the same wish costs nothing, so it may be said as often as one likes. Where the system
    /// cannot or will not do it, the log says so once. Blocking, for a moment (on Linux: a call on the system
    /// bus).
    virtual void keepAwake(bool wish) = 0;
};

/// What this system offers: an inhibitor of logind, a power request (Windows), a power assertion (macOS).
/// Given up with the object, and by the system when the program dies.
std::unique_ptr<SleepBlocker> makeSleepBlocker();

} // namespace ndas
