#include "core/jobs/job_rows.h"

#include <QtSql/QSqlError>

namespace ndas::jobs {

Result<bool> JobStore::isQueuePaused() const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(const QVariant value,
             connection->value(QStringLiteral("SELECT value FROM app_state WHERE key = 'queue_paused'")));
    return value.toString() == QLatin1String("1");
}

Result<QStringList> JobStore::owners() const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Statement query,
             connection->run(
                 QStringLiteral("SELECT DISTINCT owner FROM job WHERE state = 'running' ORDER BY owner")));
    QStringList owners;
    while (query.next())
        owners.append(query.value(0).toString());
    if (query.lastError().isValid())
        return fail(db::databaseError(query));
    return owners;
}

Result<Job> JobStore::find(JobId id) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    return rows::find(*connection, id);
}

Result<std::vector<Job>> JobStore::list(const JobFilter& filter) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    rows::Condition condition = rows::matching(filter);
    QString sql =
        QStringLiteral("SELECT %1 FROM job WHERE %2 ORDER BY id").arg(rows::columns(), condition.sql);
    if (filter.limit > 0) {
        sql += QStringLiteral(" LIMIT ?");
        condition.values.append(filter.limit);
    }
    return rows::read(*connection, sql, condition.values);
}

Result<std::vector<JobEvent>> JobStore::history(JobId id) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Statement query, connection->run(QStringLiteral("SELECT at, from_state, to_state, attempt, "
                                                                 "reason, detail FROM job_event "
                                                                 "WHERE job_id = ? ORDER BY id"),
                                                  {rows::number(id.value)}));
    std::vector<JobEvent> events;
    while (query.next()) {
        events.push_back({.job = id,
                          .at = query.value(0).toLongLong(),
                          .fromState = query.value(1).toString(),
                          .toState = query.value(2).toString(),
                          .attempt = query.value(3).toInt(),
                          .reason = query.value(4).toString(),
                          .detail = query.value(5).toString()});
    }
    if (query.lastError().isValid())
        return fail(db::databaseError(query));
    return events;
}

Result<std::optional<EpochMs>> JobStore::nextDue() const
{
    const QVariant now = rows::number(clock_.now());
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(const QVariant due,
             connection->value(QStringLiteral("SELECT min(CASE WHEN %1 THEN min(run_at, ?) ELSE run_at END) "
                                              "FROM job WHERE state IN ('queued', 'blocked')")
                                   .arg(rows::isDue()),
                               {now, now, now}));
    if (due.isNull())
        return std::optional<EpochMs>();
    return std::optional<EpochMs>(due.toLongLong());
}

Result<QStringList> JobStore::checkInvariants() const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    return rows::breaches(*connection, rows::matching({}));
}

} // namespace ndas::jobs
