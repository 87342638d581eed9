#include "core/library/work_folder.h"

#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/base/log.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <utility>

namespace ndas::library {

namespace {

Result<FileLock> takeLock(const QString& path, const CancellationToken& token,
                          std::chrono::milliseconds patience)
{
    constexpr std::chrono::milliseconds step(50);
    for (auto waited = std::chrono::milliseconds(0);; waited += step) {
        auto lock = FileLock::tryTake(path);
        // The library's disk is gone; the recording itself may well be there.
        if (!lock && lock.error().code == ErrorCode::NotFound)
            return fail(ErrorCode::SourceUnreachable, path);
        if (!lock)
            return fail(std::move(lock).error());
        if (*lock)
            return std::move(**lock);
        if (waited >= patience)
            return fail(ErrorCode::Busy, QStringLiteral("another writer holds ") + path);
        if (token.waitFor(step))
            return fail(ErrorCode::Cancelled);
    }
}

QStringList journalsIn(const QString& folder)
{
    return QDir(folder).entryList({QStringLiteral("f*.journal")}, QDir::Files, QDir::Time);
}

/// Of journals the newest stays.
Result<void> removeAllButJournal(const QString& folder, const QString& root)
{
    const QStringList journals = journalsIn(folder);
    if (journals.isEmpty())
        return removeTree(folder, root);
    const QStringList names =
        QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QString& name : names) {
        if (name != journals.constFirst())
            NDAS_CHECK(removeTree(folder + QLatin1Char('/') + name, root));
    }
    return {};
}

Result<void> createPrivately(const QString& folder)
{
    if (QDir(folder).exists())
        return {};
    if (!QDir().mkdir(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return fail(lastSystemError(QStringLiteral("create ") + folder));
    // A journal that is synced in a folder without a durable name is lost all the same.
    return syncFolder(QFileInfo(folder).absolutePath());
}

} // namespace

QString workFolderPath(const AppPaths& paths, JobId job)
{
    return QStringLiteral("%1/%2").arg(paths.workDir()).arg(job.value);
}

QString workLockPath(const AppPaths& paths, JobId job)
{
    return workFolderPath(paths, job) + QStringLiteral(".lock");
}

Result<WorkFolder> WorkFolder::open(const AppPaths& paths, JobId job, const CancellationToken& token,
                                    std::chrono::milliseconds patience)
{
    NDAS_TRY(FileLock lock, takeLock(workLockPath(paths, job), token, patience));
    const QString folder = workFolderPath(paths, job);
    NDAS_CHECK(removeAllButJournal(folder, paths.workDir()));
    NDAS_CHECK(createPrivately(folder));
    return WorkFolder(paths, job, std::move(lock));
}

WorkFolder::WorkFolder(const AppPaths& paths, JobId job, FileLock lock)
    : root_(paths.workDir())
    , path_(workFolderPath(paths, job))
    , lockPath_(workLockPath(paths, job))
    , lock_(std::move(lock))
{
}

WorkFolder::WorkFolder(WorkFolder&& other) noexcept
    : root_(std::move(other.root_))
    , path_(std::move(other.path_))
    , lockPath_(std::move(other.lockPath_))
    , lock_(std::exchange(other.lock_, std::nullopt))
    , ending_(other.ending_)
{
}

// The lock file of an unfinished job stays until the clean-up at the next start: removing it here could leave
// a waiting successor with a lock on a file that has no name any more.
WorkFolder::~WorkFolder()
{
    if (!lock_)
        return;
    const bool isOver = ending_ != Ending::ToBeContinued;
    if (const auto removed = isOver ? removeTree(path_, root_) : removeAllButJournal(path_, root_); !removed)
        qCWarning(logCore, "a work folder stays behind: %s", qUtf8Printable(logText(removed.error())));
    lock_->unlock();
    lock_.reset();
    if (ending_ == Ending::Finished)
        QFile::remove(lockPath_);
}

QString WorkFolder::file(const QString& name) const
{
    return path_ + QLatin1Char('/') + name;
}

Result<QString> WorkFolder::subfolder(const QString& name) const
{
    NDAS_CHECK(createPrivately(file(name)));
    return file(name);
}

Result<QString> WorkFolder::journal(std::int64_t fence) const
{
    const QString name = QStringLiteral("f%1.journal").arg(fence);
    const QStringList earlier = journalsIn(path_);
    if (!earlier.isEmpty() && earlier.constFirst() != name)
        NDAS_CHECK(publishFile(file(earlier.constFirst()), file(name)));
    return file(name);
}

} // namespace ndas::library
