#include "core/base/open_file.h"

#include "core/base/file_broker.h"

#include <QtCore/QFileInfo>

#include <cerrno>

namespace ndas {

namespace {

Failure cannotRead(const QString& path, int number)
{
    if (number == EISDIR)
        return fail(ErrorCode::NotReadable, path + QStringLiteral(": no regular file"));
    Error error = systemError(number, path);
    if (error.code == ErrorCode::PermissionDenied)
        error.code = ErrorCode::NotReadable;
    return fail(std::move(error));
}

} // namespace

#ifdef Q_OS_UNIX

namespace {

Result<std::unique_ptr<QFile>> around(int descriptor, QIODevice::OpenMode mode)
{
    auto file = std::make_unique<QFile>();
    if (!file->open(descriptor, mode, QFileDevice::AutoCloseHandle))
        return fail(ErrorCode::Io, file->errorString());
    return file;
}

} // namespace

Result<std::unique_ptr<QFile>> openToRead(const QString& path, QIODevice::OpenMode how)
{
    const int descriptor = os::doFileDeed(os::FileDeed::Read, path);
    if (descriptor == -1)
        return cannotRead(path, errno);
    return around(descriptor, QIODevice::ReadOnly | how);
}

Result<std::unique_ptr<QFile>> createFile(const QString& path, QIODevice::OpenMode how)
{
    const int descriptor = os::doFileDeed(os::FileDeed::CreateNew, path);
    if (descriptor == -1)
        return fail(lastSystemError(path));
    return around(descriptor, QIODevice::ReadWrite | how);
}

bool removeFile(const QString& path)
{
    return os::doFileDeed(os::FileDeed::Remove, path) == 0;
}

#else

namespace {

/// Qt reads a leading colon as "resource of the program".
QString literalName(const QString& path)
{
    return path.startsWith(QLatin1Char(':')) ? QStringLiteral("./") + path : path;
}

} // namespace

Result<std::unique_ptr<QFile>> openToRead(const QString& path, QIODevice::OpenMode how)
{
    const QString name = literalName(path);
    const QFileInfo info(name);
    if (!info.exists())
        return fail(ErrorCode::NotFound, path);
    if (!info.isFile())
        return cannotRead(path, EISDIR);
    auto file = std::make_unique<QFile>(name);
    if (!file->open(QIODevice::ReadOnly | how))
        return fail(ErrorCode::NotReadable, path + QStringLiteral(": ") + file->errorString());
    return file;
}

Result<std::unique_ptr<QFile>> createFile(const QString& path, QIODevice::OpenMode how)
{
    const QString name = literalName(path);
    auto file = std::make_unique<QFile>(name);
    if (!file->open(QIODevice::ReadWrite | QIODevice::NewOnly | how))
        return fail(QFileInfo::exists(name) ? ErrorCode::AlreadyExists : ErrorCode::Io,
                    path + QStringLiteral(": ") + file->errorString());
    return file;
}

bool removeFile(const QString& path)
{
    return QFile::remove(literalName(path));
}

#endif

} // namespace ndas
