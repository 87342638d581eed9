#include "core/base/log.h"
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace ndas::library {

namespace {

using namespace parts;

QString selectVideos()
{
    return QStringLiteral(
        "SELECT v.id, v.uuid, v.patient_id, p.code, v.title, v.notes, v.state, v.storage, v.original_path, "
        "v.original_name, v.stored_name, v.size_bytes, v.file_modified_at, v.sha256, v.duplicate_of, "
        "v.refusal_code, v.media_info, v.recorded_at, v.recorded_at_source, v.imported_at, "
        "(SELECT t.file_name FROM thumbnail t WHERE t.video_id = v.id ORDER BY t.id DESC LIMIT 1) "
        "FROM video v LEFT JOIN patient p ON p.id = v.patient_id ");
}

VideoState videoState(const QString& text)
{
    for (const VideoState state : {VideoState::Ready, VideoState::Refused, VideoState::Duplicate}) {
        if (text == QLatin1String(name(state)))
            return state;
    }
    return VideoState::Importing;
}

std::optional<media::MediaInfo> mediaInfoOf(const QString& json, VideoId id)
{
    if (json.isEmpty())
        return std::nullopt;
    auto info = media::mediaInfoFromJson(QJsonDocument::fromJson(json.toUtf8()).object());
    if (!info) {
        qCWarning(logCore, "video %lld: media info unreadable", static_cast<long long>(id.value));
        return std::nullopt;
    }
    return std::move(*info);
}

/// The current row of a query that starts with `selectVideos`; renditions are read apart.
Video readVideo(const db::Statement& query)
{
    int column = 0;
    const auto next = [&] { return query.value(column++); };
    Video video;
    video.id.value = next().toLongLong();
    video.uuid = next().toString();
    video.patient.value = next().toLongLong();
    video.patientCode = next().toString();
    video.title = next().toString();
    video.notes = next().toString();
    video.state = videoState(next().toString());
    video.storage = next().toString() == QLatin1String("in_place") ? Storage::InPlace : Storage::Copied;
    video.originalPath = next().toString();
    video.originalName = next().toString();
    video.storedName = next().toString();
    video.sizeBytes = next().toLongLong();
    video.fileModifiedAt = next().toLongLong();
    video.sha256 = next().toString();
    video.duplicateOf.value = next().toLongLong();
    if (const QString code = next().toString(); !code.isEmpty())
        video.refusal = errorFromName(code);
    video.info = mediaInfoOf(next().toString(), video.id);
    const QString recordedAt = next().toString();
    const auto source = media::dateSourceFromName(next().toString());
    if (video.info)
        video.info->recordedAt =
            source ? std::optional(media::RecordingDate{.iso = recordedAt, .source = *source}) : std::nullopt;
    video.importedAt = next().toLongLong();
    video.thumbnailFile = next().toString();
    return video;
}

Result<std::vector<Video>> readVideos(db::Connection& connection, const QString& condition,
                                      const QVariantList& values)
{
    NDAS_TRY(db::Statement query, connection.run(selectVideos() + condition, values));
    std::vector<Video> videos;
    while (query.next())
        videos.push_back(readVideo(query));
    return videos;
}

QString conditionOf(const VideoFilter& filter, QVariantList& values)
{
    QStringList conditions;
    if (!filter.states.empty()) {
        QStringList marks;
        for (const VideoState state : filter.states) {
            marks << QStringLiteral("?");
            values << QString::fromLatin1(name(state));
        }
        conditions << QStringLiteral("v.state IN (%1)").arg(marks.join(QLatin1Char(',')));
    }
    if (filter.patient) {
        conditions << QStringLiteral("v.patient_id = ?");
        values << whole(filter.patient->value);
    }
    const QString where = conditions.join(QLatin1String(" AND "));
    return (where.isEmpty() ? QString() : QStringLiteral("WHERE ") + where) +
           QStringLiteral(" ORDER BY v.imported_at DESC, v.id DESC");
}

/// Done here and not in SQL: SQLite's LIKE knows upper and lower case of ASCII only.
bool mentions(const Video& video, const QString& text)
{
    return text.isEmpty() || video.title.contains(text, Qt::CaseInsensitive) ||
           video.notes.contains(text, Qt::CaseInsensitive) ||
           video.patientCode.contains(text, Qt::CaseInsensitive);
}

} // namespace

LibraryStore::LibraryStore(db::DatabasePool& pool, jobs::JobStore& jobs, const Clock& clock)
    : pool_(pool)
    , jobs_(jobs)
    , clock_(clock)
{
}

Result<Video> LibraryStore::find(VideoId id) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(auto videos, readVideos(*connection, QStringLiteral("WHERE v.id = ?"), {whole(id.value)}));
    if (videos.empty())
        return fail(ErrorCode::NoSuchItem, QStringLiteral("no video %1").arg(id.value));
    NDAS_TRY(auto renditions, renditionsOf(*connection, id));
    videos.front().renditions = std::move(renditions[id]);
    return std::move(videos.front());
}

