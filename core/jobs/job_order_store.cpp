// The order in which waiting jobs run.
#include "core/jobs/job_rows.h"

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

} // namespace ndas::jobs
