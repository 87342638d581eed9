#include "core/library/thumbnails.h"

#include "core/base/durable_file.h"
#include "core/library/own_files.h"
#include "core/library/stored_names.h"

#include <QtCore/QFile>

namespace ndas::library {

namespace {

/// "<uuid>-3.jpg" after "<uuid>-2.jpg": a name that was shown before would show the old picture.
QString nextName(const Video& video)
{
    const QString number = video.thumbnailFile.section(QLatin1Char('-'), -1).section(QLatin1Char('.'), 0, 0);
    return thumbnailFileName(video, number.toInt() + 1);
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<ThumbnailRecord> publish(const AppPaths& paths, const LibraryStore& store, const Video& video,
                                const ThumbnailPicture& picture)
{
    const QString name = nextName(video);
    const QString path = paths.thumbnailsDir() + QLatin1Char('/') + name;
    NDAS_CHECK(removeOurs(path, store)); // of an exchange that was interrupted; no record vouches for it
    NDAS_CHECK(writeNewFileDurably(path, picture.jpeg));
    return ThumbnailRecord{
        .fileName = name, .size = picture.size, .at = picture.at, .sizeBytes = picture.jpeg.size()};
}

} // namespace

Result<ThumbnailPicture> replaceThumbnail(const AppPaths& paths, LibraryStore& store, VideoId id,
                                          const ThumbnailPicture& picture)
{
    NDAS_TRY(const Video video, store.find(id));
    NDAS_TRY(const auto before, store.thumbnailOf(id));
    ThumbnailPicture replaced;
    QString oldPath;
    if (before) {
        oldPath = paths.thumbnailsDir() + QLatin1Char('/') + before->fileName;
        replaced = {.jpeg = bytesOf(oldPath), .size = before->size, .at = before->at};
    }
    std::optional<ThumbnailRecord> record;
    if (!picture.jpeg.isEmpty()) {
        NDAS_TRY(record, publish(paths, store, video, picture));
    }
    NDAS_CHECK(store.setThumbnail(id, record));
    if (!oldPath.isEmpty())
        QFile::remove(oldPath);
    return replaced;
}

} // namespace ndas::library
