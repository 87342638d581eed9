#include "core/library/source_file.h"

#include "core/media/recording_date.h"

#include <QtCore/QDateTime>
#include <QtCore/QFileInfo>

namespace ndas::library {

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

Result<SourceFile> openUnchanged(const Video& video)
{
    NDAS_TRY(SourceFile source, openSource(video.originalPath));
    if (source.sizeBytes == video.sizeBytes && source.modifiedAt == video.fileModifiedAt)
        return source;
    return fail(ErrorCode::Damaged,
                QStringLiteral("the original was changed after its import: %1 bytes then, %2 now; "
                               "time %3 then, %4 now: %5")
                    .arg(video.sizeBytes)
                    .arg(source.sizeBytes)
                    .arg(video.fileModifiedAt)
                    .arg(source.modifiedAt)
                    .arg(video.originalPath));
}

Error causeOf(Error error, const Video& video)
{
    if (retryClass(error.code) != RetryClass::Input)
        return error;
    auto source = openSource(video.originalPath);
    const bool lost = !source && source.error().code == ErrorCode::SourceUnreachable;
    return lost ? std::move(source).error() : error;
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
