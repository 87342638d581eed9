#include "core/library/cleanup.h"

#include "core/base/durable_file.h"
#include "core/base/file_lock.h"
#include "core/base/file_tools.h"
#include "core/library/own_files.h"
#include "core/library/preview_folder.h"
#include "core/library/work_folder.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <set>

namespace ndas::library {

namespace {

constexpr EpochMs removalTakesMs = 2 * 60 * 1000; ///< at most: many gigabytes may go to the trash

/// The job a name in .work belongs to: "12" and "12.lock" to 12, all others to none.
JobId jobOf(const QString& name)
{
    const QString lockEnding = QStringLiteral(".lock");
    const QString digits = name.endsWith(lockEnding) ? name.chopped(lockEnding.size()) : name;
    bool isNumber = false;
    const JobId job{digits.toLongLong(&isNumber)};
    return isNumber && digits == QString::number(job.value) ? job : JobId{};
}

std::set<JobId> jobsWithWork(const QString& folder)
{
    std::set<JobId> found;
    const QStringList names =
        QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QString& name : names) {
        if (const JobId job = jobOf(name); job.value > 0)
            found.insert(job);
    }
    return found;
}

Result<bool> isOver(const jobs::JobStore& jobs, JobId id)
{
    const Result<jobs::Job> job = jobs.find(id);
    if (job)
        return isTerminal(job->state);
    if (job.error().code == ErrorCode::NoSuchItem)
        return true;
    return fail(job.error());
}

/// Asked again under the lock: the user may have retried the job in between.
Result<bool> removeWorkOf(const AppPaths& paths, const jobs::JobStore& jobs, JobId job)
{
    {
        NDAS_TRY(const std::optional<FileLock> lock, FileLock::tryTake(workLockPath(paths, job)));
        if (!lock)
            return false;
        NDAS_TRY(const bool over, isOver(jobs, job));
        if (!over)
            return false;
        NDAS_CHECK(removeTree(workFolderPath(paths, job), paths.workDir()));
    }
    QFile::remove(workLockPath(paths, job));
    return true;
}

/// Nobody holds a lock on these: only their age says that their maker is gone.
int removeAbandoned(const AppPaths& paths, const Clock& clock)
{
    const QDateTime recent = QDateTime::fromMSecsSinceEpoch(clock.now()).addDays(-1);
    const QString part = QStringLiteral(R"(\.part-[0-9a-f]{32})");
    return removeLeftovers(paths.workDir(), QStringLiteral("check-[A-Za-z0-9]{6}"), recent) +
           removeLeftovers(paths.backupsDir(), QStringLiteral(R"(ndas-[0-9a-z-]+\.db\.part(-journal)?)"),
                           recent) +
           removeLeftovers(paths.dataDir, QStringLiteral(R"((settings\.json|ndas\.db))") + part, recent) +
           removeLeftovers(paths.thumbnailsDir(), QStringLiteral(R"([0-9a-f]{32}-[0-9]+\.jpg)") + part,
                           recent);
}

} // namespace

Result<int> removeStaleWork(const AppPaths& paths, const jobs::JobStore& jobs, const Clock& clock)
{
    int removed = removeAbandoned(paths, clock) + PreviewFolder::removeAbandoned(paths);
    for (const JobId job : jobsWithWork(paths.workDir())) {
        NDAS_TRY(const bool over, isOver(jobs, job));
        if (!over)
            continue;
        NDAS_TRY(const bool gone, removeWorkOf(paths, jobs, job));
        removed += gone ? 1 : 0;
    }
    return removed;
}

Result<int> forgetGone(const AppPaths& paths, LibraryStore& store, const QStringList& files)
{
    QStringList gone;
    std::set<QString> folders;
    for (const QString& name : files) {
        const QFileInfo file(paths.libraryDir() + QLatin1Char('/') + name);
        if (file.exists() || file.isSymLink())
            continue;
        gone << name;
        folders.insert(file.absolutePath());
    }
    for (const QString& folder : folders)
        NDAS_CHECK(syncFolder(folder));
    NDAS_CHECK(store.forgetRemoved(gone));
    return static_cast<int>(gone.size());
}

Result<int> finishRemovals(const AppPaths& paths, LibraryStore& store, const Clock& clock)
{
    NDAS_TRY(const QStringList files, store.removedFiles(clock.now() - removalTakesMs));
    if (files.isEmpty())
        return 0;
    const Result<void> deleted = removeLibraryFiles(paths, files, store);
    NDAS_TRY(const int forgotten, forgetGone(paths, store, files));
    NDAS_CHECK(deleted);
    return forgotten;
}

} // namespace ndas::library
