// Frames as a decoder hands them out, timed by a clock one can rely on. A few alone whose times leap, while
// those behind them go on as if they had not, as where one bit of a file is wrong, follow those before them.
#pragma once

#include "core/base/result.h"
#include "core/engine/clock/track_clock.h"
#include "core/engine/libav/av_handles.h"

#include <functional>
#include <vector>

namespace ndas::engine {

class FrameClock {
public:
    /// With its time, for as long as the call lasts; `duration` as it was added.
    using OnFrame = std::function<Result<void>(AVFrame& frame, std::int64_t duration)>;

    /// So many frames at most may be held back until it is clear whether they alone are out of step.
    FrameClock(const TrackClock& clock, std::size_t mostHeld);

    /// What `frame` holds is taken. `duration` in ticks.
    Result<void> add(AVFrame& frame, std::int64_t duration, const OnFrame& onFrame);
    /// Those still held back.
    Result<void> finish(const OnFrame& onFrame);

    /// A frame got another time than it came with.
    bool correctedTimes() const { return correctedTimes_; }

    /// Frames that alone were out of step.
    std::int64_t strays() const { return strays_; }

private:
    struct Held {
        FramePtr frame;
        std::int64_t duration = 0;
    };

    bool areStrays(std::int64_t following) const;
    Result<void> release(bool asStrays, const OnFrame& onFrame);
    Result<void> pass(AVFrame& frame, std::int64_t duration, const OnFrame& onFrame);

    TrackClock clock_;
    std::size_t mostHeld_;
    std::vector<Held> held_; ///< out of step with what came before
    bool correctedTimes_ = false;
    std::int64_t strays_ = 0;
};

} // namespace ndas::engine
