// One picture of an MP4 or MOV that is said to be shown long after it is decoded, or before: libavformat
// shows it at a wrong time, or leaves out others.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <vector>

namespace ndas::engine {

/// Of tracks in which all pictures are decoded, and so shown, as far apart from one another: where one
/// flipped bit leaves places empty, the bit that fills them. Leaves `io` where it is.
std::vector<MendedBytes> mendedDelays(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
