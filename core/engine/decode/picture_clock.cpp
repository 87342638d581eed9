#include "core/engine/decode/picture_clock.h"

#include "core/engine/decode/decoder.h"

#include <algorithm>

namespace ndas::engine {

namespace {

/// How long a picture stays when neither it nor its packet says so.
std::int64_t usualDuration(const AVStream& stream)
{
    const AVRational rate = av_guess_frame_rate(nullptr, const_cast<AVStream*>(&stream), nullptr);
    const AVRational used = rate.num > 0 && rate.den > 0 ? rate : AVRational{25, 1};
    return std::max<std::int64_t>(1, av_rescale_q(1, av_inv_q(used), stream.time_base));
}

} // namespace

PictureClock::PictureClock(const AVStream& stream, media::Micros total)
    : timeBase_(stream.time_base)
    , usualDuration_(usualDuration(stream))
    , total_(ticks(total))
    , clock_(TrackClock(stream.time_base, total, TrackClock::Order::Ascending), 1)
{
}

Result<void> PictureClock::add(AVFrame& frame, const FrameClock::OnFrame& onFrame)
{
    return clock_.add(frame, shownFor(frame), onFrame);
}

std::int64_t PictureClock::ticks(media::Micros time) const
{
    return av_rescale_q(time.count(), {1, AV_TIME_BASE}, timeBase_);
}

/// Where the average rate is all that is known, the last picture might last for minutes.
std::int64_t PictureClock::shownFor(const AVFrame& frame)
{
    const std::int64_t own = durationOf(frame);
    const std::int64_t said = own > 0 ? own : usualDuration_;
    if (total_ <= 0 || frame.pts == AV_NOPTS_VALUE)
        return said;
    end_ = end_.value_or(frame.pts + total_);
    return std::min(said, std::max(ticks(std::chrono::seconds(1)), *end_ - frame.pts));
}

} // namespace ndas::engine
