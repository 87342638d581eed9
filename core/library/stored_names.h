// Names of files in the library: opaque ids, never anything about a person. Pure, except publishOurs().
#pragma once

#include "core/library/video.h"

namespace ndas::library {

/// "<uuid>.mp4"; the original's extension only when it is short, plain ASCII.
QString originalFileName(const Video& video);
QString thumbnailFileName(const Video& video, int number);
/// BadOption for a preset id that cannot stand in a file name.
Result<QString> renditionFileName(const Video& video, const QString& preset);

/// Publishes a file under a name of ours that no record vouches for yet: what an interrupted attempt left
/// under that name goes first. Blocking.
Result<void> publishOurs(const QString& from, const QString& to);

} // namespace ndas::library
