// The recording as it was found: is it there, is it still the same, when was it made. Reads only; blocking.
#pragma once

#include "core/library/video.h"

namespace ndas::library {

struct SourceFile {
    QString path;
    qint64 sizeBytes = 0;
    EpochMs modifiedAt = 0;
};

/// SourceUnreachable when its folder is gone too (an unplugged disk, a lost share); NotFound, NotReadable.
Result<SourceFile> openSource(const QString& path);

/// Like openSource() for a video in place; Damaged when size or time differ from what was imported.
Result<SourceFile> openUnchanged(const Video& video);

/// `error`, unless the original's folder is out of reach: a lost share looks like a damaged file to whoever
/// was reading from it.
Error causeOf(Error error, const Video& video);

/// `info` with a recording date: the container's, else one in the original's name, else the file's time.
media::MediaInfo datedInfo(media::MediaInfo info, const QString& originalName, EpochMs modifiedAt);

} // namespace ndas::library
