#include "core/engine/clock/track_clock.h"

#include <algorithm>
#include <cstdlib>

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
    , longestStep_(ticks(std::chrono::milliseconds(200), timeBase))
    , longestStepAhead_(ticks(longestLeap(total), timeBase))
    , countsAsLeap_(ticks(grace, timeBase))
    , shortest_(ticks(std::chrono::milliseconds(1), timeBase))
{
}

/// A picture shown for less long than it says is none.
bool TrackClock::isBack(std::int64_t time) const
{
    return time - expected_ < -longestStep_ && (order_ == Order::Any || time <= last_);
}

bool TrackClock::isOutOfStep(std::int64_t pts) const
{
    if (!started_ || pts == AV_NOPTS_VALUE)
        return false;
    const std::int64_t time = pts + shift_;
    return isBack(time) || time - expected_ > longestStep_;
}

bool TrackClock::goesOn(std::int64_t pts, std::int64_t leapt, std::int64_t length) const
{
    if (pts == AV_NOPTS_VALUE || leapt == AV_NOPTS_VALUE)
        return false;
    const bool goesTheOtherWay = leapt + shift_ > expected_ ? pts < leapt : pts > leapt;
    const std::int64_t time = pts + shift_;
    return goesTheOtherWay && time > last_ && std::abs(time - expected_ - length) <= longestStep_;
}

std::int64_t TrackClock::next(std::int64_t pts, std::int64_t duration)
{
    std::int64_t time = pts == AV_NOPTS_VALUE ? expected_ : pts + shift_;
    const std::int64_t ahead = time - expected_;
    const bool isLeap = started_ && ahead >= countsAsLeap_;
    if (started_ && (isBack(time) || (isLeap && leapt_ + ahead > longestStepAhead_))) {
        shift_ -= ahead;
        time = expected_;
    } else if (isLeap) {
        leapt_ += ahead;
    }
    const std::int64_t stamp = time;
    if (started_ && order_ == Order::Ascending && time <= last_) {
        const bool isUnderWay = stamp - setBackTo_ > longestStep_; // what stands still never gets as far
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
