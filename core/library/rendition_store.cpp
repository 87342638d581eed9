// Renditions: asked for, being published, ready.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace ndas::library {

namespace {

using namespace parts;

/// A row that is not ready and that nobody works on any more (its job gave up or was cancelled) is a failed
/// one: so the end of the job and that of the rendition are one fact.
QString selectRenditions()
{
    return QStringLiteral(
        "SELECT r.id, r.video_id, r.preset, "
        "CASE WHEN r.state IN ('pending', 'publishing') AND NOT EXISTS (SELECT 1 FROM job j WHERE j.video_id "
        "= r.video_id "
        "AND j.preset = r.preset AND j.kind = 'transcode' "
        "AND j.state IN ('queued', 'running', 'paused', 'blocked')) THEN 'failed' ELSE r.state END, "
        "r.file_name, r.size_bytes, r.sha256, r.plan_hash, r.width, r.height, r.duration_us, r.frames, "
        "r.removed, r.notes, r.likeness, r.likeness_luma, r.likeness_pictures FROM rendition r ");
}

RenditionState renditionState(const QString& text)
{
    for (const RenditionState state :
         {RenditionState::Publishing, RenditionState::Ready, RenditionState::Failed}) {
        if (text == QLatin1String(name(state)))
            return state;
    }
    return RenditionState::Pending;
}

QStringList stringsOf(const QString& json)
{
    QStringList strings;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const auto& value : array)
        strings << value.toString();
    return strings;
}

QString jsonOf(const QStringList& strings)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(strings)).toJson(QJsonDocument::Compact));
}

Rendition readRendition(const db::Statement& query)
{
    int column = 0;
    const auto next = [&] { return query.value(column++); };
    Rendition rendition;
    rendition.id.value = next().toLongLong();
    rendition.video.value = next().toLongLong();
    rendition.preset = next().toString();
    rendition.state = renditionState(next().toString());
    rendition.fileName = next().toString();
    rendition.sizeBytes = next().toLongLong();
    rendition.sha256 = next().toString();
    rendition.planHash = next().toString();
    rendition.size.width = next().toInt();
    rendition.size.height = next().toInt();
    rendition.duration = media::Micros(next().toLongLong());
    rendition.frames = next().toLongLong();
    rendition.removed = stringsOf(next().toString());
    rendition.notes = stringsOf(next().toString());
    const QVariant likeness = next();
    if (!likeness.isNull())
        rendition.likeness = media::Likeness{
            .all = likeness.toDouble(), .luma = next().toDouble(), .pictures = next().toInt()};
    return rendition;
}

/// A row for this preset, pending; one that is being published keeps its record for the recovery.
Result<void> wantRendition(db::Connection& connection, VideoId id, const QString& preset, EpochMs now)
{
    NDAS_TRY(const QVariant state,
             connection.value(QStringLiteral("SELECT state FROM rendition WHERE video_id = ? AND preset = ?"),
                              {whole(id.value), preset}));
    if (state.toString() == QLatin1String(name(RenditionState::Ready)))
        return fail(ErrorCode::AlreadyExists,
                    QStringLiteral("video %1 has a rendition \"%2\"").arg(id.value).arg(preset));
    NDAS_CHECK(connection.change(
        QStringLiteral(
            "INSERT INTO rendition (video_id, preset, state, created_at) VALUES (?, ?, 'pending', ?) "
            "ON CONFLICT (video_id, preset) DO UPDATE SET state = 'pending' WHERE state = 'failed'"),
        {whole(id.value), preset, whole(now)}));
    return {};
}

} // namespace

Result<JobId> LibraryStore::queueRendition(VideoId id, const QString& preset, int priority)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const QVariant state,
             connection->value(QStringLiteral("SELECT state FROM video WHERE id = ?"), {whole(id.value)}));
    if (!state.isValid())
        return fail(ErrorCode::NoSuchItem, QStringLiteral("no video %1").arg(id.value));
    if (state.toString() != QLatin1String(name(VideoState::Ready)))
        return fail(ErrorCode::InvalidTransition, QStringLiteral("video %1 is not ready").arg(id.value));
    NDAS_CHECK(wantRendition(*connection, id, preset, clock_.now()));
    jobs::NewJob job;
    job.kind = jobs::JobKind::Transcode;
    job.video = id;
    job.preset = preset;
    job.priority = priority;
    NDAS_TRY(const JobId queued, jobs_.enqueue(job));
    NDAS_CHECK(transaction.commit());
    return queued;
}

