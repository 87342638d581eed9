// Prepared statements, kept for the next time the same SQL is run: preparing one takes longer than running
// it. A connection and all of this belong to one thread.
#pragma once

#include <QtSql/QSqlQuery>

#include <memory>
#include <optional>
#include <vector>

namespace ndas::db {

/// Statements that wait for their next run; they are reset, so they hold no lock.
class StatementCache {
public:
    static constexpr std::size_t keptAtMost = 64;

    /// One that was kept of this text, run with as many values; it is the caller's alone.
    std::optional<QSqlQuery> take(const QString& sql, qsizetype values);
    /// Finishes it first. The longest unused one goes when there are too many.
    void keep(QSqlQuery&& query);

    std::size_t size() const { return idle_.size(); }

private:
    std::vector<QSqlQuery> idle_; ///< longest unused first
};

/// A statement under way: it may hold a lock until it is finished or dropped. A copy or a plain QSqlQuery
/// would let it go on after it was handed out again.
class Statement : private QSqlQuery {
public:
    /// Goes back to `home` at its end, if that is still there.
    Statement(QSqlQuery&& query, std::weak_ptr<StatementCache> home);
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    using QSqlQuery::finish;
    using QSqlQuery::isNull;
    using QSqlQuery::lastError;
    using QSqlQuery::lastInsertId;
    using QSqlQuery::lastQuery;
    using QSqlQuery::next;
    using QSqlQuery::numRowsAffected;
    using QSqlQuery::value;

private:
    std::weak_ptr<StatementCache> home_; ///< empty once moved from
};

} // namespace ndas::db
