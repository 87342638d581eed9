#include "core/base/durable_file.h"

#include "core/base/durable_file_os.h"
#include "core/base/open_file.h"

#include <QtCore/QFileInfo>
#include <QtCore/QUuid>

#include <utility>

namespace ndas {

namespace {

constexpr qintptr closed = -1;

/// A sibling of `path`, so that the rename stays on one volume; the random part keeps writers apart.
QString temporarySibling(const QString& path)
{
    return path + QStringLiteral(".part-") + QUuid::createUuid().toString(QUuid::Id128);
}

Result<void> writeTemporary(const QString& path, QByteArrayView bytes)
{
    NDAS_TRY(DurableFile file, DurableFile::createNew(path));
    NDAS_CHECK(file.append(bytes));
    NDAS_CHECK(file.sync());
    return file.close();
}

/// After a rename.
Result<void> syncNames(const QString& from, const QString& to)
{
    const QString toFolder = QFileInfo(to).absolutePath();
    const QString fromFolder = QFileInfo(from).absolutePath();
    NDAS_CHECK(syncFolder(toFolder));
    return fromFolder == toFolder ? Result<void>() : syncFolder(fromFolder);
}

using Publish = Result<void> (*)(const QString& from, const QString& to);

Result<void> writeWhole(const QString& path, QByteArrayView bytes, Publish publish)
{
    const QString temporary = temporarySibling(path);
    Result<void> outcome = writeTemporary(temporary, bytes);
    if (outcome)
        outcome = publish(temporary, path);
    if (!outcome)
        removeFile(temporary);
    return outcome;
}

} // namespace

DurableFile::DurableFile(qintptr handle, qint64 size)
    : handle_(handle)
    , size_(size)
{
}

DurableFile::DurableFile(DurableFile&& other) noexcept
    : handle_(std::exchange(other.handle_, closed))
    , size_(other.size_)
{
}

DurableFile& DurableFile::operator=(DurableFile&& other) noexcept
{
    std::swap(handle_, other.handle_);
    std::swap(size_, other.size_);
    return *this;
}

DurableFile::~DurableFile()
{
    if (handle_ != closed)
        static_cast<void>(os::closeFile(handle_));
}

Result<DurableFile> DurableFile::createNew(const QString& path)
{
    NDAS_TRY(const qintptr handle, os::createFile(path));
    DurableFile file(handle, 0);
    if (auto synced = syncFolder(QFileInfo(path).absolutePath()); !synced) {
        removeFile(path); // made by us just now
        return fail(std::move(synced).error());
    }
    return file;
}

Result<DurableFile> DurableFile::openToAppend(const QString& path)
{
    NDAS_TRY(const os::OpenedFile opened, os::openFileToAppend(path));
    return DurableFile(opened.handle, opened.size);
}

Result<void> DurableFile::append(QByteArrayView bytes)
{
    NDAS_CHECK(os::writeAll(handle_, bytes));
    size_ += bytes.size();
    return {};
}

Result<void> DurableFile::sync()
{
    return os::syncData(handle_);
}

Result<void> DurableFile::truncate(qint64 size)
{
    NDAS_CHECK(os::truncateFile(handle_, size));
    size_ = size;
    return {};
}

qint64 DurableFile::size() const
{
    return size_;
}

Result<void> DurableFile::close()
{
    return os::closeFile(std::exchange(handle_, closed));
}

Result<void> syncFile(const QString& path)
{
    NDAS_TRY(DurableFile file, DurableFile::openToAppend(path));
    NDAS_CHECK(file.sync());
    return file.close();
}

Result<void> publishFile(const QString& from, const QString& to)
{
    NDAS_CHECK(os::renameWithoutReplacing(from, to));
    return syncNames(from, to);
}

Result<void> publishReplacing(const QString& from, const QString& to)
{
    NDAS_CHECK(os::renameReplacing(from, to));
    return syncNames(from, to);
}

Result<void> writeFileDurably(const QString& path, QByteArrayView bytes)
{
    return writeWhole(path, bytes, publishReplacing);
}

Result<void> writeNewFileDurably(const QString& path, QByteArrayView bytes)
{
    return writeWhole(path, bytes, publishFile);
}

} // namespace ndas
