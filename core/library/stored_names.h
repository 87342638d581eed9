// Names of files in the library: opaque ids, never anything about a person. Pure.
#pragma once

#include "core/library/video.h"

namespace ndas::library {

/// "<uuid>.mp4"; the original's extension only when it is short, plain ASCII.
QString originalFileName(const Video& video);
QString thumbnailFileName(const Video& video, int number);
/// BadOption for a preset id that cannot stand in a file name.
Result<QString> renditionFileName(const Video& video, const QString& preset);

} // namespace ndas::library
