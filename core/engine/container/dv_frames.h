// The frames that a bare DV recording is made of, as they stand in the file. IEC 61834-2.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Of the one that begins at `at`, in bytes; 0: none does. Leaves `io` anywhere.
std::int64_t lengthOfDvFrame(AVIOContext* io, std::int64_t at);

/// Where the frames from `at` on are followed by others at another distance or of another length, as behind
/// one that was cut off or lost its end: libavformat takes all for one length, and mixes each with the next.
/// `fileSize` where that is not so. Leaves `io` anywhere.
std::int64_t endOfDvFrames(AVIOContext* io, std::int64_t at, std::int64_t fileSize);

} // namespace ndas::engine
