// Files that survive a power cut once a call has returned. Blocking; any thread, one thread per object.
#pragma once

#include "core/base/result.h"

#include <QtCore/QByteArrayView>

namespace ndas {

/// An append-only file: create exclusively (mode 0600) or open for append, write, sync. Closed by the
/// destructor.
class DurableFile {
public:
    /// AlreadyExists when the name is taken. Syncs the folder, so that the name itself survives.
    static Result<DurableFile> createNew(const QString& path);
    /// Opens an existing file and positions at its end.
    static Result<DurableFile> openToAppend(const QString& path);

    DurableFile(DurableFile&& other) noexcept;
    DurableFile& operator=(DurableFile&& other) noexcept;
    ~DurableFile();

    /// Writes all bytes or fails (DiskFull, Io, ...); after a failure the file's tail is undefined.
    Result<void> append(QByteArrayView bytes);
    /// fdatasync / F_FULLFSYNC / FlushFileBuffers. After a failure the file must be discarded.
    Result<void> sync();
    Result<void> truncate(qint64 size);
    qint64 size() const;
    Result<void> close();

private:
    explicit DurableFile(qintptr handle, qint64 size);
    qintptr handle_;
    qint64 size_;
};

/// The system begins with what a later sync has to wait for. Linux; elsewhere nothing happens. `descriptor`:
/// as of QFile::handle().
void beginSync(int descriptor);
/// fsync of a file written by somebody else (a worker).
Result<void> syncFile(const QString& path);
/// Makes names in this folder durable; does nothing on Windows.
Result<void> syncFolder(const QString& folder);
/// Renames without ever replacing: AlreadyExists when `to` is taken. Same volume only. Syncs both folders.
Result<void> publishFile(const QString& from, const QString& to);
/// The same in the place of a file of ours; at no moment is neither of them there.
Result<void> publishReplacing(const QString& from, const QString& to);
/// write -> fsync -> close -> rename (replacing) -> fsync folder: for small files that are rewritten whole.
Result<void> writeFileDurably(const QString& path, QByteArrayView bytes);
/// createNew + append + sync + close + publish under `path` (never replacing).
Result<void> writeNewFileDurably(const QString& path, QByteArrayView bytes);

} // namespace ndas
