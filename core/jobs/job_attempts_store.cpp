#include "core/jobs/job_rows.h"

#include <algorithm>
#include <cmath>

namespace ndas::jobs {

namespace {

constexpr EpochMs leaseMs = 60'000;

QString ownAttempt()
{
    return QStringLiteral("id = ? AND state = 'running' AND fence = ?");
}

QVariantList shown(const Claim& claim)
{
    return {rows::number(claim.job.value), rows::number(claim.fence)};
}

Failure lost(const Claim& claim)
{
    return fail(ErrorCode::LostLease,
                QStringLiteral("job %1, fence %2").arg(claim.job.value).arg(claim.fence));
}

Result<void> changeOwn(db::DatabasePool& pool, const Claim& claim, const QString& set,
                       const QVariantList& values)
{
    NDAS_TRY(db::Connection* const connection, pool.connection());
    NDAS_TRY(const int rows,
             connection->change(QStringLiteral("UPDATE job SET %1 WHERE %2").arg(set, ownAttempt()),
                                values + shown(claim)));
    if (rows == 0)
        return lost(claim);
    return {};
}

Result<int> moveAll(db::DatabasePool& pool, const rows::Move& move, EpochMs now)
{
    NDAS_TRY(db::Connection* const connection, pool.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const int moved, rows::apply(*connection, move, now));
    NDAS_CHECK(transaction.commit());
    return moved;
}

Result<void> moveOwn(db::DatabasePool& pool, const Claim& claim, rows::Move move, EpochMs now)
{
    move.where = ownAttempt();
    move.whereValues = shown(claim);
    NDAS_TRY(const int moved, moveAll(pool, move, now));
    if (moved == 0)
        return lost(claim);
    return {};
}

QString code(const Error& error)
{
    return QLatin1String(errorName(error.code));
}

/// A job that was looked at again and is blocked as before has no news: its history keeps the first time
/// only, or a full disk over a weekend would leave thousands of lines.
Result<void> forgetVainLook(db::Connection& connection, JobId job, const QString& reason)
{
    const QVariant id = rows::number(job.value);
    NDAS_TRY(
        const QVariant before,
        connection.value(QStringLiteral("SELECT id FROM job_event WHERE job_id = ? AND to_state = 'blocked' "
                                        "ORDER BY id DESC LIMIT 1 OFFSET 1"),
                         {id}));
    if (!before.isValid())
        return {};
    NDAS_CHECK(
        connection.change(QStringLiteral("DELETE FROM job_event WHERE job_id = ? AND id > ? "
                                         "AND (SELECT reason FROM job_event WHERE id = ?) = ? AND NOT EXISTS "
                                         "(SELECT 1 FROM job_event WHERE job_id = ? AND id > ? "
                                         "AND reason NOT IN ('looked-again', 'claimed', ?))"),
                          {id, before, before, reason, id, before, reason}));
    return {};
}

/// What a blocked job waits for. The library lies on one disk, recordings in many folders; the path of a file
/// without all that is no slash at its end is its folder.
QString causeOfBlock()
{
    return QStringLiteral("(error_code || CASE WHEN error_code IN ('disk-full', 'read-only') THEN '' ELSE "
                          "ifnull((SELECT rtrim(v.original_path, replace(v.original_path, '/', '')) "
                          "FROM video v WHERE v.id = job.video_id), '') END)");
}

/// A JSON array of the blocked jobs to look again with, one for each cause; NULL: none. Each time any of them
/// was blocked the wait begins anew, and a job that is still to show whether it goes on counts as a look.
Result<QVariant> probes(db::Connection& connection, JobFilter only, EpochMs now)
{
    only.states = {JobState::Blocked};
    const rows::Condition blocked = rows::matching(only);
    only.states = {JobState::Queued}; // those of others may never be claimed
    const rows::Condition queued = rows::matching(only);
    const QVariant time = rows::number(now);
    return connection.value(
        QStringLiteral("SELECT nullif(json_group_array(id), '[]') FROM (SELECT id, cause, row_number() OVER "
                       "(PARTITION BY cause ORDER BY run_at, id) AS turn, min(due) OVER (PARTITION BY cause) "
                       "AS all_due FROM (SELECT id, run_at, %1 AS cause, %2 AS due FROM job WHERE %3)) "
                       "WHERE turn = 1 AND all_due AND cause NOT IN "
                       "(SELECT %1 FROM job WHERE error_code <> '' AND (state = 'running' OR %4))")
            .arg(causeOfBlock(), rows::isDue(), blocked.sql, queued.sql),
        QVariantList{time, time} + blocked.values + queued.values);
}

/// How many there are; see claim().
QString runningGroups()
{
    return QStringLiteral("(SELECT count(*) FROM (SELECT DISTINCT owner, started_at, video_id FROM job "
                          "WHERE state = 'running'))");
}

/// In one transaction. `startedAt` tells who began together.
Result<std::vector<Job>> claim(db::DatabasePool& pool, const rows::Condition& which, const QString& owner,
                               EpochMs startedAt, EpochMs now)
{
    const QString sql =
        QStringLiteral("UPDATE job SET state = 'running', attempt = attempt + 1, fence = fence + 1, "
                       "owner = ?, lease_until = ?, started_at = ?, progress = 0, stage = '', "
                       "speed = 0 WHERE %1 AND state = 'queued' AND NOT EXISTS "
                       "(SELECT 1 FROM app_state WHERE key = 'queue_paused' AND value = '1') RETURNING %2")
            .arg(which.sql, rows::columns());
    NDAS_TRY(db::Connection* const connection, pool.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(std::vector<Job> claimed, rows::read(*connection, sql,
                                                  QVariantList{rows::text(owner), rows::number(now + leaseMs),
                                                               rows::number(startedAt)} +
                                                      which.values));
    for (const Job& job : claimed) {
        NDAS_CHECK(rows::recordEvent(*connection,
                                     {.job = job.id,
                                      .fromState = QLatin1String(name(JobState::Queued)),
                                      .toState = QLatin1String(name(JobState::Running)),
                                      .attempt = job.attempt,
                                      .reason = QStringLiteral("claimed")},
                                     now));
    }
    NDAS_CHECK(transaction.commit());
    return claimed;
}

} // namespace

Result<std::optional<Job>> JobStore::claimNext(const QString& owner, const JobFilter& only, int atMost)
{
    const QVariant now = rows::number(clock_.now());
    JobFilter waiting = only;
    waiting.states = {JobState::Queued};
    const rows::Condition condition = rows::matching(waiting);
    NDAS_TRY(
        std::vector<Job> claimed,
        claim(pool_,
              {.sql = QStringLiteral("id = (SELECT id FROM job WHERE %1 AND %2 "
                                     "ORDER BY priority DESC, run_at, id LIMIT 1) AND (? = %3 OR %4 < ?)")
                          .arg(condition.sql, rows::isDue())
                          .arg(anyNumber)
                          .arg(runningGroups()),
               .values = condition.values + QVariantList{now, now, atMost, atMost}},
              owner, clock_.now(), clock_.now()));
    return claimed.empty() ? std::optional<Job>() : std::optional<Job>(std::move(claimed.front()));
}

Result<std::vector<Job>> JobStore::claimBeside(const Job& first, const std::vector<JobId>& others)
{
    if (others.empty())
        return std::vector<Job>();
    const QVariant now = rows::number(clock_.now());
    JobFilter waiting;
    waiting.ids = others;
    waiting.states = {JobState::Queued};
    const rows::Condition condition = rows::matching(waiting);
    return claim(pool_,
                 {.sql = condition.sql + QStringLiteral(" AND ") + rows::isDue(),
                  .values = condition.values + QVariantList{now, now}},
                 first.owner, first.startedAt.value_or(clock_.now()), clock_.now());
}

Result<void> JobStore::heartbeat(const Claim& claim)
{
    return changeOwn(pool_, claim, QStringLiteral("lease_until = ?"), {rows::number(clock_.now() + leaseMs)});
}

Result<void> JobStore::saveProgress(const Claim& claim, double progress, const QString& stage, double speed)
{
    const double fraction = std::isfinite(progress) ? std::clamp(progress, 0.0, 1.0) : 0.0;
    return changeOwn(pool_, claim, QStringLiteral("progress = ?, stage = ?, speed = ?"),
                     {fraction, rows::text(stage), std::isfinite(speed) ? speed : 0.0});
}

Result<void> JobStore::succeed(const Claim& claim)
{
    return moveOwn(pool_, claim,
                   {.to = QStringLiteral("'succeeded'"),
                    .set = QStringLiteral("progress = 1, stage = '', error_code = '', error_detail = ''"),
                    .reason = QStringLiteral("succeeded")},
                   clock_.now());
}

Result<void> JobStore::retryLater(const Claim& claim, const Error& error, EpochMs runAt, bool countsAsCrash)
{
    return moveOwn(
        pool_, claim,
        {.to = rows::unlessIntended("queued"),
         .set = QStringLiteral("run_at = ?, crashes = crashes + ?, error_code = ?, error_detail = ?"),
         .setValues = {rows::number(runAt), countsAsCrash ? 1 : 0, code(error), rows::text(error.detail)},
         .reason = code(error),
         .detail = error.detail},
        clock_.now());
}

Result<void> JobStore::release(const Claim& claim)
{
    return moveOwn(pool_, claim,
                   {.to = rows::unlessIntended("queued"),
                    .set = QStringLiteral("run_at = created_at, attempt = attempt - 1"),
                    .reason = QStringLiteral("released")},
                   clock_.now());
}

Result<void> JobStore::block(const Claim& claim, const Error& error, EpochMs probeAt)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(
        moveOwn(pool_, claim,
                {.to = rows::unlessIntended("blocked"),
                 .set = QStringLiteral("run_at = ?, attempt = attempt - 1, error_code = ?, error_detail = ?"),
                 .setValues = {rows::number(probeAt), code(error), rows::text(error.detail)},
                 .reason = code(error),
                 .detail = error.detail},
                clock_.now()));
    NDAS_CHECK(forgetVainLook(*connection, claim.job, code(error)));
    return transaction.commit();
}

Result<void> JobStore::failForGood(const Claim& claim, const Error& error)
{
    return moveOwn(pool_, claim,
                   {.to = QStringLiteral("'failed'"),
                    .set = QStringLiteral("error_code = ?, error_detail = ?"),
                    .setValues = {code(error), rows::text(error.detail)},
                    .reason = code(error),
                    .detail = error.detail},
                   clock_.now());
}

Result<void> JobStore::finishPause(const Claim& claim)
{
    return moveOwn(pool_, claim,
                   {.to = QStringLiteral("'paused'"),
                    .set = QStringLiteral("attempt = attempt - 1"),
                    .reason = QStringLiteral("paused")},
                   clock_.now());
}

Result<void> JobStore::finishCancel(const Claim& claim)
{
    return moveOwn(pool_, claim, {.to = QStringLiteral("'cancelled'"), .reason = QStringLiteral("cancelled")},
                   clock_.now());
}

Result<int> JobStore::unblockDue(const JobFilter& only)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(const QVariant ids, probes(*connection, only, clock_.now()));
    if (ids.isNull()) // most looks: not worth the write lock
        return 0;
    return moveAll(pool_,
                   {.where = QStringLiteral("state = 'blocked' AND id IN (SELECT value FROM json_each(?))"),
                    .whereValues = {ids},
                    .to = QStringLiteral("'queued'"),
                    .reason = QStringLiteral("looked-again")},
                   clock_.now());
}

