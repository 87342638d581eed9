#include "core/db/migrations.h"

#include "core/db/backups.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>

#include <array>

/// The migrations travel in a static library, where the linker drops what registers itself. Qt wants this
/// outside of namespaces.
static void registerResources()
{
    Q_INIT_RESOURCE(core_resources);
}

namespace ndas::db {

namespace {

/// Step i brings version i to version i + 1.
constexpr std::array<const char*, schemaVersion> steps{
    ":/ndas/migrations/0001_initial.sql",      ":/ndas/migrations/0002_video_changes.sql",
    ":/ndas/migrations/0003_checkpoint.sql",   ":/ndas/migrations/0004_likeness.sql",
    ":/ndas/migrations/0005_removed_file.sql", ":/ndas/migrations/0006_history.sql"};

constexpr int sqliteCorrupt = 11; // SQLITE_CORRUPT

struct Identity {
    int application = 0;
    int version = 0;
    bool isEmpty = true;
};

/// In one statement, so that all is of one moment: another program may be making the tables.
Result<Identity> identify(Connection& connection)
{
    NDAS_TRY(Statement row,
             connection.run(QStringLiteral("SELECT application_id, user_version,"
                                           " (SELECT count(*) FROM sqlite_schema) AS objects"
                                           " FROM pragma_application_id, pragma_user_version")));
    if (!row.next())
        return fail(databaseError(row));
    return Identity{.application = row.value(QStringLiteral("application_id")).toInt(),
                    .version = row.value(QStringLiteral("user_version")).toInt(),
                    .isEmpty = row.value(QStringLiteral("objects")).toInt() == 0};
}

Result<void> checkOurs(const Identity& identity)
{
    const bool isFresh = identity.isEmpty && identity.application == 0 && identity.version == 0;
    if (!isFresh && identity.application != applicationId)
        return fail(ErrorCode::DatabaseCorrupt, QStringLiteral("the file belongs to another program"));
    if (identity.version > schemaVersion)
        return fail(
            ErrorCode::SchemaTooNew,
            QStringLiteral("schema %1, this program knows %2").arg(identity.version).arg(schemaVersion));
    return {};
}

Result<QString> scriptOf(int step)
{
    QFile file(QLatin1String(steps.at(static_cast<std::size_t>(step))));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, QStringLiteral("missing ") + file.fileName());
    return QString::fromUtf8(file.readAll());
}

Result<void> askWhetherSound(Connection& connection, const QString& question)
{
    NDAS_TRY(const QVariant answer, connection.value(question));
    if (answer.toString() != QLatin1String("ok"))
        return fail(ErrorCode::DatabaseCorrupt, answer.toString(), sqliteCorrupt);
    return {};
}

/// All at once: what another program sees is of the version before or of this one.
Result<void> takeSteps(Connection& connection)
{
    NDAS_TRY(Transaction transaction, Transaction::begin(connection));
    // Two programs may start at once; the second finds all done when it gets the lock.
    NDAS_TRY(const Identity identity, identify(connection));
    for (int step = identity.version; step < schemaVersion; ++step) {
        NDAS_TRY(const QString script, scriptOf(step));
        NDAS_CHECK(connection.script(script));
        NDAS_CHECK(connection.run(QStringLiteral("PRAGMA application_id=%1").arg(applicationId)));
        NDAS_CHECK(connection.run(QStringLiteral("PRAGMA user_version=%1").arg(step + 1)));
    }
    return transaction.commit();
}

} // namespace

Result<void> migrate(Connection& connection, const QString& backupsDir)
{
    registerResources();
    NDAS_TRY(const Identity identity, identify(connection));
    NDAS_CHECK(checkOurs(identity));
    if (identity.version == schemaVersion)
        return {};
    if (!identity.isEmpty && !backupsDir.isEmpty())
        NDAS_CHECK(backUp(connection, backupsDir, QDateTime::currentDateTimeUtc(), Occasion::Migration));
    return takeSteps(connection);
}

Result<void> quickCheck(Connection& connection)
{
    return askWhetherSound(connection, QStringLiteral("PRAGMA quick_check(1)"));
}

Result<void> fullCheck(Connection& connection)
{
    return askWhetherSound(connection, QStringLiteral("PRAGMA integrity_check(1)"));
}

bool isDamage(const Error& error)
{
    return error.code == ErrorCode::DatabaseCorrupt && error.nativeCode != 0;
}

} // namespace ndas::db
