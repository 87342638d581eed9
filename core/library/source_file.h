// The recording as it was found: is it there, is it still the same, when was it made. Reads only; blocking.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/cancellation.h"
#include "core/base/file_tools.h"
#include "core/library/video.h"

namespace ndas::library {

struct SourceFile {
    QString path;
    qint64 sizeBytes = 0;
    EpochMs modifiedAt = 0;
};

/// SourceUnreachable when its folder is gone too (an unplugged disk, a lost share); NotFound, NotReadable.
Result<SourceFile> openSource(const QString& path);

/// Like openSource() for a video in place; OriginalChanged when its size differs from what was imported, or
/// its time and its content, which is read only then.
Result<SourceFile> openUnchanged(const Video& video, const CancellationToken& token);

/// Where the recording itself is read: the copy in the library, or where it was found.
QString originalPath(const Video& video, const AppPaths& paths);
/// Whether it is there and looks like the one that was imported, mostly for little: OriginalChanged, errors
/// of openSource() and openUnchanged().
Result<void> checkOriginal(const Video& video, const AppPaths& paths, const CancellationToken& token);

/// Whether the content is still what was imported. Reads all of it once, and again only when the file's facts
/// have changed since.
class ContentCheck {
public:
    ContentCheck(const Video& video, const AppPaths& paths);
    /// OriginalChanged; errors of sha256OfFile().
    Result<void> run(const CancellationToken& token);

private:
    QString path_;
    QString sha256_;
    std::optional<FileFacts> proven_;
};

/// What ails the work on a recording that was there: `error`, unless the original is not there or may not be
/// read, which looks like a damaged file or disk to whoever was reading from it. Those are waited for:
/// SourceUnreachable, PermissionDenied. What is not found beside it is a file of ours: Io.
Error causeOf(Error error, const QString& original);

/// `info` with a recording date: the container's, else one in the original's name, else the file's time.
media::MediaInfo datedInfo(media::MediaInfo info, const QString& originalName, EpochMs modifiedAt);

} // namespace ndas::library
