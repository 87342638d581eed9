#include "core/engine/track_clock.h"

#include <algorithm>

extern "C" {
#include <libavutil/avutil.h>
#include <libavutil/mathematics.h>
}

namespace ndas::engine {

namespace {

std::int64_t ticks(media::Micros time, AVRational timeBase)
{
    return av_rescale_q(time.count(), {1, AV_TIME_BASE}, timeBase);
}

} // namespace

TrackClock::TrackClock(AVRational timeBase, media::Micros total, Order order)
    : order_(order)
    , longestStepBack_(ticks(std::chrono::milliseconds(200), timeBase))
    , longestStepAhead_(ticks(total > media::Micros(0) ? total + std::chrono::seconds(10)
                                                       : media::Micros(std::chrono::hours(1)),
                              timeBase))
{
}

std::int64_t TrackClock::next(std::int64_t pts, std::int64_t duration)
{
    std::int64_t time = pts == AV_NOPTS_VALUE ? expected_ : pts + shift_;
    if (started_ && (time < expected_ - longestStepBack_ || time > expected_ + longestStepAhead_)) {
        shift_ += expected_ - time;
        time = expected_;
    }
    if (started_ && order_ == Order::Ascending && time <= last_)
        time = std::max(expected_, last_ + 1);
    started_ = true;
    last_ = time;
    expected_ = time + duration;
    return time;
}

} // namespace ndas::engine
