// One entry of an MP4's or MOV's time table that says pictures or sound are shown for longer than all of the
// track together, or not at all, or that there are more or fewer of them: libavformat leaves out what lies
// behind the end of the edit list, and of many pictures at one time most.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <vector>

namespace ndas::engine {

/// As the length of the whole track, which stands elsewhere, has it; nothing where the two cannot be brought
/// together by one number that is no more than the others. Leaves `io` where it is.
std::vector<MendedBytes> mendedTimeTables(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
