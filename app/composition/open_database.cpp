#include "app/composition/open_database.h"

#include "core/base/file_lock.h"
#include "core/base/log.h"
#include "core/db/backups.h"
#include "core/db/check_request.h"
#include "core/db/migrations.h"
#include "core/library/found_files.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QThread>

#include <cerrno>

namespace ndas::app {

namespace {

constexpr std::chrono::seconds patience(60);
constexpr std::chrono::milliseconds step(50);

Result<FileLock> takeTurn(const AppPaths& paths)
{
    const QString path = paths.dataDir + QStringLiteral("/opening.lock");
    for (std::chrono::milliseconds waited(0);; waited += step) {
        NDAS_TRY(std::optional<FileLock> lock, FileLock::tryTake(path));
        if (lock)
            return std::move(*lock);
        if (waited >= patience)
            return fail(ErrorCode::Busy, QStringLiteral("another program is opening the library"));
        QThread::msleep(static_cast<unsigned long>(step.count()));
    }
}

/// A library without its database is damaged, not new.
Result<void> refuseToStartAnew(const AppPaths& paths)
{
    const bool isNew = QFileInfo(paths.database()).size() == 0;
    const bool hasPast = !QDir(paths.originalsDir()).isEmpty() || db::hasBackups(paths.backupsDir());
    if (isNew && hasPast)
        return fail(ErrorCode::DatabaseCorrupt, QStringLiteral("the database is gone"), ENOENT);
    return {};
}

enum class Check { No, Quick, Full };

/// As deep as there is reason to doubt.
Check checkNeeded(const AppPaths& paths, const jobs::OtherInstances& others)
{
    if (db::isCheckRequested(paths.database()))
        return Check::Full;
    return others.dead.isEmpty() ? Check::No : Check::Quick;
}

Result<void> prepare(const AppPaths& paths, Check check)
{
    NDAS_TRY(const auto connection, db::Connection::open(paths.database()));
    if (check == Check::Quick)
        NDAS_CHECK(db::quickCheck(*connection));
    if (check == Check::Full)
        NDAS_CHECK(db::fullCheck(*connection));
    return db::migrate(*connection, paths.backupsDir());
}

/// Registers what the backup does not know yet, while nobody else works on the database.
Result<int> adoptFiles(const AppPaths& paths, const Clock& clock)
{
    db::DatabasePool pool(paths.database());
    jobs::JobStore jobs(pool, clock);
    library::LibraryStore library(pool, jobs, clock);
    return library::adoptFoundFiles(paths, library);
}

Result<Error> restore(const AppPaths& paths, const Clock& clock, const Error& damage)
{
    qCCritical(logCore, "the database is damaged: %s", qUtf8Printable(logText(damage)));
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(clock.now());
    NDAS_TRY(const db::Restored restored, db::restoreNewestBackup(paths.database(), paths.backupsDir(), now));
    NDAS_CHECK(prepare(paths, Check::No));
    NDAS_TRY(const int adopted, adoptFiles(paths, clock));
    const QString backup =
        restored.backup.isEmpty() ? QStringLiteral("none, a new one was made") : restored.backup;
    qCWarning(logCore, "database restored from backup: %s; recordings found again: %d",
              qUtf8Printable(backup), adopted);
    return Error{.code = ErrorCode::DatabaseRestored,
                 .detail = QStringLiteral("backup: %1; recordings found again: %2; the damaged files: %3; %4")
                               .arg(backup)
                               .arg(adopted)
                               .arg(restored.asideFolder, damage.detail),
                 .nativeCode = damage.nativeCode,
                 .where = damage.where};
}

} // namespace

Result<OpenedDatabase> openDatabase(const AppPaths& paths, const Clock& clock)
{
    NDAS_TRY(const FileLock turn, takeTurn(paths));
    NDAS_TRY(const jobs::OtherInstances others, jobs::Instance::lookAround(paths.instancesDir()));
    OpenedDatabase opened;
    auto prepared = refuseToStartAnew(paths);
    if (prepared)
        prepared = prepare(paths, checkNeeded(paths, others));
    if (!prepared) {
        if (others.alive > 0 || !db::isDamage(prepared.error()))
            return fail(prepared.error());
        NDAS_TRY(opened.restored, restore(paths, clock, prepared.error()));
    }
    db::withdrawCheckRequest(paths.database());
    jobs::Instance::forget(paths.instancesDir(), others.dead);
    NDAS_TRY(opened.instance, jobs::Instance::create(paths.instancesDir()));
    return opened;
}

} // namespace ndas::app
