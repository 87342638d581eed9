// What a file tells about when, where and with what it was recorded.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/media/media_info.h"

namespace ndas::engine {

/// From the container's tags, else the file's name, else its modification time.
std::optional<media::RecordingDate> recordingDateOf(const AVFormatContext& context, const QString& path,
                                                    const QDateTime& modified);
/// The date in one tag value as ISO 8601; "" for what is no date, only a year, or a recorder's unset clock.
QString isoFromTag(const QString& value);

/// Kinds of what says more than how to play the file: "location" (also where only a track may tell it),
/// "device", "title", "comment", "author", "software", "handler", "chapters", "cover", "other". Sorted, each
/// once.
QStringList privateTagsOf(const AVFormatContext& context);

} // namespace ndas::engine