Result<int> JobStore::unblockAtOnce(const JobFilter& only)
{
    JobFilter those = only;
    those.states = {JobState::Blocked};
    const rows::Condition blocked = rows::matching(those);
    const QVariant now = rows::number(clock_.now());
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_CHECK(connection->change(
        QStringLiteral("UPDATE job SET run_at = ? WHERE run_at > ? AND %1").arg(blocked.sql),
        QVariantList{now, now} + blocked.values));
    return unblockDue(only);
}

Result<int> JobStore::unblockOthers(const Claim& claim)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(
        const QVariant cause,
        connection->value(QStringLiteral("SELECT %1 FROM job WHERE %2").arg(causeOfBlock(), ownAttempt()),
                          shown(claim)));
    if (!cause.isValid())
        return lost(claim);
    NDAS_CHECK(changeOwn(pool_, claim, QStringLiteral("error_code = '', error_detail = ''"), {}));
    NDAS_TRY(const int moved,
             rows::apply(*connection,
                         {.where = QStringLiteral("state = 'blocked' AND %1 = ?").arg(causeOfBlock()),
                          .whereValues = {cause},
                          .to = QStringLiteral("'queued'"),
                          .reason = QStringLiteral("looked-again")},
                         clock_.now()));
    NDAS_CHECK(transaction.commit());
    return moved;
}

Result<int> JobStore::rescueJobsOf(const QString& owner)
{
    return moveAll(pool_,
                   {.where = QStringLiteral("state = 'running' AND owner = ?"),
                    .whereValues = {rows::text(owner)},
                    .to = rows::unlessIntended("queued"),
                    .set = QStringLiteral("run_at = created_at, attempt = attempt - 1"),
                    .reason = QStringLiteral("owner-dead")},
                   clock_.now());
}

} // namespace ndas::jobs
