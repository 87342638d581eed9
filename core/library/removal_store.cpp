// Removing recordings: first the rows, with a note of the files, then the files, then the note.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"
#include "core/library/stored_names.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtSql/QSqlError>

namespace ndas::library {

namespace {

using namespace parts;

/// Names an ingest that never came to its end may have left files under.
QStringList unrecordedFilesOf(const Video& video)
{
    if (video.state == VideoState::Ready)
        return {};
    QStringList files{QStringLiteral("thumbnails/") + thumbnailFileName(video, 1)};
    if (video.storage == Storage::Copied)
        files << QStringLiteral("originals/") + originalFileName(video);
    return files;
}

Result<QStringList> strings(db::Connection& connection, const QString& sql, const QVariantList& values)
{
    NDAS_TRY(db::Statement query, connection.run(sql, values));
    QStringList found;
    while (query.next())
        found << query.value(0).toString();
    if (query.lastError().isValid())
        return fail(db::databaseError(query));
    return found;
}

/// Files below the library that are recorded as the video's.
Result<QStringList> filesOf(db::Connection& connection, VideoId id)
{
    return strings(connection,
                   QStringLiteral("SELECT 'originals/' || stored_name FROM video "
                                  "WHERE id = ? AND stored_name IS NOT NULL "
                                  "UNION ALL SELECT 'renditions/' || file_name FROM rendition "
                                  "WHERE video_id = ? AND file_name IS NOT NULL "
                                  "UNION ALL SELECT 'thumbnails/' || file_name FROM thumbnail "
                                  "WHERE video_id = ?"),
                   {whole(id.value), whole(id.value), whole(id.value)});
}

/// A JSON array: one statement for any number of names.
QString nameList(const QStringList& names)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(names)).toJson(QJsonDocument::Compact));
}

/// Until they are gone, they are not taken for files of recordings.
Result<void> noteRemoved(db::Connection& connection, const QStringList& files, EpochMs now)
{
    NDAS_CHECK(connection.change(QStringLiteral("INSERT OR REPLACE INTO removed_file (name, removed_at) "
                                                "SELECT value, ? FROM json_each(?)"),
                                 {whole(now), nameList(files)}));
    return {};
}

/// Of a ready rendition; others were never there to be seen.
Result<void> noteDeletion(db::Connection& connection, VideoId id, const QString& preset, EpochMs now)
{
    NDAS_TRY(const QVariant size,
             connection.value(QStringLiteral("SELECT size_bytes FROM rendition WHERE "
                                             "video_id = ? AND preset = ? AND state = 'ready'"),
                              {whole(id.value), preset}));
    if (size.isNull())
        return {};
    return noteDeed(connection, id,
                    {.deed = Deed::RenditionDeleted, .preset = preset, .sizeBytes = size.toLongLong()}, now);
}

} // namespace

Result<QStringList> LibraryStore::removeVideo(VideoId id)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const QVariant running,
             connection->value(
                 QStringLiteral("SELECT EXISTS(SELECT 1 FROM job WHERE video_id = ? AND state = 'running')"),
                 {whole(id.value)}));
    if (running.toBool())
        return fail(ErrorCode::Busy, QStringLiteral("a job of video %1 is running").arg(id.value));
    NDAS_TRY(const Video video, find(id));
    NDAS_TRY(QStringList files, filesOf(*connection, id));
    files += unrecordedFilesOf(video);
    NDAS_CHECK(connection->change(QStringLiteral("DELETE FROM video WHERE id = ?"), {whole(id.value)}));
    NDAS_CHECK(noteRemoved(*connection, files, clock_.now()));
    NDAS_CHECK(transaction.commit());
    return files;
}

Result<QStringList> LibraryStore::removeRendition(VideoId id, const QString& preset)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    const QVariantList which{whole(id.value), preset};
    NDAS_TRY(const QVariant wanted,
             connection->value(QStringLiteral("SELECT EXISTS(SELECT 1 FROM job WHERE video_id = ? AND "
                                              "preset = ? AND kind = 'transcode' AND state IN "
                                              "('queued', 'running', 'paused', 'blocked'))"),
                               which));
    if (wanted.toBool())
        return fail(ErrorCode::Busy,
                    QStringLiteral("rendition \"%1\" of video %2 is being made").arg(preset).arg(id.value));
    NDAS_TRY(const QStringList files,
             strings(*connection,
                     QStringLiteral("SELECT 'renditions/' || file_name FROM rendition "
                                    "WHERE video_id = ? AND preset = ? AND file_name IS NOT NULL"),
                     which));
    NDAS_CHECK(noteDeletion(*connection, id, preset, clock_.now()));
    NDAS_TRY(
        const int removed,
        connection->change(QStringLiteral("DELETE FROM rendition WHERE video_id = ? AND preset = ?"), which));
    if (removed == 0)
        return fail(ErrorCode::NoSuchItem,
                    QStringLiteral("video %1 has no rendition \"%2\"").arg(id.value).arg(preset));
    NDAS_CHECK(noteRemoved(*connection, files, clock_.now()));
    NDAS_CHECK(transaction.commit());
    return files;
}

Result<QStringList> LibraryStore::removedFiles(std::optional<EpochMs> until) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    return strings(*connection,
                   QStringLiteral("SELECT name FROM removed_file WHERE removed_at <= ? ORDER BY name"),
                   {whole(until.value_or(std::numeric_limits<EpochMs>::max()))});
}

Result<void> LibraryStore::forgetRemoved(const QStringList& files)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_CHECK(connection->change(
        QStringLiteral("DELETE FROM removed_file WHERE name IN (SELECT value FROM json_each(?))"),
        {nameList(files)}));
    return {};
}

} // namespace ndas::library
