// Registering recordings and what their ingest found out.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUuid>

namespace ndas::library {

namespace {

using namespace parts;

QString newUuid()
{
    return QUuid::createUuid().toString(QUuid::Id128);
}

/// One line, never empty: what a file is called without its extension.
QString titleOf(const NewVideo& video)
{
    const QFileInfo file(video.originalPath);
    for (const QString& candidate : {video.title, file.completeBaseName(), file.fileName()}) {
        if (const QString title = candidate.simplified(); !title.isEmpty())
            return title;
    }
    return QStringLiteral("-");
}

Result<VideoId> insertVideo(db::Connection& connection, const NewVideo& video, PatientId patient, EpochMs now)
{
    NDAS_TRY(
        const std::int64_t id,
        connection.insert(
            QStringLiteral("INSERT INTO video (uuid, patient_id, title, state, storage, original_path, "
                           "original_name, size_bytes, file_modified_at, imported_at, recorded_at, "
                           "recorded_at_source) VALUES (?, ?, ?, 'importing', ?, ?, ?, ?, ?, ?, ?, ?)"),
            {video.uuid.isEmpty() ? newUuid() : video.uuid, positiveOrNull(patient.value), titleOf(video),
             video.storage == Storage::InPlace ? QStringLiteral("in_place") : QStringLiteral("copied"),
             text(video.originalPath), text(QFileInfo(video.originalPath).fileName()), whole(video.sizeBytes),
             whole(video.fileModifiedAt), whole(now),
             video.typedDate ? QVariant(video.typedDate->iso) : QVariant(),
             video.typedDate ? QVariant(QStringLiteral("typed")) : QVariant()}));
    return VideoId{id};
}

/// Whoever dated it: somebody, or the file itself.
Result<void> refuseBeforeBirth(db::Connection& connection, VideoId id)
{
    NDAS_TRY(const QVariant older,
             connection.value(QStringLiteral("SELECT v.recorded_at FROM video v JOIN patient p "
                                             "ON p.id = v.patient_id WHERE v.id = ? "
                                             "AND substr(v.recorded_at, 1, 10) < p.birth_date"),
                              {whole(id.value)}));
    if (older.isValid())
        return fail(
            ErrorCode::RecordedBeforeBirth,
            QStringLiteral("video %1 is dated %2, before the birth").arg(id.value).arg(older.toString()));
    return {};
}

jobs::NewJob ingestJob(const NewVideo& video, VideoId id)
{
    jobs::NewJob job;
    job.kind = jobs::JobKind::Ingest;
    job.video = id;
    job.payload = {{QStringLiteral("presets"), QJsonArray::fromStringList(video.presets)},
                   {QStringLiteral("evenIfDuplicate"), video.evenIfDuplicate}};
    return job;
}

Result<void> refuseLateDuplicate(db::Connection& connection, VideoId id, const IngestedFacts& facts)
{
    if (facts.evenIfDuplicate)
        return {};
    NDAS_TRY(const QVariant other,
             connection.value(
                 QStringLiteral("SELECT min(id) FROM video WHERE sha256 = ? AND state = 'ready' AND id <> ?"),
                 {facts.sha256, whole(id.value)}));
    if (other.toLongLong() != 0)
        return fail(ErrorCode::AlreadyImported,
                    QStringLiteral("already imported as video %1").arg(other.toLongLong()));
    return {};
}

Result<void> updateVideo(db::Connection& connection, VideoId id, const IngestedFacts& facts)
{
    const media::MediaInfo& info = facts.info;
    const media::VideoStream* const main = info.mainVideo();
    const media::PixelSize shown = main ? main->display() : media::PixelSize();
    const QByteArray json = QJsonDocument(toJson(info)).toJson(QJsonDocument::Compact);
    const auto& date = info.recordedAt;
    NDAS_TRY(
        const int changed,
        connection.change(
            QStringLiteral("UPDATE video SET state = 'ready', sha256 = ?, stored_name = ?, size_bytes = ?, "
                           "file_modified_at = ?, container = ?, duration_us = ?, display_width = ?, "
                           "display_height = ?, "
                           "recorded_at = iif(recorded_at_source = 'typed', recorded_at, ?), "
                           "recorded_at_source = iif(recorded_at_source = 'typed', 'typed', ?), "
                           "media_info = ?, "
                           "refusal_code = NULL, duplicate_of = NULL WHERE id = ? AND state <> 'ready'"),
            {facts.sha256, textOrNull(facts.storedName), whole(facts.sizeBytes), whole(facts.fileModifiedAt),
             text(info.container), positiveOrNull(info.duration.count()), positiveOrNull(shown.width),
             positiveOrNull(shown.height), date ? QVariant(date->iso) : QVariant(),
             date ? QVariant(QString::fromLatin1(name(date->source))) : QVariant(), QString::fromUtf8(json),
             whole(id.value)}));
    if (changed == 0)
        return fail(ErrorCode::InvalidTransition,
                    QStringLiteral("video %1 is gone or ready already").arg(id.value));
    return {};
}

struct StreamRow {
    int index = -1;
    QString kind = {};
    QString codec = {};
    QString profile = {};
    QString language = {};
    std::int64_t bitRate = 0;
    media::PixelSize size = {};
    double frameRate = 0;
    int channels = 0;
    int sampleRate = 0;
    bool chosen = false;
};

/// The kinds the schema knows; whatever else a container holds is data to us.
QString knownKind(const QString& kind)
{
    static const QStringList known = {QStringLiteral("subtitle"), QStringLiteral("attachment"),
                                      QStringLiteral("cover"), QStringLiteral("still")};
    return known.contains(kind) ? kind : QStringLiteral("data");
}

std::vector<StreamRow> streamRows(const media::MediaInfo& info)
{
    std::vector<StreamRow> rows;
    for (const media::VideoStream& stream : info.video) {
        rows.push_back({.index = stream.index,
                        .kind = QStringLiteral("video"),
                        .codec = stream.codec,
                        .profile = stream.profile,
                        .language = stream.language,
                        .bitRate = stream.bitRate,
                        .size = stream.coded,
                        .frameRate = stream.frameRate.toDouble(),
                        .chosen = &stream == info.mainVideo()});
    }
    for (const media::AudioStream& stream : info.audio) {
        rows.push_back({.index = stream.index,
                        .kind = QStringLiteral("audio"),
                        .codec = stream.codec,
                        .profile = stream.profile,
                        .language = stream.language,
                        .bitRate = stream.bitRate,
                        .channels = stream.channels,
                        .sampleRate = stream.sampleRate,
                        .chosen = &stream == info.mainAudio()});
    }
    for (const media::OtherStream& stream : info.others)
        rows.push_back({.index = stream.index, .kind = knownKind(stream.kind), .codec = stream.codec});
    return rows;
}

Result<void> insertStreams(db::Connection& connection, VideoId id, const media::MediaInfo& info)
{
    NDAS_CHECK(
        connection.change(QStringLiteral("DELETE FROM media_stream WHERE video_id = ?"), {whole(id.value)}));
    for (const StreamRow& row : streamRows(info)) {
        NDAS_CHECK(connection.change(
            QStringLiteral(
                "INSERT INTO media_stream (video_id, stream_index, kind, codec, profile, language, "
                "bit_rate, width, height, frame_rate, channels, sample_rate, chosen) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {whole(id.value), row.index, row.kind, text(row.codec), text(row.profile), text(row.language),
             positiveOrNull(row.bitRate), positiveOrNull(row.size.width), positiveOrNull(row.size.height),
             row.frameRate > 0 ? QVariant(row.frameRate) : QVariant(), positiveOrNull(row.channels),
             positiveOrNull(row.sampleRate), row.chosen ? 1 : 0}));
    }
    return {};
}

Result<void> insertThumbnail(db::Connection& connection, VideoId id, const IngestedFacts& facts, EpochMs now)
{
    if (facts.thumbnailFile.isEmpty())
        return {};
    NDAS_CHECK(connection.change(
        QStringLiteral(
            "INSERT INTO thumbnail (video_id, at_us, width, height, format, file_name, size_bytes, "
            "created_at) VALUES (?, ?, ?, ?, 'jpeg', ?, ?, ?)"),
        {whole(id.value), whole(facts.thumbnailAt.count()), facts.thumbnailSize.width,
         facts.thumbnailSize.height, facts.thumbnailFile, facts.thumbnailBytes, whole(now)}));
    return {};
}

/// Queues the presets of a ready video that have no row yet; their files are made again.
Result<bool> queueMissing(db::Connection& connection, LibraryStore& store, VideoId id,
                          const QStringList& presets)
{
    bool queued = false;
    for (const QString& preset : presets) {
        NDAS_TRY(
            const QVariant missing,
            connection.value(
                QStringLiteral("SELECT 1 FROM video v WHERE v.id = ? AND v.state = 'ready' AND NOT EXISTS "
                               "(SELECT 1 FROM rendition r WHERE r.video_id = v.id AND r.preset = ?)"),
                {whole(id.value), preset}));
        if (!missing.isValid())
            continue;
        NDAS_CHECK(store.queueRendition(id, preset));
        queued = true;
    }
    return queued;
}

} // namespace

Result<Registered> LibraryStore::registerVideo(const NewVideo& video)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    const EpochMs now = clock_.now();
    NDAS_TRY(const PatientId patient, patientByCode(*connection, video.patientCode, now));
    NDAS_TRY(const VideoId id, insertVideo(*connection, video, patient, now));
    NDAS_CHECK(refuseBeforeBirth(*connection, id));
    NDAS_TRY(const JobId job, jobs_.enqueue(ingestJob(video, id)));
    NDAS_CHECK(transaction.commit());
    return Registered{.video = id, .job = job};
}

