// A clock that moves only when told.
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace ndas::test {

class ManualClock final : public Clock {
public:
    EpochMs now() const override { return now_; }

    std::chrono::milliseconds monotonic() const override { return std::chrono::milliseconds(monotonic_); }

    void advance(std::chrono::milliseconds time)
    {
        now_ += time.count();
        monotonic_ += time.count();
    }

    void jumpWallClock(std::chrono::milliseconds time) { now_ += time.count(); }

private:
    std::atomic<EpochMs> now_{1'760'000'000'000};
    std::atomic<std::int64_t> monotonic_{1'000};
};

} // namespace ndas::test