Result<std::vector<Video>> LibraryStore::list(const VideoFilter& filter) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    QVariantList values;
    const QString condition = conditionOf(filter, values);
    NDAS_TRY(auto videos, readVideos(*connection, condition, values));
    std::erase_if(videos, [&](const Video& video) { return !mentions(video, filter.text); });
    NDAS_TRY(auto renditions, renditionsOf(*connection, {}));
    for (Video& video : videos)
        video.renditions = std::move(renditions[video.id]);
    return videos;
}

Result<std::optional<Video>> LibraryStore::findByContent(const QString& sha256) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(const QVariant id,
             connection->value(
                 QStringLiteral("SELECT min(id) FROM video WHERE sha256 = ? AND state = 'ready'"), {sha256}));
    if (id.toLongLong() == 0)
        return std::optional<Video>();
    NDAS_TRY(Video video, find(VideoId{id.toLongLong()}));
    return std::optional<Video>(std::move(video));
}

Result<bool> LibraryStore::hasSize(qint64 sizeBytes) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(
        const QVariant any,
        connection->value(
            QStringLiteral("SELECT EXISTS(SELECT 1 FROM video WHERE size_bytes = ? AND state = 'ready')"),
            {sizeBytes}));
    return any.toBool();
}

Result<QStringList> LibraryStore::originalsInPlace(qint64 sizeBytes) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(auto query,
             connection->run(QStringLiteral("SELECT original_path FROM video WHERE storage = 'in_place' "
                                            "AND (size_bytes = ? OR state <> 'ready')"),
                             {sizeBytes}));
    QStringList paths;
    while (query.next())
        paths << query.value(0).toString();
    return paths;
}

namespace parts {

QVariant text(const QString& value)
{
    return value.isNull() ? QVariant(QStringLiteral("")) : QVariant(value);
}

QVariant textOrNull(const QString& value)
{
    return value.isEmpty() ? QVariant() : QVariant(value);
}

QVariant whole(std::int64_t value)
{
    return QVariant(static_cast<qlonglong>(value));
}

QVariant positiveOrNull(std::int64_t value)
{
    return value > 0 ? whole(value) : QVariant();
}

QVariant idList(const std::vector<VideoId>& ids)
{
    QJsonArray array;
    for (const VideoId id : ids)
        array.append(static_cast<qint64>(id.value));
    return QString::fromLatin1(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

Result<PatientId> patientByCode(db::Connection& connection, const QString& code, EpochMs now)
{
    const QString clean = code.simplified();
    if (clean.isEmpty())
        return PatientId{};
    NDAS_TRY(const PatientId known, knownPatient(connection, clean));
    if (known)
        return known;
    NDAS_TRY(const std::int64_t id,
             connection.insert(QStringLiteral("INSERT INTO patient (code, created_at) VALUES (?, ?)"),
                               {clean, whole(now)}));
    return PatientId{id};
}

} // namespace parts

} // namespace ndas::library
