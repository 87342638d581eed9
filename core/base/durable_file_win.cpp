#include "core/base/durable_file.h"
#include "core/base/durable_file_os.h"
#include "core/base/native_path.h"

#include <QtCore/QtGlobal>

#ifdef Q_OS_WIN

#include <qt_windows.h>

#include <algorithm>

namespace ndas {

namespace {

// Virus scanners and indexers hold fresh files open for a moment.
constexpr int sharingTries = 10;
constexpr DWORD sharingPauseMs = 50;

HANDLE native(qintptr handle)
{
    return reinterpret_cast<HANDLE>(handle);
}

bool isSharingViolation(DWORD code)
{
    return code == ERROR_SHARING_VIOLATION || code == ERROR_LOCK_VIOLATION || code == ERROR_ACCESS_DENIED;
}

template <class Call>
bool retriedWhileShared(Call call)
{
    for (int i = 0; i < sharingTries; ++i) {
        if (call())
            return true;
        if (!isSharingViolation(GetLastError()))
            return false;
        Sleep(sharingPauseMs);
    }
    return call();
}

Result<void> move(const QString& from, const QString& to, DWORD flags)
{
    const auto source = nativePath(from);
    const auto target = nativePath(to);
    if (!retriedWhileShared([&] { return MoveFileExW(source.c_str(), target.c_str(), flags) != 0; }))
        return fail(lastSystemError(QStringLiteral("rename to ") + to));
    return {};
}

} // namespace

namespace os {

Result<qintptr> createFile(const QString& path)
{
    const HANDLE handle = CreateFileW(nativePath(path).c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr,
                                      CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return fail(lastSystemError(QStringLiteral("create ") + path));
    return reinterpret_cast<qintptr>(handle);
}

Result<OpenedFile> openFileToAppend(const QString& path)
{
    const auto name = nativePath(path);
    HANDLE handle = INVALID_HANDLE_VALUE;
    const bool opened = retriedWhileShared([&] {
        handle = CreateFileW(name.c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                             FILE_ATTRIBUTE_NORMAL, nullptr);
        return handle != INVALID_HANDLE_VALUE;
    });
    if (!opened)
        return fail(lastSystemError(QStringLiteral("open ") + path));
    LARGE_INTEGER end{};
    if (!SetFilePointerEx(handle, LARGE_INTEGER{}, &end, FILE_END)) {
        Error error = lastSystemError(QStringLiteral("seek ") + path);
        CloseHandle(handle);
        return fail(std::move(error));
    }
    return OpenedFile{.handle = reinterpret_cast<qintptr>(handle), .size = end.QuadPart};
}

Result<void> writeAll(qintptr handle, QByteArrayView bytes)
{
    constexpr qsizetype largestWrite = qsizetype{1} << 24;
    while (!bytes.isEmpty()) {
        DWORD written = 0;
        const auto size = static_cast<DWORD>(std::min(bytes.size(), largestWrite));
        if (!WriteFile(native(handle), bytes.data(), size, &written, nullptr))
            return fail(lastSystemError(QStringLiteral("write")));
        bytes = bytes.sliced(static_cast<qsizetype>(written));
    }
    return {};
}

Result<void> syncData(qintptr handle)
{
    if (!FlushFileBuffers(native(handle)))
        return fail(lastSystemError(QStringLiteral("flush")));
    return {};
}

Result<void> truncateFile(qintptr handle, qint64 size)
{
    LARGE_INTEGER position{};
    position.QuadPart = size;
    if (!SetFilePointerEx(native(handle), position, nullptr, FILE_BEGIN) || !SetEndOfFile(native(handle)))
        return fail(lastSystemError(QStringLiteral("truncate")));
    return {};
}

Result<void> closeFile(qintptr handle)
{
    if (!CloseHandle(native(handle)))
        return fail(lastSystemError(QStringLiteral("close")));
    return {};
}

Result<void> renameWithoutReplacing(const QString& from, const QString& to)
{
    return move(from, to, MOVEFILE_WRITE_THROUGH);
}

Result<void> renameReplacing(const QString& from, const QString& to)
{
    return move(from, to, MOVEFILE_WRITE_THROUGH | MOVEFILE_REPLACE_EXISTING);
}

} // namespace os

void beginSync(int) {}

Result<void> syncFolder(const QString&)
{
    return {}; // NTFS journals names itself
}

} // namespace ndas

#endif
