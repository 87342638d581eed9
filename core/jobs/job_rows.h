// Rows of the job table: reading them, moving them from state to state, checking them. Shared by the parts of
// JobStore; nothing here opens a transaction, the caller does.
#pragma once

#include "core/db/database.h"
#include "core/jobs/job_store.h"

#include <QtCore/QVariant>

namespace ndas::jobs::rows {

/// A null QString would be bound as NULL, and 64-bit integers are ambiguous to QVariant.
QVariant text(const QString& value);
QVariant number(std::int64_t value);

/// Comma-separated, in the order read() expects; for SELECT and RETURNING.
QString columns();

/// Runs a statement that yields columns() and steps through all of it, so that its effect is complete.
Result<std::vector<Job>> read(db::Connection& connection, const QString& sql, const QVariantList& values);
Result<Job> find(db::Connection& connection, JobId id); ///< NoSuchItem

struct Condition {
    QString sql;
    QVariantList values;
};

Condition matching(const JobFilter& filter); ///< without its limit

/// One named transition of all rows that meet a condition, each with its job_event.
struct Move {
    QString where = {}; ///< on the row as it was
    QVariantList whereValues = {};
    QString to = {};  ///< SQL expression of the new state, on the row as it was
    QString set = {}; ///< further assignments, "a = ?, b = 1"; "" = none
    QVariantList setValues = {};
    QString reason = {};
    QString detail = {};
};

/// `'queued'`, or what the standing intents of a running job ask for instead.
QString unlessIntended(const char* state);
/// Now is a good time for a waiting row: `?` twice for the present time. A time to run that is not after the
/// row's creation means "at once", and one further ahead than any delay can only come from a clock that was
/// set back; neither may make a job wait for the wall clock.
QString isDue();

/// Rows moved. Clears owner, lease and intents, and sets finished_at as the new state asks for.
Result<int> apply(db::Connection& connection, const Move& move, EpochMs now);

struct NewEvent {
    JobId job;
    QString fromState;
    QString toState;
    int attempt = 0;
    QString reason;
};

Result<void> recordEvent(db::Connection& connection, const NewEvent& event, EpochMs now);

/// Breaches of the invariants by the rows that meet `where`, one sentence each.
Result<QStringList> breaches(db::Connection& connection, const Condition& where);
/// Debug builds: fails with Internal when one of these jobs breaks an invariant. After every transition.
Result<void> checkJobs(db::Connection& connection, const std::vector<JobId>& ids);
/// The same for the jobs of the last `events` events.
Result<void> checkTouched(db::Connection& connection, int events);

} // namespace ndas::jobs::rows
