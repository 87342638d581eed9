// Fragments of an MP4 or MOV that say they are decoded when they cannot be. libavformat believes each: one
// flipped bit makes a recording a day long, and drops pictures. And the last one, cut off amid what it says
// of its samples: for that it refuses the whole recording.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <optional>
#include <vector>

namespace ndas::engine {

struct MendedTimes {
    std::vector<MendedBytes> bytes;
    std::int64_t leaps = 0; ///< that are taken out
    std::int64_t lost = 0;  ///< fragments, or as many one behind the other
};

/// A fragment alone that is out of step with those before and behind it follows the one before; so do all
/// from where the clock is set back, or ahead by more than a recording leaps. Leaves `io` where it is.
MendedTimes mendedFragmentTimes(AVIOContext* io, std::int64_t fileSize);

/// A name by which the fragment that the file ends within is passed over. Leaves `io` where it is.
std::optional<MendedBytes> nameOfCutOffFragment(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
