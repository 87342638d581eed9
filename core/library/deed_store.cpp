// What users did with a recording, for its history.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

#include <QtSql/QSqlError>

#include <array>

namespace ndas::library {

namespace {

using namespace parts;

constexpr std::array deeds{Deed::RenditionDeleted, Deed::CopySaved, Deed::PictureChosen};

/// As the table spells it.
QString nameOf(Deed deed)
{
    switch (deed) {
    case Deed::RenditionDeleted:
        return QStringLiteral("rendition deleted");
    case Deed::CopySaved:
        return QStringLiteral("copy saved");
    case Deed::PictureChosen:
        break;
    }
    return QStringLiteral("picture chosen");
}

Deed deedFrom(const QString& name)
{
    const auto found =
        std::find_if(deeds.begin(), deeds.end(), [&](Deed deed) { return nameOf(deed) == name; });
    return found == deeds.end() ? Deed::PictureChosen : *found;
}

} // namespace

namespace parts {

Result<void> noteDeed(db::Connection& connection, VideoId video, const VideoDeed& deed, EpochMs now)
{
    NDAS_CHECK(connection.insert(
        QStringLiteral("INSERT INTO video_deed (video_id, at, deed, preset, size_bytes, folder) "
                       "VALUES (?, ?, ?, ?, ?, ?)"),
        {whole(video.value), whole(now), nameOf(deed.deed), text(deed.preset), whole(deed.sizeBytes),
         text(deed.folder)}));
    return {};
}

} // namespace parts

Result<void> LibraryStore::noteCopy(VideoId id, const QString& preset, const QString& folder)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    return noteDeed(*connection, id, {.deed = Deed::CopySaved, .preset = preset, .folder = folder},
                    clock_.now());
}

Result<std::vector<VideoDeed>> LibraryStore::deedsOf(VideoId id) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Statement query,
             connection->run(QStringLiteral("SELECT at, deed, preset, size_bytes, folder FROM video_deed "
                                            "WHERE video_id = ? ORDER BY id DESC"),
                             {whole(id.value)}));
    std::vector<VideoDeed> done;
    while (query.next())
        done.push_back({.at = query.value(0).toLongLong(),
                        .deed = deedFrom(query.value(1).toString()),
                        .preset = query.value(2).toString(),
                        .sizeBytes = query.value(3).toLongLong(),
                        .folder = query.value(4).toString()});
    if (query.lastError().isValid())
        return fail(db::databaseError(query));
    return done;
}

} // namespace ndas::library
