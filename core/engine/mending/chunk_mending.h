// Chunks of an MP4 or MOV that need a description which is not there, or lie behind the end of the file, and
// samples that are larger than it: libavformat takes the first of them for the end of all tracks, or of one.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <vector>

namespace ndas::engine {

struct MendedChunks {
    std::vector<MendedBytes> bytes;
    std::int64_t lost = 0; ///< of which nobody knows where, or what, they are
};

/// One bit less puts them between those before and behind, or makes them as small as others; the only
/// description is theirs. Leaves `io` where it is.
MendedChunks mendedChunks(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
