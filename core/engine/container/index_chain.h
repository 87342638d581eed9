// The index of an MP4 or MOV as boxes that fill one another.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Something in it is no box, so that what was meant to stand there is not found: a track, or what it needs.
/// libavformat then leaves that track out. Leaves `io` where it is.
bool isIndexBroken(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
