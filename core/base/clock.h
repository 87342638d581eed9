// Time, injected so that tests need no sleeps.
#pragma once

#include <QtCore/QTime>

#include <chrono>
#include <cstdint>

namespace ndas {

using EpochMs = std::int64_t; ///< wall clock, milliseconds since 1970-01-01 UTC; what the database stores

/// The next moment, later than `now`, at which the local wall clock shows `time`.
EpochMs nextTimeOfDay(QTime time, EpochMs now);

class Clock {
public:
    virtual ~Clock() = default;
    virtual EpochMs now() const = 0;
    /// Never goes back and does not care about the wall clock being set.
    virtual std::chrono::milliseconds monotonic() const = 0;
};

class SystemClock final : public Clock {
public:
    EpochMs now() const override;
    std::chrono::milliseconds monotonic() const override;
};

} // namespace ndas
