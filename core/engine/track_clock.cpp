#include "core/engine/track_clock.h"

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

TrackClock::TrackClock(AVRational timeBase, media::Micros total)
    : longestStepBack_(ticks(std::chrono::seconds(1), timeBase))
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
    started_ = true;
    expected_ = time + duration;
    return time;
}

} // namespace ndas::engine
