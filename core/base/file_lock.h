// A lock the system releases when its process dies, however it dies. Held through an open file (flock; on
// Windows a file shared with nobody); may be inherited by a child process.
#pragma once

#include "core/base/result.h"

#include <optional>

namespace ndas {

class FileLock {
public:
    enum class Inherit { No, Yes }; ///< Yes: children started later keep the lock too

    /// nullopt when somebody else holds it. Creates the file when missing. Does not block.
    static Result<std::optional<FileLock>> tryTake(const QString& path, Inherit inherit = Inherit::No);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

    /// Gives it back, also for a child that keeps it (POSIX).
    void unlock();

    qintptr handle() const { return handle_; }

    /// In a child, between fork and exec (async-signal-safe): the program it becomes keeps this lock, taken
    /// with Inherit::No, for its lifetime. Does nothing on Windows.
    static void keepThroughExec(qintptr handle);

private:
    explicit FileLock(qintptr handle)
        : handle_(handle)
    {
    }

    qintptr handle_;
};

} // namespace ndas
