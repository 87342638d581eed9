#include "core/jobs/job_store.h"

#include "core/jobs/job_rows.h"

#include <QtCore/QJsonDocument>

namespace ndas::jobs {

namespace {

/// Runs `step(connection, job as it stands)` in one transaction.
template <class Step>
Result<void> change(db::DatabasePool& pool, JobId id, const Step& step)
{
    NDAS_TRY(db::Connection* const connection, pool.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const Job job, rows::find(*connection, id));
    NDAS_CHECK(step(*connection, job));
    NDAS_CHECK(rows::checkJobs(*connection, {id}));
    return transaction.commit();
}

Failure impossible(const Job& job, const char* wish)
{
    return fail(ErrorCode::InvalidTransition, QStringLiteral("%1 of job %2, which is %3")
                                                  .arg(QLatin1String(wish))
                                                  .arg(job.id.value)
                                                  .arg(QLatin1String(name(job.state))));
}

Result<void> moveOne(db::Connection& connection, const Job& job, rows::Move move, EpochMs now)
{
    move.where = QStringLiteral("id = ?");
    move.whereValues = {rows::number(job.id.value)};
    NDAS_CHECK(rows::apply(connection, move, now));
    return {};
}

/// The running attempt sees the intent when it looks next; until then it stays running.
Result<void> noteIntent(db::Connection& connection, const Job& job, const char* column, const char* reason,
                        EpochMs now)
{
    NDAS_CHECK(
        connection.change(QStringLiteral("UPDATE job SET %1 = 1 WHERE id = ?").arg(QLatin1String(column)),
                          {rows::number(job.id.value)}));
    const QString running = QLatin1String(name(JobState::Running));
    return rows::recordEvent(connection,
                             {.job = job.id,
                              .fromState = running,
                              .toState = running,
                              .attempt = job.attempt,
                              .reason = QLatin1String(reason)},
                             now);
}

Result<void> refuseSecondRendition(db::Connection& connection, JobKind kind, VideoId video,
                                   const QString& preset)
{
    if (kind != JobKind::Transcode)
        return {};
    NDAS_TRY(const QVariant other,
             connection.value(QStringLiteral("SELECT id FROM job WHERE kind = 'transcode' AND video_id IS ? "
                                             "AND preset = ? AND state IN ('queued', 'running', 'paused', "
                                             "'blocked')"),
                              {rows::number(video.value), rows::text(preset)}));
    if (other.isValid())
        return fail(ErrorCode::AlreadyExists, QStringLiteral("job %1").arg(other.toLongLong()));
    return {};
}

} // namespace

JobStore::JobStore(db::DatabasePool& pool, const Clock& clock)
    : pool_(pool)
    , clock_(clock)
{
}

Result<JobId> JobStore::enqueue(const NewJob& job)
{
    const EpochMs now = clock_.now();
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(refuseSecondRendition(*connection, job.kind, job.video, job.preset));
    const QString payload = QString::fromUtf8(QJsonDocument(job.payload).toJson(QJsonDocument::Compact));
    NDAS_TRY(const std::int64_t row,
             connection->insert(
                 QStringLiteral("INSERT INTO job (kind, video_id, preset, payload, state, priority, run_at, "
                                "created_at) VALUES (?, ?, ?, ?, 'queued', ?, ?, ?)"),
                 {QLatin1String(name(job.kind)), job.video ? rows::number(job.video.value) : QVariant(),
                  rows::text(job.preset), payload, job.priority, rows::number(now), rows::number(now)}));
    const JobId id{row};
    NDAS_CHECK(rows::recordEvent(*connection,
                                 {.job = id,
                                  .fromState = {},
                                  .toState = QLatin1String(name(JobState::Queued)),
                                  .attempt = 0,
                                  .reason = QStringLiteral("enqueued")},
                                 now));
    NDAS_CHECK(transaction.commit());
    return id;
}

Result<void> JobStore::requestPause(JobId id)
{
    return change(pool_, id, [this](db::Connection& connection, const Job& job) -> Result<void> {
        if (job.state == JobState::Paused || job.pauseRequested)
            return {};
        if (job.state == JobState::Running && !job.cancelRequested)
            return noteIntent(connection, job, "pause_requested", "pause-requested", clock_.now());
        if (job.state != JobState::Queued && job.state != JobState::Blocked)
            return impossible(job, "pause");
        return moveOne(connection, job,
                       {.to = QStringLiteral("'paused'"), .reason = QStringLiteral("paused")}, clock_.now());
    });
}

Result<void> JobStore::resume(JobId id)
{
    return change(pool_, id, [this](db::Connection& connection, const Job& job) -> Result<void> {
        if (job.state == JobState::Queued)
            return {};
        if (job.state == JobState::Running && job.pauseRequested) {
            NDAS_CHECK(connection.change(QStringLiteral("UPDATE job SET pause_requested = 0 WHERE id = ?"),
                                         {rows::number(job.id.value)}));
            return {};
        }
        if (job.state != JobState::Paused)
            return impossible(job, "resume");
        return moveOne(connection, job,
                       {.to = QStringLiteral("'queued'"),
                        .set = QStringLiteral("run_at = created_at"),
                        .reason = QStringLiteral("resumed")},
                       clock_.now());
    });
}

Result<void> JobStore::requestCancel(JobId id)
{
    return change(pool_, id, [this](db::Connection& connection, const Job& job) -> Result<void> {
        if (job.state == JobState::Cancelled || job.cancelRequested)
            return {};
        if (isTerminal(job.state))
            return impossible(job, "cancel");
        if (job.state == JobState::Running)
            return noteIntent(connection, job, "cancel_requested", "cancel-requested", clock_.now());
        return moveOne(connection, job,
                       {.to = QStringLiteral("'cancelled'"), .reason = QStringLiteral("cancelled")},
                       clock_.now());
    });
}

Result<void> JobStore::retry(JobId id)
{
    return change(pool_, id, [this](db::Connection& connection, const Job& job) -> Result<void> {
        if (job.state != JobState::Failed && job.state != JobState::Cancelled)
            return impossible(job, "retry");
        NDAS_CHECK(refuseSecondRendition(connection, job.kind, job.video, job.preset));
        return moveOne(connection, job,
                       {.to = QStringLiteral("'queued'"),
                        .set = QStringLiteral("run_at = created_at, attempt = 0, crashes = 0, progress = 0, "
                                              "stage = '', error_code = '', error_detail = '', "
                                              "started_at = NULL"),
                        .reason = QStringLiteral("retry")},
                       clock_.now());
    });
}

Result<void> JobStore::setPriority(JobId id, int priority)
{
    return change(pool_, id, [priority](db::Connection& connection, const Job& job) -> Result<void> {
        if (isTerminal(job.state))
            return impossible(job, "priority");
        NDAS_CHECK(connection.change(QStringLiteral("UPDATE job SET priority = ? WHERE id = ?"),
                                     {priority, rows::number(job.id.value)}));
        return {};
    });
}

Result<void> JobStore::changePreset(JobId id, const QString& preset)
{
    return change(pool_, id, [&preset](db::Connection& connection, const Job& job) -> Result<void> {
        const bool waits =
            job.state == JobState::Queued || job.state == JobState::Paused || job.state == JobState::Blocked;
        if (job.kind != JobKind::Transcode || !waits || job.preset == preset)
            return impossible(job, "another preset");
        NDAS_CHECK(refuseSecondRendition(connection, job.kind, job.video, preset));
        const QVariant row = rows::number(job.id.value);
        NDAS_CHECK(connection.change(
            QStringLiteral("UPDATE job SET preset = ?, progress = 0, stage = '' WHERE id = ?"),
            {rows::text(preset), row}));
        // The journal is of the old preset: how far that came counts for nothing.
        NDAS_CHECK(connection.change(QStringLiteral("DELETE FROM checkpoint WHERE job_id = ?"), {row}));
        return {};
    });
}

Result<void> JobStore::startAfter(JobId id, std::optional<EpochMs> moment)
{
    if (moment && *moment > clock_.now() + std::chrono::milliseconds(longestPostponement).count())
        return fail(ErrorCode::BadOption, QStringLiteral("a start more than two days ahead"));
    return change(pool_, id, [moment](db::Connection& connection, const Job& job) -> Result<void> {
        if (job.state != JobState::Queued)
            return impossible(job, "start after");
        NDAS_CHECK(
            connection.change(QStringLiteral("UPDATE job SET run_at = max(created_at, ?), error_code = '', "
                                             "error_detail = '' WHERE id = ?"),
                              {rows::number(moment.value_or(job.createdAt)), rows::number(job.id.value)}));
        return {};
    });
}

Result<void> JobStore::setQueuePaused(bool paused)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_CHECK(connection->change(QStringLiteral("INSERT INTO app_state (key, value) VALUES "
                                                 "('queue_paused', ?) ON CONFLICT (key) DO UPDATE "
                                                 "SET value = excluded.value"),
                                  {paused ? QStringLiteral("1") : QStringLiteral("0")}));
    return {};
}

Result<void> JobStore::setEverythingPaused(bool paused)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(setQueuePaused(paused));
    JobFilter affected;
    affected.states = {JobState::Running, JobState::Paused};
    NDAS_TRY(const std::vector<Job> jobs, list(affected));
    for (const Job& job : jobs) {
        if (paused && job.state == JobState::Running && !job.cancelRequested)
            NDAS_CHECK(requestPause(job.id));
        if (!paused && (job.state == JobState::Paused || job.pauseRequested))
            NDAS_CHECK(resume(job.id));
    }
    return transaction.commit();
}

} // namespace ndas::jobs
