// Several recordings one behind the other in one file, as joined by copying bytes.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <vector>

namespace ndas::engine {

/// Where those behind the first begin, of whatever kind, as far as the lengths in MP4, MOV, Matroska, AVI,
/// ASF, Ogg and MXF, or the packets of FLV, MPEG-TS and MPEG-PS lead there. Leaves `io` at the start of the
/// file.
std::vector<std::int64_t> beginsOfSequels(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
