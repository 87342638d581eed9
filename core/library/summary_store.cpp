// Videos as lists need them: one small row each, a page at a time.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

namespace ndas::library {

namespace {

using namespace parts;

constexpr QChar itemMark = u'\n';
constexpr QChar partMark = u'\t';

/// A rendition nobody works on any more counts as failed, as in rendition_store.cpp.
QString selectSummaries()
{
    return QStringLiteral(
        "SELECT v.id, v.patient_id, p.code, p.birth_date, p.gestation_days, v.title, v.notes, "
        "v.original_name, v.state, v.size_bytes, v.duration_us, v.display_width, v.display_height, "
        "(SELECT s.codec FROM media_stream s WHERE s.video_id = v.id AND s.kind = 'video' AND s.chosen = 1), "
        "v.recorded_at, v.imported_at, "
        "(SELECT t.file_name FROM thumbnail t WHERE t.video_id = v.id ORDER BY t.id DESC LIMIT 1), "
        "(SELECT group_concat(r.preset || char(9) || CASE WHEN r.state IN ('pending', 'publishing') "
        "AND NOT EXISTS "
        "(SELECT 1 FROM job j WHERE j.video_id = r.video_id AND j.preset = r.preset "
        "AND j.kind = 'transcode' AND j.state IN ('queued', 'running', 'paused', 'blocked')) "
        "THEN 'failed' ELSE r.state END || char(9) || ifnull(r.size_bytes, 0), char(10)) FROM rendition r "
        "WHERE r.video_id = v.id) "
        "FROM video v LEFT JOIN patient p ON p.id = v.patient_id ");
}

template <class State>
State stateNamed(const QString& text, std::initializer_list<State> others, State usual)
{
    for (const State state : others)
        if (text == QLatin1String(name(state)))
            return state;
    return usual;
}

std::vector<RenditionMark> marksOf(const QString& joined)
{
    using enum RenditionState;
    std::vector<RenditionMark> marks;
    for (const QString& item : joined.split(itemMark, Qt::SkipEmptyParts))
        marks.push_back({.preset = item.section(partMark, 0, 0),
                         .state = stateNamed(item.section(partMark, 1, 1), {Publishing, Ready, Failed},
                                             RenditionState::Pending),
                         .sizeBytes = item.section(partMark, 2).toLongLong()});
    return marks;
}

VideoSummary readSummary(const db::Statement& query)
{
    using enum VideoState;
    int column = 0;
    const auto next = [&] { return query.value(column++); };
    VideoSummary video;
    video.id.value = next().toLongLong();
    video.patient.value = next().toLongLong();
    video.patientCode = next().toString();
    video.birthDate = QDate::fromString(next().toString(), Qt::ISODate);
    video.gestationDays = next().toInt();
    video.title = next().toString();
    video.notes = next().toString();
    video.originalName = next().toString();
    video.state = stateNamed(next().toString(), {Ready, Refused, Duplicate}, VideoState::Importing);
    video.sizeBytes = next().toLongLong();
    video.duration = media::Micros(next().toLongLong());
    video.display.width = next().toInt();
    video.display.height = next().toInt();
    video.codec = next().toString();
    video.recordedAt = next().toString();
    video.importedAt = next().toLongLong();
    video.thumbnailFile = next().toString();
    video.renditions = marksOf(next().toString());
    return video;
}

Result<std::vector<VideoSummary>> readSummaries(db::DatabasePool& pool, const QString& condition,
                                                const QVariantList& values)
{
    NDAS_TRY(db::Connection* const connection, pool.connection());
    NDAS_TRY(db::Statement query, connection->run(selectSummaries() + condition, values));
    std::vector<VideoSummary> videos;
    while (query.next())
        videos.push_back(readSummary(query));
    return videos;
}

} // namespace

Result<std::vector<VideoSummary>> LibraryStore::summaries(VideoId below, int limit) const
{
    const std::int64_t top = below ? below.value : std::numeric_limits<std::int64_t>::max();
    return readSummaries(pool_, QStringLiteral("WHERE v.id < ? ORDER BY v.id DESC LIMIT ?"),
                         {whole(top), limit});
}

Result<std::vector<VideoSummary>> LibraryStore::summaries(const std::vector<VideoId>& ids) const
{
    return readSummaries(pool_,
                         QStringLiteral("WHERE v.id IN (SELECT value FROM json_each(?)) ORDER BY v.id DESC"),
                         {idList(ids)});
}

} // namespace ndas::library
