// A job's own folder below library/.work, empty at the start, removed at the end; guarded by a lock beside
// it, so that at most one live writer is ever in it. Blocking; one thread.
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
    /// attempt left and creates the folder (0700). Busy when the lock stays taken; Cancelled.
    static Result<WorkFolder> open(const AppPaths& paths, JobId job, const CancellationToken& token,
                                   std::chrono::milliseconds patience = std::chrono::seconds(5));
    WorkFolder(WorkFolder&& other) noexcept;
    WorkFolder& operator=(WorkFolder&&) = delete;
    ~WorkFolder(); ///< the folder and all in it are removed, then the lock is given back

    /// The job has succeeded: nobody will wait for this lock, its file goes too.
    void finish() { finished_ = true; }

    QString file(const QString& name) const;

    const FileLock& lock() const { return *lock_; }

private:
    WorkFolder(const AppPaths& paths, JobId job, FileLock lock);
    QString root_;
    QString path_;
    QString lockPath_;
    std::optional<FileLock> lock_; ///< none: moved from
    bool finished_ = false;
};

/// Names below library/.work that belong to a job: "<job>" (folder) and "<job>.lock".
QString workFolderPath(const AppPaths& paths, JobId job);
QString workLockPath(const AppPaths& paths, JobId job);

} // namespace ndas::library
