// What users do to the list itself: its order, and rows that come back.
#include "core/jobs/job_rows.h"

#include <QtCore/QJsonDocument>

#include <algorithm>
#include <tuple>

namespace ndas::jobs {

namespace {

/// Waiting jobs as they will be claimed.
Result<std::vector<Job>> waiting(db::Connection& connection)
{
    return rows::read(connection,
                      QStringLiteral("SELECT %1 FROM job WHERE state = 'queued' "
                                     "ORDER BY priority DESC, run_at, id")
                          .arg(rows::columns()),
                      {});
}

/// `jobs` with those in `moved` right before `before`, or at the end.
std::vector<Job> reordered(const std::vector<Job>& jobs, const std::vector<JobId>& moved, JobId before)
{
    const auto isMoved = [&](const Job& job) {
        return std::find(moved.begin(), moved.end(), job.id) != moved.end();
    };
    std::vector<Job> order;
    std::vector<Job> inHand;
    for (const Job& job : jobs)
        (isMoved(job) ? inHand : order).push_back(job);
    // Dropped onto one of its own: before whatever follows that stays.
    auto at = std::find_if(jobs.begin(), jobs.end(), [&](const Job& job) { return job.id == before; });
    while (at != jobs.end() && isMoved(*at))
        ++at;
    const auto place = at == jobs.end() ? order.end()
                                        : std::find_if(order.begin(), order.end(),
                                                       [&](const Job& job) { return job.id == at->id; });
    order.insert(place, inHand.begin(), inHand.end());
    return order;
}

bool runsBefore(const Job& a, const Job& b)
{
    return std::tuple(-a.priority, a.runAt, a.id) < std::tuple(-b.priority, b.runAt, b.id);
}

/// With the one event its history has now; nothing when its recording is gone or its number taken.
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
    return rows::recordEvent(connection,
                             {.job = job.id,
                              .fromState = {},
                              .toState = QString::fromLatin1(name(job.state)),
                              .attempt = job.attempt,
                              .reason = QStringLiteral("put-back")},
                             now);
}

} // namespace

Result<void> JobStore::moveBefore(const std::vector<JobId>& moved, JobId before)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const std::vector<Job> jobs, waiting(*connection));
    std::vector<Job> order = reordered(jobs, moved, before);
    std::vector<JobId> raised;
    // From the end: only whoever would not run before its follower is raised above it.
    for (std::size_t i = order.size(); i-- > 1;) {
        Job& job = order[i - 1];
        if (runsBefore(job, order[i]))
            continue;
        job.priority = order[i].priority + 1;
        NDAS_CHECK(connection->change(QStringLiteral("UPDATE job SET priority = ? WHERE id = ?"),
                                      {job.priority, rows::number(job.id.value)}));
        raised.push_back(job.id);
    }
    NDAS_CHECK(rows::checkJobs(*connection, raised));
    return transaction.commit();
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

} // namespace ndas::jobs
