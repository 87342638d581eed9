// Edges that a container asks players to cut off: a clean aperture (MOV, MP4), cropped pixels (Matroska).
// libav tells of neither; most players show them, and so do we.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Leaves `io` where it is.
bool hasHiddenEdges(AVIOContext* io, std::int64_t fileSize);

/// The shape that Matroska gives is that of what is left; libav takes it for that of the whole picture.
void shapePixelsBesideHiddenEdges(AVFormatContext& context, std::int64_t fileSize);

} // namespace ndas::engine
