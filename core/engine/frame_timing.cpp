#include "core/engine/frame_timing.h"

#include <algorithm>
#include <numeric>

namespace ndas::engine {

namespace {

using media::Micros;

constexpr Micros rounding{1100}; ///< Matroska keeps whole milliseconds

bool isVariable(const std::vector<Micros>& intervals, Micros usual)
{
    const Micros jitter = std::max(rounding, usual / 10);
    const Micros gap = std::max(2 * rounding, usual / 3);
    std::size_t uneven = 0;
    for (const Micros interval : intervals) {
        const Micros difference = std::chrono::abs(interval - usual);
        if (difference > gap)
            return true;
        if (difference > jitter)
            ++uneven;
    }
    return uneven * 10 > intervals.size();
}

} // namespace

FrameTiming timingOf(std::vector<Micros> times)
{
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
    if (times.size() < 2)
        return {};
    std::vector<Micros> intervals(times.size());
    std::adjacent_difference(times.begin(), times.end(), intervals.begin());
    intervals.erase(intervals.begin());
    std::vector<Micros> ordered = intervals;
    const auto middle = ordered.begin() + static_cast<std::ptrdiff_t>(ordered.size() / 2);
    std::nth_element(ordered.begin(), middle, ordered.end());

    const std::int64_t frames = static_cast<std::int64_t>(intervals.size()) * 1'000'000;
    const std::int64_t span = (times.back() - times.front()).count();
    const std::int64_t divisor = std::gcd(frames, span);
    return {.average = {frames / divisor, span / divisor},
            .variable = isVariable(intervals, *middle),
            .usualInterval = *middle};
}

} // namespace ndas::engine
