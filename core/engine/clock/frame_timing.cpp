#include "core/engine/clock/frame_timing.h"

#include <algorithm>
#include <numeric>

namespace ndas::engine {

namespace {

using media::Micros;

constexpr Micros rounding{1100}; ///< Matroska keeps whole milliseconds

Micros jitterOf(Micros usual)
{
    return std::max(rounding, usual / 10);
}

/// With pictures that have no time where the others leave room for them.
std::vector<Micros> filled(const std::vector<Micros>& intervals, Micros usual, std::int64_t untimed)
{
    std::vector<Micros> all;
    for (const Micros interval : intervals) {
        const std::int64_t places = (interval + usual / 2) / usual;
        const bool isRoom = places > 1 && places - 1 <= untimed &&
                            std::chrono::abs(interval - places * usual) <= jitterOf(usual);
        untimed -= isRoom ? places - 1 : 0;
        all.insert(all.end(), isRoom ? static_cast<std::size_t>(places) : 1,
                   isRoom ? interval / places : interval);
    }
    return all;
}

bool isVariable(const std::vector<Micros>& intervals, Micros usual)
{
    const Micros jitter = jitterOf(usual);
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

FrameTiming timingOf(std::vector<Micros> times, std::int64_t untimed)
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
    intervals = filled(intervals, *middle, untimed);

    const std::int64_t frames = static_cast<std::int64_t>(intervals.size()) * 1'000'000;
    const std::int64_t span = (times.back() - times.front()).count();
    const std::int64_t divisor = std::gcd(frames, span);
    return {.average = {frames / divisor, span / divisor},
            .variable = isVariable(intervals, *middle),
            .usualInterval = *middle};
}

} // namespace ndas::engine
