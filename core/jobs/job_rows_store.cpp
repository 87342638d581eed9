#include "core/base/log.h"
#include "core/jobs/job_rows.h"

#include <QtCore/QJsonDocument>
#include <QtSql/QSqlError>

#include <array>

namespace ndas::jobs::rows {

namespace {

constexpr std::int64_t longestRetryMs = 2 * 60 * 60 * 1000; ///< twice the longest delay of RetryPolicy

std::optional<EpochMs> optionalTime(const QVariant& value)
{
    if (value.isNull())
        return std::nullopt;
    return value.toLongLong();
}

/// Steps through the columns in their order.
class RowReader {
public:
    explicit RowReader(const db::Statement& query)
        : query_(query)
    {
    }

    QVariant next() { return query_.value(column_++); }

    std::int64_t integer() { return next().toLongLong(); }

    int small() { return next().toInt(); }

    QString string() { return next().toString(); }

private:
    const db::Statement& query_;
    int column_ = 0;
};

Job jobFrom(const db::Statement& query)
{
    RowReader row(query);
    Job job;
    job.id = JobId{row.integer()};
    job.kind = jobKindFromName(row.string()).value_or(JobKind::Ingest);
    job.video = VideoId{row.integer()};
    job.preset = row.string();
    job.payload = QJsonDocument::fromJson(row.string().toUtf8()).object();
    job.state = jobStateFromName(row.string()).value_or(JobState::Failed);
    job.priority = row.small();
    job.runAt = row.integer();
    job.attempt = row.small();
    job.crashes = row.small();
    job.fence = row.integer();
    job.owner = row.string();
    job.cancelRequested = row.small() != 0;
    job.pauseRequested = row.small() != 0;
    job.progress = row.next().toDouble();
    job.stage = row.string();
    job.speed = row.next().toDouble();
    const QString code = row.string();
    job.hasError = !code.isEmpty();
    job.errorCode = job.hasError ? errorFromName(code) : ErrorCode::Internal;
    job.errorDetail = row.string();
    job.createdAt = row.integer();
    job.startedAt = optionalTime(row.next());
    job.finishedAt = optionalTime(row.next());
    return job;
}

/// A JSON array: one statement for any number of ids, however many parameters SQLite allows.
QString idList(const std::vector<JobId>& ids)
{
    QStringList numbers;
    for (const JobId id : ids)
        numbers.append(QString::number(id.value));
    return QStringLiteral("[%1]").arg(numbers.join(QLatin1Char(',')));
}

struct Rule {
    const char* breach;
    const char* condition; ///< true for a row that breaks the rule
};

constexpr std::array<Rule, 7> rules{{
    {"I1: job %1 has an owner and a lease without running, or runs without them",
     "(state = 'running') <> (owner IS NOT NULL) OR (state = 'running') <> (lease_until IS NOT NULL)"},
    // Claims that only found a job blocked as before are not remembered, nor those before it was put back.
    {"I2: the fence of job %1 does not count its claims",
     "fence < attempt OR fence < (SELECT count(*) FROM job_event e WHERE e.job_id = job.id "
     "AND e.from_state = 'queued' AND e.to_state = 'running') OR fence > (SELECT count(*) FROM job_event e "
     "WHERE e.job_id = job.id AND e.from_state = 'queued' AND e.to_state = 'running') AND NOT EXISTS "
     "(SELECT 1 FROM job_event e WHERE e.job_id = job.id "
     "AND (e.to_state = 'blocked' OR e.reason = 'put-back'))"},
    {"I3: job %1 makes a rendition that another job is making",
     "kind = 'transcode' AND state = 'running' AND EXISTS (SELECT 1 FROM job o WHERE o.id <> job.id "
     "AND o.kind = 'transcode' AND o.state = 'running' AND o.video_id = job.video_id "
     "AND o.preset = job.preset)"},
    {"I4: the history of job %1 does not end in its state",
     "state IS NOT (SELECT to_state FROM job_event e WHERE e.job_id = job.id ORDER BY e.id DESC LIMIT 1)"},
    {"I4: the history of job %1 has a gap",
     "EXISTS (SELECT 1 FROM (SELECT e.from_state AS came_from, "
     "lag(e.to_state, 1, '') OVER (ORDER BY e.id) AS was FROM job_event e WHERE e.job_id = job.id) "
     "WHERE came_from <> was)"},
    {"I6: job %1 left its end without the user asking",
     "EXISTS (SELECT 1 FROM job_event e WHERE e.job_id = job.id "
     "AND e.from_state IN ('succeeded', 'failed', 'cancelled') AND e.reason <> 'retry')"},
    {"I6: job %1 carries an intent without running",
     "state <> 'running' AND (cancel_requested <> 0 OR pause_requested <> 0)"},
}};

} // namespace

QVariant text(const QString& value)
{
    return value.isNull() ? QStringLiteral("") : value;
}

QVariant number(std::int64_t value)
{
    return QVariant(static_cast<qlonglong>(value));
}

QString columns()
{
    return QStringLiteral(
        "id, kind, video_id, preset, payload, state, priority, run_at, attempt, crashes, fence, owner, "
        "cancel_requested, pause_requested, progress, stage, speed, error_code, error_detail, "
        "created_at, started_at, finished_at");
}

Result<std::vector<Job>> read(db::Connection& connection, const QString& sql, const QVariantList& values)
{
    NDAS_TRY(db::Statement query, connection.run(sql, values));
    std::vector<Job> jobs;
    while (query.next())
        jobs.push_back(jobFrom(query));
    if (query.lastError().isValid())
        return fail(db::databaseError(query));
    query.finish();
    return jobs;
}

Result<Job> find(db::Connection& connection, JobId id)
{
    NDAS_TRY(std::vector<Job> jobs,
             read(connection, QStringLiteral("SELECT %1 FROM job WHERE id = ?").arg(columns()),
                  {number(id.value)}));
    if (jobs.empty())
        return fail(ErrorCode::NoSuchItem, QStringLiteral("job %1").arg(id.value));
    return std::move(jobs.front());
}

Condition matching(const JobFilter& filter)
{
    QStringList parts{QStringLiteral("1")};
    QVariantList values;
    if (!filter.ids.empty()) {
        parts.append(QStringLiteral("id IN (SELECT value FROM json_each(?))"));
        values.append(idList(filter.ids));
    }
    if (!filter.states.empty()) {
        QStringList names; // spelled out, so that the partial indexes of the table apply
        for (const JobState state : filter.states)
            names.append(QStringLiteral("'%1'").arg(QLatin1String(name(state))));
        parts.append(QStringLiteral("state IN (%1)").arg(names.join(QLatin1Char(','))));
    }
    if (filter.kind) {
        parts.append(QStringLiteral("kind = ?"));
        values.append(QLatin1String(name(*filter.kind)));
    }
    if (filter.video) {
        parts.append(QStringLiteral("video_id = ?"));
        values.append(number(filter.video->value));
    }
    return {.sql = parts.join(QStringLiteral(" AND ")), .values = values};
}

QString unlessIntended(const char* state)
{
    return QStringLiteral("CASE WHEN cancel_requested = 1 THEN 'cancelled' "
                          "WHEN pause_requested = 1 THEN 'paused' ELSE '%1' END")
        .arg(QLatin1String(state));
}

QString isDue()
{
    // Further ahead than anyone may put a job off: the clock was set back.
    return QStringLiteral("(run_at <= ? OR run_at <= created_at OR "
                          "run_at > ? + CASE WHEN error_code = '' THEN %1 ELSE %2 END)")
        .arg(std::chrono::milliseconds(longestPostponement).count())
        .arg(longestRetryMs);
}

Result<int> apply(db::Connection& connection, const Move& move, EpochMs now)
{
    // The event first: it copies the state and the attempt as they were.
    NDAS_TRY(const int events,
             connection.change(
                 QStringLiteral("INSERT INTO job_event (job_id, at, from_state, to_state, attempt, reason, "
                                "detail) SELECT id, ?, state, %1, attempt, ?, ? FROM job WHERE %2")
                     .arg(move.to, move.where),
                 QVariantList{number(now), text(move.reason), text(move.detail)} + move.whereValues));
    if (events == 0)
        return 0;
    const QString more = move.set.isEmpty() ? QString() : QStringLiteral(", ") + move.set;
    NDAS_TRY(
        const int rows,
        connection.change(QStringLiteral("UPDATE job SET state = %1, owner = NULL, lease_until = NULL, "
                                         "cancel_requested = 0, pause_requested = 0, speed = 0, "
                                         "finished_at = CASE WHEN %1 IN ('succeeded', 'failed', 'cancelled') "
                                         "THEN ? END%2 WHERE %3")
                              .arg(QStringLiteral("(%1)").arg(move.to), more, move.where),
                          QVariantList{number(now)} + move.setValues + move.whereValues));
    if (rows != events)
        return fail(ErrorCode::Internal, QStringLiteral("%1 rows for %2 events").arg(rows).arg(events));
    // A job that is over has no journal any more.
    NDAS_CHECK(connection.change(
        QStringLiteral("DELETE FROM checkpoint WHERE job_id IN (SELECT id FROM job WHERE id = "
                       "checkpoint.job_id AND state IN ('succeeded', 'failed', 'cancelled'))")));
    NDAS_CHECK(checkTouched(connection, events));
    return rows;
}

Result<void> recordEvent(db::Connection& connection, const NewEvent& event, EpochMs now)
{
    NDAS_CHECK(connection.insert(
        QStringLiteral("INSERT INTO job_event (job_id, at, from_state, to_state, attempt, reason) "
                       "VALUES (?, ?, ?, ?, ?, ?)"),
        {number(event.job.value), number(now), text(event.fromState), text(event.toState), event.attempt,
         text(event.reason)}));
    return checkTouched(connection, 1);
}

Result<QStringList> breaches(db::Connection& connection, const Condition& where)
{
    QVariantList values;
    QStringList questions; // in one statement: after every move, asking one by one would take longest
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        questions.append(QStringLiteral("SELECT %1 AS rule, id FROM job WHERE (%2) AND (%3)")
                             .arg(rule)
                             .arg(where.sql, QLatin1String(rules[rule].condition)));
        values += where.values;
    }
    NDAS_TRY(db::Statement query, connection.run(questions.join(QStringLiteral(" UNION ALL ")) +
                                                     QStringLiteral(" ORDER BY rule, id"),
                                                 values));
    QStringList found;
    while (query.next())
        found.append(
            QString::fromLatin1(rules[query.value(0).toUInt()].breach).arg(query.value(1).toLongLong()));
    if (query.lastError().isValid())
        return fail(db::databaseError(query));
    return found;
}

#ifdef NDAS_INVARIANT_CHECKS
namespace {

Result<void> check(db::Connection& connection, const Condition& where)
{
    NDAS_TRY(const QStringList found, breaches(connection, where));
    if (found.isEmpty())
        return {};
    qCCritical(logJobs).noquote() << "invariant broken:" << found.join(QStringLiteral("; "));
    return fail(ErrorCode::Internal, found.join(QStringLiteral("; ")));
}

} // namespace

Result<void> checkJobs(db::Connection& connection, const std::vector<JobId>& ids)
{
    return check(connection,
                 {.sql = QStringLiteral("id IN (SELECT value FROM json_each(?))"), .values = {idList(ids)}});
}

Result<void> checkTouched(db::Connection& connection, int events)
{
    return check(connection,
                 {.sql = QStringLiteral("id IN (SELECT job_id FROM job_event ORDER BY id DESC LIMIT ?)"),
                  .values = {events}});
}
#else
Result<void> checkJobs(db::Connection&, const std::vector<JobId>&)
{
    return {};
}

Result<void> checkTouched(db::Connection&, int)
{
    return {};
}
#endif

} // namespace ndas::jobs::rows
