// What MP4 and MOV hold beyond the tags libav reads: XMP, and what makers of cameras and programs add.
#pragma once

#include "core/engine/av_handles.h"

namespace ndas::engine {

/// Leaves the position in the file as it is; false for other containers.
bool hasPrivateBoxes(const AVFormatContext& context);

} // namespace ndas::engine
