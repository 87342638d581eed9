#include "core/base/file_lock.h"

#include "core/base/native_path.h"

#include <utility>

#ifdef Q_OS_WIN
#include <qt_windows.h>
#else
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace ndas {

namespace {

constexpr qintptr none = -1;

#ifdef Q_OS_WIN

void release(qintptr handle)
{
    CloseHandle(reinterpret_cast<HANDLE>(handle));
}

/// A file opened for nobody else to share: unlike a LockFileEx lock, this passes to a child with its handle.
Result<qintptr> takeOrNone(const QString& path, FileLock::Inherit inherit)
{
    SECURITY_ATTRIBUTES attributes{};
    attributes.nLength = sizeof attributes;
    attributes.bInheritHandle = inherit == FileLock::Inherit::Yes;
    const HANDLE handle = CreateFileW(nativePath(path).c_str(), GENERIC_READ | GENERIC_WRITE, 0, &attributes,
                                      OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle != INVALID_HANDLE_VALUE)
        return reinterpret_cast<qintptr>(handle);
    if (GetLastError() == ERROR_SHARING_VIOLATION)
        return none;
    return fail(lastSystemError(QStringLiteral("open lock ") + path));
}

#else

void release(qintptr handle)
{
    ::close(static_cast<int>(handle));
}

Result<qintptr> takeOrNone(const QString& path, FileLock::Inherit inherit)
{
    const int flags = O_RDWR | O_CREAT | (inherit == FileLock::Inherit::No ? O_CLOEXEC : 0);
    const int handle = open(nativePath(path).c_str(), flags, 0600);
    if (handle == -1)
        return fail(lastSystemError(QStringLiteral("open lock ") + path));
    if (flock(handle, LOCK_EX | LOCK_NB) == 0)
        return handle;
    const int reason = errno;
    ::close(handle);
    if (reason == EWOULDBLOCK)
        return none;
    return fail(systemError(reason, QStringLiteral("lock ") + path));
}

#endif

} // namespace

Result<std::optional<FileLock>> FileLock::tryTake(const QString& path, Inherit inherit)
{
    NDAS_TRY(const qintptr handle, takeOrNone(path, inherit));
    if (handle == none)
        return std::optional<FileLock>();
    return std::optional<FileLock>(FileLock(handle));
}

void FileLock::keepThroughExec([[maybe_unused]] qintptr handle)
{
#ifndef Q_OS_WIN
    fcntl(static_cast<int>(handle), F_SETFD, 0);
#endif
}

FileLock::FileLock(FileLock&& other) noexcept
    : handle_(std::exchange(other.handle_, none))
{
}

FileLock& FileLock::operator=(FileLock&& other) noexcept
{
    std::swap(handle_, other.handle_);
    return *this;
}

void FileLock::unlock()
{
#ifndef Q_OS_WIN
    flock(static_cast<int>(handle_), LOCK_UN);
#endif
}

FileLock::~FileLock()
{
    if (handle_ != none)
        release(handle_);
}

} // namespace ndas
