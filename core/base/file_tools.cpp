#include "core/base/file_tools.h"

#include "core/base/durable_file.h"
#include "core/base/native_path.h"
#include "core/base/open_file.h"
#include "core/base/sha256.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#endif

namespace ndas {

namespace {

constexpr qsizetype bufferSize = qsizetype{1} << 20;

using ChunkSink = std::function<Result<void>(QByteArrayView)>;

/// What is in the page cache proves nothing about the disk. Windows keeps it: it would take reads without
/// buffering, whose sizes and places in memory follow the sectors of the disk.
void bypassCache([[maybe_unused]] const QFile& file)
{
#if defined(Q_OS_MACOS)
    fcntl(file.handle(), F_NOCACHE, 1);
#elif defined(Q_OS_LINUX)
    posix_fadvise(file.handle(), 0, 0, POSIX_FADV_DONTNEED);
#endif
}

/// `name` is for errors.
Result<void> readChunks(QFile& file, const QString& name, const CancellationToken& token,
                        const ChunkSink& sink)
{
    QByteArray buffer(bufferSize, Qt::Uninitialized);
    for (;;) {
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        errno = 0;
        const qint64 count = file.read(buffer.data(), buffer.size());
        if (count < 0)
            return fail(lastSystemError(QStringLiteral("read ") + name));
        if (count == 0)
            return {};
        NDAS_CHECK(sink(QByteArrayView(buffer).first(count)));
    }
}

Result<QString> hashOf(QFile& file, const QString& name, const CancellationToken& token,
                       const BytesProgress& progress)
{
    const qint64 total = file.size();
    qint64 done = 0;
    Sha256 hash;
    NDAS_CHECK(readChunks(file, name, token, [&](QByteArrayView bytes) -> Result<void> {
        hash.add(bytes);
        done += bytes.size();
        if (progress)
            progress(done, total);
        return {};
    }));
    return hash.hex();
}

struct Snapshot {
    qint64 size;
    QDateTime modified;

    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

Snapshot snapshotOf(const QString& path)
{
    const QFileInfo info(path);
    return {info.size(), info.lastModified()};
}

/// One verified copy under way; the progress runs over writing and reading back.
class Copy {
public:
    Copy(const QString& from, const QString& to, const CancellationToken& token,
         const BytesProgress& progress)
        : from_(from)
        , to_(to)
        , token_(token)
        , progress_(progress)
        , before_(snapshotOf(from))
    {
    }

    Result<CopyResult> run(QFile& source, DurableFile target)
    {
        NDAS_TRY(const QString written, write(source, std::move(target)));
        if (snapshotOf(from_) != before_)
            return fail(ErrorCode::Busy, QStringLiteral("changed while it was copied: ") + from_);
        NDAS_TRY(const QString found, readBack());
        if (found != written)
            return fail(ErrorCode::Io, QStringLiteral("copy differs from what was written: ") + to_);
        NDAS_CHECK(keepModificationTime());
        return CopyResult{.sha256 = written, .bytes = before_.size};
    }

private:
    Result<QString> write(QFile& source, DurableFile target)
    {
        Sha256 hash;
        NDAS_CHECK(readChunks(source, from_, token_, [&](QByteArrayView bytes) -> Result<void> {
            hash.add(bytes);
            NDAS_CHECK(target.append(bytes));
            report(bytes.size());
            return {};
        }));
        NDAS_CHECK(target.sync());
        NDAS_CHECK(target.close());
        return hash.hex();
    }

    Result<QString> readBack()
    {
        NDAS_TRY(const auto copy, openToRead(to_, QIODevice::Unbuffered));
        bypassCache(*copy);
        Sha256 hash;
        NDAS_CHECK(readChunks(*copy, to_, token_, [&](QByteArrayView bytes) -> Result<void> {
            hash.add(bytes);
            report(bytes.size());
            return {};
        }));
        return hash.hex();
    }

