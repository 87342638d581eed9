#include "core/jobs/job_rows.h"

namespace ndas::jobs {

Result<bool> JobStore::saveCheckpoint(const Claim& claim, const Checkpoint& checkpoint)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    const QVariant job = rows::number(claim.job.value);
    const QVariant at = rows::number(checkpoint.at.count());
    NDAS_TRY(const QVariant before,
             connection->value(QStringLiteral("SELECT furthest_us FROM checkpoint WHERE job_id = ?"), {job}));
    const bool isFurther = checkpoint.at.count() > before.toLongLong();
    const QString counts =
        isFurther ? QStringLiteral("attempt = 1, crashes = 0") : QStringLiteral("attempt = attempt");
    NDAS_TRY(
        const int own,
        connection->change(
            QStringLiteral("UPDATE job SET %1 WHERE id = ? AND state = 'running' AND fence = ?").arg(counts),
            {job, rows::number(claim.fence)}));
    if (own == 0)
        return fail(ErrorCode::LostLease,
                    QStringLiteral("job %1, fence %2").arg(claim.job.value).arg(claim.fence));
    NDAS_CHECK(connection->change(
        QStringLiteral("INSERT INTO checkpoint (job_id, fence, at_us, journal_bytes, buffer_bits, "
                       "furthest_us, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id) DO UPDATE "
                       "SET fence = excluded.fence, at_us = excluded.at_us, journal_bytes = "
                       "excluded.journal_bytes, buffer_bits = excluded.buffer_bits, furthest_us = "
                       "max(furthest_us, excluded.furthest_us), saved_at = excluded.saved_at"),
        {job, rows::number(claim.fence), at, rows::number(checkpoint.journalBytes),
         rows::number(checkpoint.bufferBits), at, rows::number(clock_.now())}));
    NDAS_CHECK(rows::checkJobs(*connection, {claim.job}));
    NDAS_CHECK(transaction.commit());
    return isFurther;
}

Result<std::optional<Checkpoint>> JobStore::checkpoint(JobId id) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Statement query,
             connection->run(QStringLiteral("SELECT c.fence, c.at_us, c.journal_bytes, c.buffer_bits "
                                            "FROM checkpoint c JOIN job j ON j.id = c.job_id "
                                            "AND j.fence = c.fence WHERE c.job_id = ?"),
                             {rows::number(id.value)}));
    if (!query.next())
        return std::nullopt;
    return Checkpoint{.fence = query.value(0).toLongLong(),
                      .at = std::chrono::microseconds(query.value(1).toLongLong()),
                      .journalBytes = query.value(2).toLongLong(),
                      .bufferBits = query.value(3).toLongLong()};
}

} // namespace ndas::jobs
