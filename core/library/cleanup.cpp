#include "core/library/cleanup.h"

#include "core/base/file_lock.h"
#include "core/base/file_tools.h"
#include "core/library/work_folder.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

#include <set>

namespace ndas::library {

namespace {

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
Result<int> removeAbandoned(const AppPaths& paths, const Clock& clock)
{
    static const QRegularExpression check(QStringLiteral(R"(\Acheck-[A-Za-z0-9]{6}\z)"));
    static const QRegularExpression backup(QStringLiteral(R"(\Andas-[0-9a-z-]+\.db\.part(-journal)?\z)"));
    const QDateTime recent = QDateTime::fromMSecsSinceEpoch(clock.now()).addDays(-1);
    int removed = 0;
    const QFileInfoList folders = QDir(paths.workDir()).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo& folder : folders) {
        if (!check.match(folder.fileName()).hasMatch() || folder.lastModified() > recent)
            continue;
        NDAS_CHECK(removeTree(folder.filePath(), paths.workDir()));
        ++removed;
    }
    const QFileInfoList files = QDir(paths.backupsDir()).entryInfoList(QDir::Files);
    for (const QFileInfo& file : files) {
        if (backup.match(file.fileName()).hasMatch() && file.lastModified() <= recent)
            removed += QFile::remove(file.filePath()) ? 1 : 0;
    }
    return removed;
}

Result<void> deleteFile(const AppPaths& paths, const QString& name)
{
    const QString path = QDir::cleanPath(paths.libraryDir() + QLatin1Char('/') + name);
    if (!path.startsWith(paths.libraryDir() + QLatin1Char('/')))
        return fail(ErrorCode::Internal, QStringLiteral("not in the library: ") + name);
    QFile file(path);
    if (file.remove() || !QFileInfo::exists(path))
        return {};
    return fail(ErrorCode::Io, file.errorString());
}

} // namespace

Result<int> removeStaleWork(const AppPaths& paths, const jobs::JobStore& jobs, const Clock& clock)
{
    NDAS_TRY(int removed, removeAbandoned(paths, clock));
    for (const JobId job : jobsWithWork(paths.workDir())) {
        NDAS_TRY(const bool over, isOver(jobs, job));
        if (!over)
            continue;
        NDAS_TRY(const bool gone, removeWorkOf(paths, jobs, job));
        removed += gone ? 1 : 0;
    }
    return removed;
}

Result<void> deleteLibraryFiles(const AppPaths& paths, const QStringList& files)
{
    Result<void> first;
    for (const QString& name : files) {
        if (auto deleted = deleteFile(paths, name); !deleted && first)
            first = std::move(deleted);
    }
    return first;
}

} // namespace ndas::library
