#include "core/library/source_file.h"

#include "core/media/recording_date.h"

#include <QtCore/QFileInfo>

namespace ndas::library {

namespace {

Result<void> checkContent(const QString& path, const QString& sha256, const CancellationToken& token)
{
    NDAS_TRY(const QString hash, sha256OfFile(path, token));
    if (hash == sha256)
        return {};
    return fail(ErrorCode::OriginalChanged,
                QStringLiteral("the original was changed after its import: hash %1 then, %2 now: %3")
                    .arg(sha256, hash, path));
}

} // namespace

Result<SourceFile> openSource(const QString& path)
{
    const QFileInfo file(path);
    if (!file.exists()) {
        const bool folderThere = QFileInfo(file.absolutePath()).isDir();
        return fail(folderThere ? ErrorCode::NotFound : ErrorCode::SourceUnreachable, path);
    }
    // Also keeps us from opening a pipe or a device, which could block for ever.
    if (!file.isFile() || !file.isReadable())
        return fail(ErrorCode::NotReadable, path);
    return SourceFile{
        .path = path, .sizeBytes = file.size(), .modifiedAt = file.lastModified().toMSecsSinceEpoch()};
}

Result<SourceFile> openUnchanged(const Video& video, const CancellationToken& token)
{
    NDAS_TRY(SourceFile source, openSource(video.originalPath));
    if (source.sizeBytes != video.sizeBytes)
        return fail(ErrorCode::OriginalChanged,
                    QStringLiteral("the original was changed after its import: %1 bytes then, %2 now: %3")
                        .arg(video.sizeBytes)
                        .arg(source.sizeBytes)
                        .arg(video.originalPath));
    // Memory cards keep local time, which summer time shifts, and copying a disk may set times anew.
    if (source.modifiedAt != video.fileModifiedAt)
        NDAS_CHECK(checkContent(video.originalPath, video.sha256, token));
    return source;
}

QString originalPath(const Video& video, const AppPaths& paths)
{
    return video.storage == Storage::InPlace ? video.originalPath
                                             : paths.originalsDir() + QLatin1Char('/') + video.storedName;
}

Result<void> checkOriginal(const Video& video, const AppPaths& paths, const CancellationToken& token)
{
    if (video.storage == Storage::InPlace) {
        NDAS_CHECK(openUnchanged(video, token));
        return {};
    }
    NDAS_TRY(const SourceFile source, openSource(originalPath(video, paths)));
    if (source.sizeBytes == video.sizeBytes)
        return {};
    return fail(ErrorCode::OriginalChanged, QStringLiteral("the stored original has %1 bytes instead of %2")
                                                .arg(source.sizeBytes)
                                                .arg(video.sizeBytes));
}

ContentCheck::ContentCheck(const Video& video, const AppPaths& paths)
    : path_(originalPath(video, paths))
    , sha256_(video.sha256)
{
}

Result<void> ContentCheck::run(const CancellationToken& token)
{
    const FileFacts facts = fileFacts(path_);
    if (proven_ == facts)
        return {};
    NDAS_CHECK(checkContent(path_, sha256_, token));
    proven_ = facts;
    return {};
}

Error causeOf(Error error, const QString& original)
{
    const RetryClass kind = retryClass(error.code);
    const bool isJudged = error.code == ErrorCode::AlreadyImported || error.code == ErrorCode::InsideLibrary;
    if (isJudged || (kind != RetryClass::Input && kind != RetryClass::Transient))
        return error;
    const QFileInfo file(original);
    if (!file.exists())
        error.code = ErrorCode::SourceUnreachable;
    else if (file.isFile() && !file.isReadable())
        error.code = ErrorCode::PermissionDenied;
    else if (error.code == ErrorCode::NotFound) // a file of ours, with its folder or its disk
        error.code = ErrorCode::Io;
    return error;
}

media::MediaInfo datedInfo(media::MediaInfo info, const QString& originalName, EpochMs modifiedAt)
{
    if (info.recordedAt && info.recordedAt->source == media::DateSource::Container)
        return info;
    info.recordedAt = media::recordingDateFromFileName(QFileInfo(originalName).fileName());
    if (!info.recordedAt) {
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(modifiedAt, Qt::UTC);
        info.recordedAt =
            media::RecordingDate{.iso = time.toString(Qt::ISODate), .source = media::DateSource::FileTime};
    }
    return info;
}

} // namespace ndas::library
