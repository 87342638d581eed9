#include "core/engine/clock/track_clock.h"

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

constexpr media::Micros grace = std::chrono::seconds(10);

} // namespace

media::Micros longestLeap(media::Micros total)
{
    return total > media::Micros(0) ? total + grace : media::Micros(std::chrono::hours(1));
}

TrackClock::TrackClock(AVRational timeBase, media::Micros total, Order order)
    : order_(order)
    , longestStepBack_(ticks(std::chrono::milliseconds(200), timeBase))
    , longestStepAhead_(ticks(longestLeap(total), timeBase))
    , countsAsLeap_(ticks(grace, timeBase))
    , shortest_(ticks(std::chrono::milliseconds(1), timeBase))
{
}

std::int64_t TrackClock::next(std::int64_t pts, std::int64_t duration)
{
    std::int64_t time = pts == AV_NOPTS_VALUE ? expected_ : pts + shift_;
    const std::int64_t ahead = time - expected_;
    const bool isLeap = started_ && ahead >= countsAsLeap_;
    // A picture shown for less long than it says is none.
    const bool isBack = ahead < -longestStepBack_ && (order_ == Order::Any || time <= last_);
    if (started_ && (isBack || (isLeap && leapt_ + ahead > longestStepAhead_))) {
        shift_ -= ahead;
        time = expected_;
    } else if (isLeap) {
        leapt_ += ahead;
    }
    const std::int64_t stamp = time;
    if (started_ && order_ == Order::Ascending && time <= last_) {
        const bool isUnderWay = stamp - setBackTo_ > longestStepBack_; // what stands still never gets as far
        const bool goesOn =
            stamp > stamp_ && (last_ - stamp < duration || isUnderWay); // what was late pushes
        time = std::max(goesOn ? last_ + std::min(duration, shortest_) : expected_, last_ + 1);
    }
    if (!started_ || stamp <= stamp_)
        setBackTo_ = stamp;
    stamp_ = stamp;
    started_ = true;
    last_ = time;
    expected_ = time + duration;
    return time;
}

} // namespace ndas::engine
