// Ticks a second of an MP4's or MOV's track that cannot be: libavformat takes one, so that each picture lasts
// for minutes and all but the first lie behind the end of the edit list.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <vector>

namespace ndas::engine {

/// As many as make the media as long as the track that shows them. Leaves `io` where it is.
std::vector<MendedBytes> mendedTicks(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