    Result<void> keepModificationTime()
    {
        QFile copy(to_);
        if (!copy.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) ||
            !copy.setFileTime(before_.modified, QFileDevice::FileModificationTime))
            return fail(ErrorCode::Io,
                        QStringLiteral("set time of ") + to_ + QStringLiteral(": ") + copy.errorString());
        copy.close();
        return syncFile(to_);
    }

    void report(qint64 bytes)
    {
        done_ += bytes;
        if (progress_)
            progress_(done_, 2 * before_.size);
    }

    const QString& from_;
    const QString& to_;
    const CancellationToken& token_;
    const BytesProgress& progress_;
    const Snapshot before_;
    qint64 done_ = 0;
};

QFileInfoList entriesOf(const QString& folder)
{
    return QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

/// Of a folder: to it or to what lies in it.
QDateTime lastWritten(const QFileInfo& item)
{
    QDateTime last = item.lastModified();
    if (item.isDir() && !item.isSymLink()) {
        const QFileInfoList entries = entriesOf(item.filePath());
        for (const QFileInfo& entry : entries)
            last = std::max(last, entry.lastModified());
    }
    return last;
}

} // namespace

Result<QString> sha256OfFile(const QString& path, const CancellationToken& token,
                             const BytesProgress& progress)
{
    NDAS_TRY(const auto file, openToRead(path, QIODevice::Unbuffered));
    return hashOf(*file, path, token, progress);
}

Result<QString> sha256OnDisk(const QString& path, const CancellationToken& token,
                             const BytesProgress& progress)
{
    NDAS_TRY(const auto file, openToRead(path, QIODevice::Unbuffered));
    bypassCache(*file);
    return hashOf(*file, path, token, progress);
}

FileFacts fileFacts(const QString& path)
{
    const QFileInfo file(path);
    return {.sizeBytes = file.size(), .modified = file.lastModified(), .changed = file.metadataChangeTime()};
}

Result<CopyResult> copyFileVerified(const QString& from, const QString& to, const CancellationToken& token,
                                    const BytesProgress& progress)
{
    NDAS_TRY(const auto source, openToRead(from, QIODevice::Unbuffered));
    NDAS_TRY(DurableFile target, DurableFile::createNew(to));
    Result<CopyResult> result = Copy(from, to, token, progress).run(*source, std::move(target));
    if (!result)
        QFile::remove(to);
    return result;
}

int removeLeftovers(const QString& folder, const QString& pattern, const QDateTime& before)
{
    const QRegularExpression name(QRegularExpression::anchoredPattern(pattern));
    int removed = 0;
    const QFileInfoList entries = entriesOf(folder);
    for (const QFileInfo& entry : entries) {
        const bool isOurs = name.match(entry.fileName()).hasMatch();
        if (isOurs && lastWritten(entry) <= before && removeTree(entry.filePath(), folder))
            ++removed;
    }
    return removed;
}

Result<void> removeTree(const QString& folder, const QString& root)
{
    const QFileInfo info(folder);
    if (!info.exists() && !info.isSymLink())
        return {};
    // The folder's parent is resolved, the folder itself is not: a link is removed, never followed.
    const QString parent = QFileInfo(info.absolutePath()).canonicalFilePath();
    const QString canonicalRoot = QFileInfo(root).canonicalFilePath();
    const bool inside = parent == canonicalRoot || parent.startsWith(canonicalRoot + QLatin1Char('/'));
    const QString name = info.fileName();
    if (canonicalRoot.isEmpty() || !inside || name.isEmpty() || name == QLatin1String(".") ||
        name == QLatin1String(".."))
        return fail(ErrorCode::Internal, QStringLiteral("not below %1: %2").arg(root, folder));
    std::error_code error;
    std::filesystem::remove_all(nativePath(parent + QLatin1Char('/') + name), error);
    if (error)
        return fail(systemError(error.value(), QStringLiteral("remove ") + folder));
    return {};
}

} // namespace ndas
