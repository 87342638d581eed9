// Where a recording may say where it was made: texts, and tracks that measure it.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <QtCore/QByteArray>

namespace ndas::engine {

/// Of XMP, of keys of metadata, of what makers of cameras add.
bool tellsPlace(const QByteArray& bytes);

/// Tracks of action cameras, dash cameras and drones, also as subtitles. Leaves the position in the file as
/// it is.
bool isPositionTrack(const AVFormatContext& context, AVStream& stream);

} // namespace ndas::engine
