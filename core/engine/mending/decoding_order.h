// MP4 and MOV copied from AVI: their tables say when pictures are decoded, though they are shown in another
// order.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Whether all that is said of some stream's pictures is when they are decoded. Leaves the reader where it
/// is.
bool areTimesOfDecoding(const AVFormatContext& context, std::int64_t fileSize);

/// Of one of its streams.
bool mayReorder(const AVStream& stream);

} // namespace ndas::engine
