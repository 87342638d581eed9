// A job's own folder below library/.work; guarded by a lock beside it, so that at most one live writer is
// ever in it. Of what an attempt leaves only its journal stays, for the next one. Blocking; one thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/cancellation.h"
#include "core/base/file_lock.h"
#include "core/base/ids.h"

#include <chrono>

namespace ndas::library {

class WorkFolder {
public:
    /// Takes the lock (waiting for the last writer to go for up to `patience`), removes what an earlier
    /// attempt left but its journal, and creates the folder (0700). Busy when the lock stays taken,
    /// SourceUnreachable without library/.work, Cancelled.
    static Result<WorkFolder> open(const AppPaths& paths, JobId job, const CancellationToken& token,
                                   std::chrono::milliseconds patience = std::chrono::seconds(5));
    WorkFolder(WorkFolder&& other) noexcept;
    WorkFolder& operator=(WorkFolder&&) = delete;
    ~WorkFolder(); ///< all but the journal is removed, then the lock is given back

    /// The job has succeeded: nobody will wait for this lock, its file goes too, and the journal.
    void finish() { ending_ = Ending::Finished; }

    /// Nobody will go on with what is here.
    void discard() { ending_ = Ending::Discarded; }

    QString file(const QString& name) const;
    /// A new folder in it, for results of a worker that need not see the rest.
    Result<QString> subfolder(const QString& name) const;
    /// Where this attempt keeps its journal; that of an earlier one is given the name.
    Result<QString> journal(std::int64_t fence) const;

    const FileLock& lock() const { return *lock_; }

private:
    enum class Ending { ToBeContinued, Discarded, Finished };
    WorkFolder(const AppPaths& paths, JobId job, FileLock lock);
    QString root_;
    QString path_;
    QString lockPath_;
    std::optional<FileLock> lock_; ///< none: moved from
    Ending ending_ = Ending::ToBeContinued;
};

/// Names below library/.work that belong to a job: "<job>" (folder) and "<job>.lock".
QString workFolderPath(const AppPaths& paths, JobId job);
QString workLockPath(const AppPaths& paths, JobId job);

} // namespace ndas::library
