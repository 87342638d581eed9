// The samples that the fragments of an MP4 or MOV add to its tracks. ISO/IEC 14496-12, 8.8.
#pragma once

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <optional>

namespace ndas::engine {

/// From decoding a picture to showing it, in ticks of the track.
struct Delays {
    void add(std::int32_t delay)
    {
        first = first.value_or(delay);
        longest = std::max(longest, delay);
    }

    std::optional<std::int32_t> first;
    std::int32_t longest = 0;
};

/// Where it is said when a fragment's first sample is decoded ("tfdt").
struct FragmentClock {
    std::int64_t at = 0; ///< of the number, in the file
    bool isWide = false; ///< 8 bytes, else 4
    double time = 0;
};

/// In ticks of the track. In floating point, for a hostile file may claim the largest numbers in every entry.
struct TrackFragment {
    std::int64_t track = 0;
    std::optional<FragmentClock> clock;
    double length = 0;
    std::uint32_t lastLength = 0; ///< of the last sample
    Delays delays;
    bool followsLost = false; ///< by its number there was another one before it
};

/// Calls `take` with what each fragment behind the movie adds to a track, until it returns false. False: the
/// file holds more boxes than a recording does.
bool forEachFragment(AVIOContext* io, const Part& movie, std::int64_t fileSize,
                     const std::function<bool(const TrackFragment&)>& take);

} // namespace ndas::engine
