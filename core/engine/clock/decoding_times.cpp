#include "core/engine/clock/decoding_times.h"

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr std::size_t mostHeld = 256; ///< pictures put in order and the decoder's threads

} // namespace

void DecodingTimes::add(std::int64_t time)
{
    times_.push_back(time);
    if (times_.size() > mostHeld)
        times_.pop_front();
}

void DecodingTimes::passOver()
{
    if (!times_.empty())
        times_.pop_front();
}

std::int64_t DecodingTimes::next(std::int64_t time, int held)
{
    const auto own = std::ranges::find(times_, time);
    if (own != times_.end())
        times_.erase(times_.begin(), own - std::min<std::ptrdiff_t>(held, own - times_.begin()));
    if (times_.empty())
        return time;
    const std::int64_t first = times_.front();
    times_.pop_front();
    return first;
}

} // namespace ndas::engine
