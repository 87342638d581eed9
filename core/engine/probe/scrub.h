// What a recording says about where it comes from, and that a rendition does not repeat it.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <QtCore/QStringList>

#include <span>

namespace ndas::engine {

/// Kinds of private tags, and of tracks that are left behind ("subtitle track", "data track"). Sorted.
QStringList removedBy(const AVFormatContext& source, std::span<const int> keptStreams);
/// Tags a rendition must not have: anything beyond what the container itself needs. Empty = clean.
QStringList foreignTags(const AVFormatContext& rendition);

} // namespace ndas::engine
