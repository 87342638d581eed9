// When the pictures of a recording are shown: as the clock of their track has it, one of which nobody says
// how long it is shown for as long as is usual.
#pragma once

#include "core/engine/clock/frame_clock.h"

#include <optional>

namespace ndas::engine {

class PictureClock {
public:
    /// `total`: length of the recording, 0 = unknown.
    PictureClock(const AVStream& stream, media::Micros total);

    /// Pictures as they are decoded; see FrameClock.
    Result<void> add(AVFrame& frame, const FrameClock::OnFrame& onFrame);

    Result<void> finish(const FrameClock::OnFrame& onFrame) { return clock_.finish(onFrame); }

    bool correctedTimes() const { return clock_.correctedTimes(); }

    std::int64_t strays() const { return clock_.strays(); }

private:
    std::int64_t ticks(media::Micros time) const;
    std::int64_t shownFor(const AVFrame& frame);

    AVRational timeBase_;
    std::int64_t usualDuration_;
    std::int64_t total_;              ///< 0 = unknown
    std::optional<std::int64_t> end_; ///< of the recording
    FrameClock clock_;
};

} // namespace ndas::engine
