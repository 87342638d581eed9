#include "core/media/frame_times.h"

#include <algorithm>

namespace ndas::media {

std::int64_t frameOnScreen(const std::vector<Micros>& times, Micros time)
{
    const auto next = std::ranges::upper_bound(times, time);
    return std::max<std::int64_t>(0, next - times.begin() - 1);
}

} // namespace ndas::media
