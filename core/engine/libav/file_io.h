// A regular file as libav's input: opened by us, by its very name, so that no name is ever read as a URL, or,
// where this process is locked in, by the one outside.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QFile>

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ndas::engine {

using ReadHandler = std::function<void()>;

class FileIo {
public:
    /// NotFound, NotReadable (also folders, pipes and devices), SourceUnreachable, ...
    static Result<std::unique_ptr<FileIo>> open(const QString& path, const CancellationToken& token);
    /// A stretch of the same file as one by itself. On the same thread.
    Result<std::unique_ptr<FileIo>> part(qint64 from, qint64 end) const;

    AVIOContext* io() const { return io_.get(); }

    qint64 size() const { return size_; }

    /// Without what stands before the recording, from where all is counted that is read (see preamble.h), and
    /// what stands behind it.
    qint64 contentSize() const { return std::min(size_, end_) - begin_; }

    /// Called whenever a piece has been read, on the thread that reads.
    void onRead(ReadHandler onRead) { onRead_ = std::move(onRead); }

    /// From now on nothing is read from there on.
    void endAt(qint64 contentSize);

    /// From now on these bytes are read there, whatever the file holds.
    void replace(qint64 at, const QByteArray& bytes);

    /// From now on, of the frames of this size from there on, those that begin with nothing but zeros are
    /// read with this header.
    void headBlankFrames(qint64 firstFrame, qint64 frameSize, const QByteArray& header);

    QDateTime modified() const { return file_->fileTime(QFileDevice::FileModificationTime); }

    const CancellationToken& token() const { return token_; }

    /// What the operating system said when a read failed; libav passes on only a number, and what it could
    /// not read may pass for the end. All reads fail from then on.
    const std::optional<Error>& readError() const { return readError_; }

    /// It may have been for the moment: reading is tried again.
    void forgetReadError();

    /// For AVFormatContext::interrupt_callback.
    AVIOInterruptCB interrupt();

private:
    FileIo() = default;
    Result<void> makeIo();
    int readHere(uint8_t* buffer, qint64 size);
    static int read(void* self, uint8_t* buffer, int size);
    static int64_t seek(void* self, int64_t offset, int whence);
    void layOver(qint64 at, uint8_t* read, qint64 size) const;
    void layHeadersOver(qint64 at, uint8_t* read, qint64 size) const;
    bool isBlank(qint64 at, qint64 size) const;

    QString path_;
    std::shared_ptr<QFile> file_; ///< with the parts
    qint64 size_ = 0;
    qint64 begin_ = 0;
    qint64 end_ = std::numeric_limits<qint64>::max();
    qint64 position_ = 0; ///< behind begin_
    std::vector<std::pair<qint64, QByteArray>> replaced_;
    qint64 firstFrame_ = 0;
    qint64 frameSize_ = 0; ///< 0: frames are as they are
    QByteArray frameHeader_;
    CancellationToken token_;
    std::optional<Error> readError_;
    ReadHandler onRead_;
    IoPtr io_;
};

} // namespace ndas::engine
