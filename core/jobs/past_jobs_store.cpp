// Ended jobs leave the list, come back, and are remembered by their recording meanwhile.
#include "core/jobs/job_rows.h"

#include <QtCore/QJsonDocument>
#include <QtSql/QSqlError>

namespace ndas::jobs {

namespace {

/// Off the list those ended jobs that meet `condition`; how many they were.
Result<int> takeOff(db::Connection& connection, const rows::Condition& condition)
{
    NDAS_CHECK(connection.change(
        QStringLiteral(
            "INSERT INTO past_job (job_id, video_id, kind, preset, state, error_code, finished_at) "
            "SELECT id, video_id, kind, preset, state, error_code, finished_at FROM job "
            "WHERE video_id IS NOT NULL AND %1 ORDER BY finished_at, id")
            .arg(condition.sql),
        condition.values));
    return connection.change(QStringLiteral("DELETE FROM job WHERE ") + condition.sql, condition.values);
}

/// With the one event its history has now, and no past job any more; nothing when its recording is gone or
/// its number taken.
Result<void> insertEnded(db::Connection& connection, const Job& job, EpochMs now)
{
    const auto time = [](const std::optional<EpochMs>& at) { return at ? rows::number(*at) : QVariant(); };
    const QString payload = QString::fromUtf8(QJsonDocument(job.payload).toJson(QJsonDocument::Compact));
    NDAS_TRY(
        const int inserted,
        connection.change(
            QStringLiteral(
                "INSERT OR IGNORE INTO job (id, kind, video_id, preset, payload, state, priority, "
                "run_at, attempt, crashes, fence, progress, stage, speed, error_code, error_detail, "
                "created_at, started_at, finished_at) "
                "SELECT ?, ?, v.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? "
                "FROM video v WHERE v.id = ?"),
            {rows::number(job.id.value), QString::fromLatin1(name(job.kind)), rows::text(job.preset), payload,
             QString::fromLatin1(name(job.state)), job.priority, rows::number(job.runAt), job.attempt,
             job.crashes, rows::number(job.fence), job.progress, rows::text(job.stage), job.speed,
             job.hasError ? QString::fromLatin1(errorName(job.errorCode)) : QStringLiteral(""),
             rows::text(job.errorDetail), rows::number(job.createdAt), time(job.startedAt),
             time(job.finishedAt), rows::number(job.video.value)}));
    if (inserted == 0)
        return {};
    NDAS_CHECK(connection.change(
        QStringLiteral("DELETE FROM past_job WHERE job_id = ? AND video_id = ? AND finished_at = ?"),
        {rows::number(job.id.value), rows::number(job.video.value), time(job.finishedAt)}));
    return rows::recordEvent(connection,
                             {.job = job.id,
                              .fromState = {},
                              .toState = QString::fromLatin1(name(job.state)),
                              .attempt = job.attempt,
                              .reason = QStringLiteral("put-back")},
                             now);
}

} // namespace

Result<void> JobStore::remove(JobId id)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const int removed,
             takeOff(*connection,
                     {.sql = QStringLiteral("id = ? AND state IN ('succeeded', 'failed', 'cancelled')"),
                      .values = {rows::number(id.value)}}));
    if (removed == 0)
        return fail(ErrorCode::InvalidTransition, QStringLiteral("job %1 is not finished").arg(id.value));
    return transaction.commit();
}

Result<int> JobStore::removeFinished()
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(
        const int removed,
        takeOff(*connection, {.sql = QStringLiteral("state IN ('succeeded', 'cancelled')"), .values = {}}));
    NDAS_CHECK(transaction.commit());
    return removed;
}

Result<void> JobStore::putBack(const std::vector<Job>& jobs)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    for (const Job& job : jobs)
        if (isTerminal(job.state))
            NDAS_CHECK(insertEnded(*connection, job, clock_.now()));
    return transaction.commit();
}

Result<std::vector<PastJob>> JobStore::pastJobsOf(VideoId video) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(
        db::Statement query,
        connection->run(QStringLiteral("SELECT kind, preset, state, error_code, finished_at FROM past_job "
                                       "WHERE video_id = ? ORDER BY id DESC"),
                        {rows::number(video.value)}));
    std::vector<PastJob> jobs;
    while (query.next())
        jobs.push_back({.kind = jobKindFromName(query.value(0).toString()).value_or(JobKind::Ingest),
                        .preset = query.value(1).toString(),
                        .state = jobStateFromName(query.value(2).toString()).value_or(JobState::Failed),
                        .errorCode = errorFromName(query.value(3).toString()),
                        .finishedAt = query.value(4).toLongLong()});
    if (query.lastError().isValid())
        return fail(db::databaseError(query));
    return jobs;
}

} // namespace ndas::jobs
