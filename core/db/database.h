// One SQLite connection per thread, with the pragmas of RELIABILITY.md; scoped immediate transactions.
#pragma once

#include "core/base/result.h"
#include "core/db/statement.h"

#include <QtSql/QSqlDatabase>

#include <chrono>

namespace ndas::db {

enum class Access { ReadWrite, ReadOnly };

/// A connection. Use on the thread that opened it only; closing removes it from Qt's registry.
class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const QString& path, Access access = Access::ReadWrite);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A prepared statement, run with these values in order of its `?`. The caller steps through it with
    /// next(), to the end (`... RETURNING` has only then changed all rows), and drops it soon: it holds a
    /// lock. Columns are named: those of a "*" Qt counts before SQLite sees that the table has others now.
    Result<Statement> run(const QString& sql, const QVariantList& values = {});
    /// Rows changed by one statement.
    Result<int> change(const QString& sql, const QVariantList& values = {});
    Result<std::int64_t> insert(const QString& sql, const QVariantList& values = {}); ///< last row id
    /// The first column of the first row; invalid QVariant when there is no row.
    Result<QVariant> value(const QString& sql, const QVariantList& values = {});
    Result<void> script(const QString& sql); ///< several statements, separated by ";" at line ends

    bool inTransaction() const { return depth_ > 0; }

    /// How many prepared statements wait for their next run.
    std::size_t statementsKept() const { return statements_->size(); }

    /// How long any of these waits for others that write before it fails with Busy (15 s).
    void setPatience(std::chrono::milliseconds patience) { patience_ = patience; }

private:
    friend class Transaction;
    Connection() = default;
    template <class Step>
    Result<void> onceFree(const QSqlQuery& query, Step step);
    Result<QSqlQuery> prepared(const QString& sql, qsizetype values);
    QString name_;
    std::shared_ptr<StatementCache> statements_ = std::make_shared<StatementCache>();
    std::chrono::milliseconds patience_ = std::chrono::seconds(15);
    int depth_ = 0;
    bool doomed_ = false; ///< a nested transaction was given up: the outer one can only roll back
};

/// BEGIN IMMEDIATE now, ROLLBACK in the destructor unless commit() succeeded. Nested: joins the outer one.
class Transaction {
public:
    static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<void> commit();

private:
    explicit Transaction(Connection* connection);
    Connection* connection_; ///< null once finished or moved from
};

/// Maps SQLite's result code: FULL -> DiskFull, BUSY -> Busy, CORRUPT/NOTADB -> DatabaseCorrupt, a value that
/// must be unique -> AlreadyExists, ...
Error databaseError(const Statement& statement, SourceLocation where = SourceLocation::current());

} // namespace ndas::db
