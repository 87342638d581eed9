// A regular file as libav's input: opened by us, by its very name, so that no name is ever read as a URL, or,
// where this process is locked in, by the one outside.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/engine/av_handles.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QFile>

#include <optional>

namespace ndas::engine {

class FileIo {
public:
    /// NotFound, NotReadable (also folders, pipes and devices), SourceUnreachable, ...
    static Result<std::unique_ptr<FileIo>> open(const QString& path, const CancellationToken& token);

    AVIOContext* io() const { return io_.get(); }

    qint64 size() const { return size_; }

    /// Without what stands before the recording, from where all is counted that is read (see preamble.h).
    qint64 contentSize() const { return size_ - begin_; }

    /// From now on these bytes are read there, whatever the file holds.
    void replace(qint64 at, const QByteArray& bytes);

    QDateTime modified() const { return file_->fileTime(QFileDevice::FileModificationTime); }

    const CancellationToken& token() const { return token_; }

    /// What the operating system said when a read failed; libav passes on only a number.
    const std::optional<Error>& readError() const { return readError_; }

    /// For AVFormatContext::interrupt_callback.
    AVIOInterruptCB interrupt();

private:
    FileIo() = default;
    static int read(void* self, uint8_t* buffer, int size);
    static int64_t seek(void* self, int64_t offset, int whence);
    void layOver(qint64 at, uint8_t* read, qint64 size) const;

    QString path_;
    std::unique_ptr<QFile> file_;
    qint64 size_ = 0;
    qint64 begin_ = 0;
    qint64 replacedAt_ = 0;
    QByteArray replaced_;
    CancellationToken token_;
    std::optional<Error> readError_;
    IoPtr io_;
};

} // namespace ndas::engine
