#include "core/base/error.h"
#include "core/base/last_error.h"

#include <QtCore/QtGlobal>

#include <cerrno>
#include <utility>

#ifdef Q_OS_WIN
#include <qt_windows.h>
#endif

namespace ndas {

namespace {

#ifdef Q_OS_WIN

constexpr DWORD diskQuotaExceeded = 1295; // ERROR_DISK_QUOTA_EXCEEDED, which older headers lack

ErrorCode codeOf(int nativeCode)
{
    switch (static_cast<DWORD>(nativeCode)) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        return ErrorCode::NotFound;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
        return ErrorCode::AlreadyExists;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
    case diskQuotaExceeded:
        return ErrorCode::DiskFull;
    case ERROR_FILE_TOO_LARGE:
        return ErrorCode::OutputTooLarge;
    case ERROR_ACCESS_DENIED:
        return ErrorCode::PermissionDenied;
    case ERROR_WRITE_PROTECT:
        return ErrorCode::ReadOnly;
    case ERROR_BAD_NETPATH:
    case ERROR_NETNAME_DELETED:
    case ERROR_NETWORK_UNREACHABLE:
    case ERROR_NOT_READY:
    case ERROR_DEV_NOT_EXIST:
        return ErrorCode::SourceUnreachable;
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_BUSY:
        return ErrorCode::Busy;
    case ERROR_SEM_TIMEOUT:
        return ErrorCode::TimedOut;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
        return ErrorCode::OutOfMemory;
    default:
        return ErrorCode::Io;
    }
}

#else

ErrorCode codeOf(int nativeCode)
{
    switch (nativeCode) {
    case ENOENT:
    case ENOTDIR:
        return ErrorCode::NotFound;
    case EEXIST:
        return ErrorCode::AlreadyExists;
    case ENOSPC:
    case EDQUOT:
        return ErrorCode::DiskFull;
    case EACCES:
    case EPERM:
        return ErrorCode::PermissionDenied;
    case EFBIG:
        return ErrorCode::OutputTooLarge;
    case EROFS:
        return ErrorCode::ReadOnly;
    case ESTALE:
    case ENODEV:
    case ENXIO:
    case ENOTCONN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
        return ErrorCode::SourceUnreachable;
    case EAGAIN:
    case EBUSY:
    case ETXTBSY:
        return ErrorCode::Busy;
    case ETIMEDOUT:
        return ErrorCode::TimedOut;
    case ENOMEM:
        return ErrorCode::OutOfMemory;
    default:
        return ErrorCode::Io;
    }
}

#endif

} // namespace

Error systemError(int nativeCode, QString what, SourceLocation where)
{
    what += QStringLiteral(": ") + qt_error_string(nativeCode);
    return Error{
        .code = codeOf(nativeCode), .detail = std::move(what), .nativeCode = nativeCode, .where = where};
}

void clearLastSystemError()
{
#ifdef Q_OS_WIN
    SetLastError(ERROR_SUCCESS);
#else
    errno = 0;
#endif
}

Error lastSystemError(QString what, SourceLocation where)
{
#ifdef Q_OS_WIN
    return systemError(static_cast<int>(GetLastError()), std::move(what), where);
#else
    return systemError(errno, std::move(what), where);
#endif
}

} // namespace ndas
