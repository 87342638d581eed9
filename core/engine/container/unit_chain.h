// Recordings that are chains of small units, of which nothing says where the last one is.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

struct ChainEnd {
    std::int64_t lastUnit = 0; ///< where it begins; cut off, it says nothing true of where it ends
    std::int64_t end = 0;
};

/// Where the FLV that begins at `at` ends, with those joined to it; `fileSize` where that is not clear. Looks
/// at few places, however large the file is. Leaves `io` anywhere.
ChainEnd endOfFlv(AVIOContext* io, std::int64_t at, std::int64_t fileSize);

/// The same of an MPEG program stream.
ChainEnd endOfProgramStream(AVIOContext* io, std::int64_t at, std::int64_t fileSize);

} // namespace ndas::engine