Result<bool> LibraryStore::adoptOriginal(const NewVideo& found)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const QVariant known,
             connection->value(QStringLiteral("SELECT id FROM video WHERE uuid = ?"), {found.uuid}));
    NDAS_TRY(const int redirected,
             connection->change(QStringLiteral("UPDATE video SET original_path = ? WHERE uuid = ? "
                                               "AND state <> 'ready' AND original_path <> ? AND NOT EXISTS "
                                               "(SELECT 1 FROM job j WHERE j.video_id = video.id "
                                               "AND j.state = 'running')"),
                                {found.originalPath, found.uuid, found.originalPath}));
    bool news = redirected > 0;
    if (!known.isValid()) {
        NDAS_CHECK(registerVideo(found));
        news = true;
    } else {
        NDAS_TRY(const bool queued,
                 queueMissing(*connection, *this, VideoId{known.toLongLong()}, found.presets));
        news = news || queued;
    }
    NDAS_CHECK(transaction.commit());
    return news;
}

Result<void> LibraryStore::finishIngest(const jobs::Claim& claim, VideoId id, const IngestedFacts& facts,
                                        const QStringList& presets)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(refuseLateDuplicate(*connection, id, facts));
    NDAS_CHECK(updateVideo(*connection, id, facts));
    NDAS_CHECK(refuseBeforeBirth(*connection, id));
    NDAS_CHECK(insertStreams(*connection, id, facts.info));
    NDAS_CHECK(insertThumbnail(*connection, id, facts, clock_.now()));
    QStringList wanted = presets;
    wanted.removeDuplicates();
    for (const QString& preset : std::as_const(wanted))
        NDAS_CHECK(queueRendition(id, preset));
    NDAS_CHECK(jobs_.succeed(claim));
    return transaction.commit();
}

Result<void> LibraryStore::refuse(const jobs::Claim& claim, VideoId id, const Error& reason)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(connection->change(
        QStringLiteral(
            "UPDATE video SET state = 'refused', refusal_code = ? WHERE id = ? AND state <> 'ready'"),
        {QString::fromLatin1(errorName(reason.code)), whole(id.value)}));
    NDAS_CHECK(jobs_.failForGood(claim, reason));
    return transaction.commit();
}

Result<void> LibraryStore::turnAway(const jobs::Claim& claim, VideoId id, VideoId original,
                                    const Error& reason)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(connection->change(
        QStringLiteral(
            "UPDATE video SET state = 'duplicate', duplicate_of = ? WHERE id = ? AND state <> 'ready'"),
        {whole(original.value), whole(id.value)}));
    NDAS_CHECK(jobs_.failForGood(claim, reason));
    return transaction.commit();
}

} // namespace ndas::library
