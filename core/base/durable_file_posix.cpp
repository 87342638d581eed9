#include "core/base/durable_file.h"
#include "core/base/durable_file_os.h"
#include "core/base/file_broker.h"
#include "core/base/native_path.h"
#include "core/base/uninterrupted.h"

#include <QtCore/QtGlobal>

#ifdef Q_OS_UNIX

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <linux/fs.h>
#include <sys/syscall.h>
#endif
#ifdef Q_OS_MACOS
#include <cstdio>
#endif

namespace ndas {

namespace {

using os::uninterrupted;

int fd(qintptr handle)
{
    return static_cast<int>(handle);
}

#ifdef Q_OS_MACOS
int renameExclusively(const char* from, const char* to)
{
    return renamex_np(from, to, RENAME_EXCL);
}
#elif defined(Q_OS_LINUX)
int renameExclusively(const char* from, const char* to)
{
    return static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE));
}
#else
int renameExclusively(const char*, const char*)
{
    errno = ENOSYS;
    return -1;
}
#endif

/// Some file systems cannot rename exclusively; a hard link never replaces either.
int linkThenUnlink(const char* from, const char* to)
{
    if (link(from, to) != 0)
        return -1;
    return unlink(from);
}

int syncHandle(int handle)
{
#ifdef Q_OS_MACOS
    // fsync leaves the data in the drive's cache; file systems without F_FULLFSYNC get what there is.
    if (fcntl(handle, F_FULLFSYNC) == 0)
        return 0;
    return fsync(handle);
#else
    return fdatasync(handle);
#endif
}

} // namespace

namespace os {

Result<qintptr> createFile(const QString& path)
{
    const int handle = doFileDeed(FileDeed::CreateNew, path);
    if (handle == -1)
        return fail(lastSystemError(QStringLiteral("create ") + path));
    return handle;
}

Result<OpenedFile> openFileToAppend(const QString& path)
{
    const int handle = doFileDeed(FileDeed::Append, path);
    if (handle == -1)
        return fail(lastSystemError(QStringLiteral("open ") + path));
    const off_t end = lseek(handle, 0, SEEK_END);
    if (end == -1) {
        Error error = lastSystemError(QStringLiteral("seek ") + path);
        ::close(handle);
        return fail(std::move(error));
    }
    return OpenedFile{.handle = handle, .size = end};
}

Result<void> writeAll(qintptr handle, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = uninterrupted(
            [&] { return ::write(fd(handle), bytes.data(), static_cast<std::size_t>(bytes.size())); });
        if (written == -1)
            return fail(lastSystemError(QStringLiteral("write")));
        bytes = bytes.sliced(written);
    }
    return {};
}

Result<void> syncData(qintptr handle)
{
    if (uninterrupted([&] { return syncHandle(fd(handle)); }) == -1)
        return fail(lastSystemError(QStringLiteral("fsync")));
    return {};
}

Result<void> truncateFile(qintptr handle, qint64 size)
{
    if (uninterrupted([&] { return ftruncate(fd(handle), size); }) == -1)
        return fail(lastSystemError(QStringLiteral("truncate")));
    if (lseek(fd(handle), size, SEEK_SET) == -1)
        return fail(lastSystemError(QStringLiteral("seek")));
    return {};
}

Result<void> closeFile(qintptr handle)
{
    // Never repeated after EINTR: the descriptor is gone by then and may belong to another thread.
    if (::close(fd(handle)) == -1 && errno != EINTR)
        return fail(lastSystemError(QStringLiteral("close")));
    return {};
}

Result<void> renameWithoutReplacing(const QString& from, const QString& to)
{
    const auto source = nativePath(from);
    const auto target = nativePath(to);
    int outcome = renameExclusively(source.c_str(), target.c_str());
    if (outcome == -1 && (errno == ENOSYS || errno == EINVAL || errno == ENOTSUP))
        outcome = linkThenUnlink(source.c_str(), target.c_str());
    if (outcome == -1)
        return fail(lastSystemError(QStringLiteral("publish ") + to));
    return {};
}

Result<void> renameReplacing(const QString& from, const QString& to)
{
    if (::rename(nativePath(from).c_str(), nativePath(to).c_str()) == -1)
        return fail(lastSystemError(QStringLiteral("rename to ") + to));
    return {};
}

} // namespace os

void beginSync([[maybe_unused]] int descriptor)
{
#ifdef Q_OS_LINUX
    sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE); // a hint: what came of it is nobody's business
#endif
}

Result<void> syncFolder(const QString& folder)
{
    const int handle = os::doFileDeed(os::FileDeed::OpenFolder, folder);
    if (handle == -1)
        return fail(lastSystemError(QStringLiteral("open folder ") + folder));
    const int outcome = uninterrupted([&] { return fsync(handle); });
    const int reason = errno;
    ::close(handle);
    // EINVAL: a file system that keeps no folder state to sync.
    if (outcome == -1 && reason != EINVAL)
        return fail(systemError(reason, QStringLiteral("fsync folder ") + folder));
    return {};
}

} // namespace ndas

#endif
