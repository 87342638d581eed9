#include "core/engine/clock/frame_clock.h"

#include <utility>

namespace ndas::engine {

FrameClock::FrameClock(const TrackClock& clock, std::size_t mostHeld)
    : clock_(clock)
    , mostHeld_(mostHeld)
{
}

Result<void> FrameClock::add(AVFrame& frame, std::int64_t duration, const OnFrame& onFrame)
{
    const bool areStrayed = areStrays(frame.pts);
    if (areStrayed || held_.size() == mostHeld_)
        NDAS_CHECK(release(areStrayed, onFrame));
    if (held_.empty() && !clock_.isOutOfStep(frame.pts))
        return pass(frame, duration, onFrame);
    FramePtr kept = makeFrame();
    if (!kept)
        return fail(ErrorCode::OutOfMemory);
    av_frame_move_ref(kept.get(), &frame);
    held_.push_back({.frame = std::move(kept), .duration = duration});
    return {};
}

Result<void> FrameClock::finish(const OnFrame& onFrame)
{
    return release(false, onFrame);
}

bool FrameClock::areStrays(std::int64_t following) const
{
    std::int64_t length = 0;
    for (const Held& held : held_)
        length += held.duration;
    return !held_.empty() && clock_.goesOn(following, held_.front().frame->pts, length);
}

Result<void> FrameClock::release(bool asStrays, const OnFrame& onFrame)
{
    for (const Held& held : std::exchange(held_, {})) {
        if (asStrays) {
            held.frame->pts = AV_NOPTS_VALUE;
            ++strays_;
        }
        NDAS_CHECK(pass(*held.frame, held.duration, onFrame));
    }
    return {};
}

Result<void> FrameClock::pass(AVFrame& frame, std::int64_t duration, const OnFrame& onFrame)
{
    const std::int64_t said = std::exchange(frame.pts, clock_.next(frame.pts, duration));
    correctedTimes_ = correctedTimes_ || frame.pts != said;
    return onFrame(frame, duration);
}

} // namespace ndas::engine
