// What MP4 and MOV hold beyond the tags libav reads: XMP, and what makers of cameras and programs add.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <QtCore/QStringList>

namespace ndas::engine {

/// Kinds of it, as those of privateTagsOf(). Leaves the position in the file as it is; empty for other
/// containers.
QStringList privateBoxesOf(const AVFormatContext& context);

} // namespace ndas::engine
