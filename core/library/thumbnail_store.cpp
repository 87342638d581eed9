// The record of the picture a recording is shown by.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

namespace ndas::library {

using namespace parts;

Result<std::optional<ThumbnailRecord>> LibraryStore::thumbnailOf(VideoId id) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Statement query,
             connection->run(QStringLiteral("SELECT file_name, width, height, at_us, size_bytes FROM "
                                            "thumbnail WHERE video_id = ? ORDER BY id DESC LIMIT 1"),
                             {whole(id.value)}));
    std::optional<ThumbnailRecord> record;
    if (query.next())
        record = {.fileName = query.value(0).toString(),
                  .size = {query.value(1).toInt(), query.value(2).toInt()},
                  .at = media::Micros(query.value(3).toLongLong()),
                  .sizeBytes = query.value(4).toLongLong()};
    return record;
}

Result<void> LibraryStore::setThumbnail(VideoId id, const std::optional<ThumbnailRecord>& record)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(
        connection->change(QStringLiteral("DELETE FROM thumbnail WHERE video_id = ?"), {whole(id.value)}));
    if (record)
        NDAS_CHECK(connection->change(
            QStringLiteral("INSERT INTO thumbnail (video_id, at_us, width, height, format, file_name, "
                           "size_bytes, created_at) VALUES (?, ?, ?, ?, 'jpeg', ?, ?, ?)"),
            {whole(id.value), whole(record->at.count()), record->size.width, record->size.height,
             record->fileName, whole(record->sizeBytes), whole(clock_.now())}));
    NDAS_CHECK(noteDeed(*connection, id, {.deed = Deed::PictureChosen}, clock_.now()));
    return transaction.commit();
}

} // namespace ndas::library
