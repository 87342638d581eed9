// The index of an AVI where one entry leads elsewhere than to its chunk: libavformat takes the whole for one
// that is not interleaved, goes by the index alone, and ends there.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <vector>

namespace ndas::engine {

/// Entries out of order lead to where the one before ends, if their chunk is there, and not where they say.
/// Leaves `io` where it is.
std::vector<MendedBytes> mendedIndex(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
