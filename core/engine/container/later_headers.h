// Headers that change in mid-track, as the index of an MP4 or MOV foretells: clips joined without encoding.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Whether pictures are described by more than one set of headers. Leaves `io` where it is.
bool usesLaterHeaders(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
