#include "core/db/database.h"

#include "core/db/sqlite_version.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QStringList>
#include <QtCore/QUuid>
#include <QtSql/QSqlError>

#include <utility>

namespace ndas::db {

namespace {

// sqlite3.h is not needed for more than these (https://www.sqlite.org/rescode.html).
enum SqliteCode {
    sqlitePerm = 3,
    sqliteBusy = 5,
    sqliteLocked = 6,
    sqliteNoMemory = 7,
    sqliteReadOnly = 8,
    sqliteIoError = 10,
    sqliteCorrupt = 11,
    sqliteFull = 13,
    sqliteConstraint = 19,
    sqliteAuth = 23,
    sqliteNotADatabase = 26,
};

constexpr int primaryMask = 0xff;

/// Another connection writes; not: this one stands in its own way.
bool isBusy(const Error& error)
{
    return (error.nativeCode & primaryMask) == sqliteBusy;
}

bool isUniqueViolation(const QString& text)
{
    return text.contains(QLatin1String("UNIQUE constraint failed"));
}

ErrorCode codeOf(int native, const QString& text)
{
    switch (native & primaryMask) {
    case sqliteFull:
        return ErrorCode::DiskFull;
    case sqliteBusy:
    case sqliteLocked:
        return ErrorCode::Busy;
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return ErrorCode::DatabaseCorrupt;
    case sqliteReadOnly:
        return ErrorCode::ReadOnly;
    case sqlitePerm:
    case sqliteAuth:
        return ErrorCode::PermissionDenied;
    case sqliteNoMemory:
        return ErrorCode::OutOfMemory;
    case sqliteIoError:
        return ErrorCode::Io;
    case sqliteConstraint:
        return isUniqueViolation(text) ? ErrorCode::AlreadyExists : ErrorCode::Database;
    default:
        return ErrorCode::Database;
    }
}

Error errorOf(const QSqlError& error, const QString& context, SourceLocation where)
{
    const int native = error.nativeErrorCode().toInt();
    const QString text = error.text();
    return Error{.code = codeOf(native, text),
                 .detail = text + QStringLiteral(" in: ") + context,
                 .nativeCode = native,
                 .where = where};
}

struct Pragma {
    QString name;
    QString value;
    QString answer; ///< when it is asked whether it took effect
};

std::vector<Pragma> pragmas(Access access, const QString& version)
{
    const auto on = [](const char* name) {
        return Pragma{QLatin1String(name), QStringLiteral("ON"), QStringLiteral("1")};
    };
    std::vector<Pragma> list{
        {QStringLiteral("busy_timeout"), QStringLiteral("20"), QStringLiteral("20")},   on("foreign_keys"),
        {QStringLiteral("trusted_schema"), QStringLiteral("OFF"), QStringLiteral("0")}, on("cell_size_check"),
        {QStringLiteral("mmap_size"), QStringLiteral("0"), QStringLiteral("0")},
    };
    if (access == Access::ReadWrite) {
        const QString mode = walIsSafe(version) ? QStringLiteral("wal") : QStringLiteral("truncate");
        list.push_back({QStringLiteral("synchronous"), QStringLiteral("FULL"), QStringLiteral("2")});
        list.push_back(on("secure_delete"));
        list.push_back({QStringLiteral("journal_mode"), mode, mode});
    }
#ifdef Q_OS_MACOS
    list.push_back(on("fullfsync"));
    list.push_back(on("checkpoint_fullfsync"));
#endif
    return list;
}

/// SQLite says nothing of a pragma it does not heed. One built without mapped files answers nothing at all.
Result<void> apply(Connection& connection, const Pragma& pragma)
{
    NDAS_CHECK(connection.value(QStringLiteral("PRAGMA %1=%2").arg(pragma.name, pragma.value)));
    NDAS_TRY(const QVariant answer, connection.value(QStringLiteral("PRAGMA ") + pragma.name));
    if (!answer.isValid() || answer.toString() == pragma.answer)
        return {};
    return fail(ErrorCode::Database,
                QStringLiteral("%1 is %2 instead of %3").arg(pragma.name, answer.toString(), pragma.answer));
}

/// Many pragmas take effect while SQLite prepares them, and do nothing when they are run again.
bool actsWhenPrepared(const QString& sql)
{
    return QStringView(sql).trimmed().startsWith(QLatin1String("PRAGMA"), Qt::CaseInsensitive);
}

/// SQLite gives its journals the permissions of the file itself.
void makePrivate(const QString& path)
{
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const QString& path, Access access)
{
    std::unique_ptr<Connection> connection(new Connection);
    const bool isNew = access == Access::ReadWrite && !QFile::exists(path);
    connection->name_ = QStringLiteral("ndas-") + QUuid::createUuid().toString(QUuid::Id128);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->name_);
        database.setDatabaseName(path);
        database.setConnectOptions(access == Access::ReadOnly
                                       ? QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY")
                                       : QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
        if (!database.open())
            return fail(
                errorOf(database.lastError(), QStringLiteral("open ") + path, SourceLocation::current()));
    }
    NDAS_TRY(const QVariant version, connection->value(QStringLiteral("SELECT sqlite_version()")));
    for (const Pragma& pragma : pragmas(access, version.toString()))
        NDAS_CHECK(apply(*connection, pragma));
    if (isNew)
        makePrivate(path);
    return connection;
}

Connection::~Connection()
{
    statements_.reset();
    QSqlDatabase::removeDatabase(name_);
}

/// SQLite itself (busy_timeout) looks ever more seldom whether the file is free: where others write all the
/// time, who has waited longest goes away empty. Begun anew every few milliseconds, its looking stays
/// frequent.
template <class Step>
Result<void> Connection::onceFree(const QSqlQuery& query, Step step)
{
    const QDeadlineTimer deadline(patience_);
    while (!step()) {
        Error error = errorOf(query.lastError(), query.lastQuery(), SourceLocation::current());
        if (!isBusy(error) || deadline.hasExpired())
            return fail(std::move(error));
    }
    return {};
}

Result<QSqlQuery> Connection::prepared(const QString& sql, qsizetype values)
{
    if (std::optional<QSqlQuery> kept = statements_->take(sql, values))
        return std::move(*kept);
    QSqlQuery query(QSqlDatabase::database(name_, false));
    query.setForwardOnly(true);
    NDAS_CHECK(onceFree(query, [&] { return query.prepare(sql); }));
    return query;
}

Result<Statement> Connection::run(const QString& sql, const QVariantList& values)
{
    NDAS_TRY(QSqlQuery query, prepared(sql, values.size()));
    for (const QVariant& value : values)
        query.addBindValue(value);
    NDAS_CHECK(onceFree(query, [&] { return query.exec(); }));
    return Statement(std::move(query), actsWhenPrepared(sql) ? nullptr : statements_);
}

Result<int> Connection::change(const QString& sql, const QVariantList& values)
{
    NDAS_TRY(const Statement statement, run(sql, values));
    return statement.numRowsAffected();
}

Result<std::int64_t> Connection::insert(const QString& sql, const QVariantList& values)
{
    NDAS_TRY(const Statement statement, run(sql, values));
    return statement.lastInsertId().toLongLong();
}

Result<QVariant> Connection::value(const QString& sql, const QVariantList& values)
{
    NDAS_TRY(Statement statement, run(sql, values));
    QVariant first;
    if (statement.next()) {
        first = statement.value(0);
        while (statement.next()) {
        }
    }
    if (statement.lastError().isValid())
        return fail(databaseError(statement));
    return first;
}

Result<void> Connection::script(const QString& sql)
{
    QString statement;
    for (const QString& line : sql.split(QLatin1Char('\n'))) {
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(QLatin1String("--")))
            continue;
        statement += line + QLatin1Char('\n');
        if (trimmed.endsWith(QLatin1Char(';')))
            NDAS_CHECK(run(std::exchange(statement, {})));
    }
    return statement.isEmpty() ? Result<void>()
                               : fail(ErrorCode::Internal, QStringLiteral("unfinished: ") + statement);
}

Error databaseError(const Statement& statement, SourceLocation where)
{
    return errorOf(statement.lastError(), statement.lastQuery(), where);
}

} // namespace ndas::db