Result<void> LibraryStore::changePreset(JobId id, const QString& preset)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const jobs::Job job, jobs_.find(id));
    NDAS_CHECK(jobs_.changePreset(id, preset));
    NDAS_CHECK(wantRendition(*connection, job.video, preset, clock_.now()));
    NDAS_CHECK(connection->change(
        QStringLiteral("DELETE FROM rendition WHERE video_id = ? AND preset = ? AND state = 'pending'"),
        {whole(job.video.value), job.preset}));
    return transaction.commit();
}

Result<void> LibraryStore::recordPublishing(const jobs::Claim& claim, VideoId id, const Rendition& rendition)
{
    const std::optional<media::Likeness>& likeness = rendition.likeness;
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(
        const int changed,
        connection->change(
            QStringLiteral(
                "UPDATE rendition SET state = 'publishing', plan_hash = ?, file_name = ?, size_bytes = ?, "
                "sha256 = ?, width = ?, height = ?, duration_us = ?, frames = ?, removed = ?, notes = ?, "
                "likeness = ?, likeness_luma = ?, likeness_pictures = ? "
                "WHERE video_id = ? AND preset = ? AND EXISTS "
                "(SELECT 1 FROM job WHERE id = ? AND fence = ? AND state = 'running')"),
            {textOrNull(rendition.planHash), rendition.fileName, rendition.sizeBytes, rendition.sha256,
             rendition.size.width, rendition.size.height, whole(rendition.duration.count()),
             whole(rendition.frames), jsonOf(rendition.removed), jsonOf(rendition.notes),
             likeness ? likeness->all : QVariant(), likeness ? likeness->luma : QVariant(),
             likeness ? likeness->pictures : QVariant(), whole(id.value), rendition.preset,
             whole(claim.job.value), whole(claim.fence)}));
    if (changed == 0)
        return fail(ErrorCode::LostLease,
                    QStringLiteral("job %1 may not publish any more").arg(claim.job.value));
    // An earlier one of this name was removed, and its file perhaps is still there: from now on it is ours.
    NDAS_CHECK(connection->change(QStringLiteral("DELETE FROM removed_file WHERE name = 'renditions/' || ?"),
                                  {rendition.fileName}));
    return transaction.commit();
}

Result<void> LibraryStore::finishRendition(const jobs::Claim& claim, VideoId id, const QString& preset)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(
        const int changed,
        connection->change(QStringLiteral("UPDATE rendition SET ready_at = iif(state = 'ready', ready_at, "
                                          "?), state = 'ready' WHERE video_id = ? AND preset = ? "
                                          "AND state IN ('publishing', 'ready')"),
                           {whole(clock_.now()), whole(id.value), preset}));
    if (changed == 0)
        return fail(
            ErrorCode::InvalidTransition,
            QStringLiteral("rendition \"%1\" of video %2 was not being published").arg(preset).arg(id.value));
    NDAS_CHECK(jobs_.succeed(claim));
    return transaction.commit();
}

Result<JobId> LibraryStore::remakeRendition(VideoId id, const QString& preset)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(connection->change(QStringLiteral("UPDATE rendition SET state = 'failed' "
                                                 "WHERE video_id = ? AND preset = ? AND state = 'ready'"),
                                  {whole(id.value), preset}));
    NDAS_TRY(const JobId job, queueRendition(id, preset));
    NDAS_CHECK(transaction.commit());
    return job;
}

namespace parts {

Result<std::map<VideoId, std::vector<Rendition>>> renditionsOf(db::Connection& connection, VideoId video)
{
    const QString condition =
        video ? QStringLiteral("WHERE r.video_id = ? ORDER BY r.id") : QStringLiteral("ORDER BY r.id");
    const QVariantList values = video ? QVariantList{whole(video.value)} : QVariantList{};
    NDAS_TRY(db::Statement query, connection.run(selectRenditions() + condition, values));
    std::map<VideoId, std::vector<Rendition>> renditions;
    while (query.next()) {
        Rendition rendition = readRendition(query);
        renditions[rendition.video].push_back(std::move(rendition));
    }
    return renditions;
}

} // namespace parts

} // namespace ndas::library
