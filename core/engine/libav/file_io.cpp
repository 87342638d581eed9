#include "core/engine/libav/file_io.h"

#include "core/base/last_error.h"
#include "core/base/open_file.h"
#include "core/engine/libav/preamble.h"

#include <algorithm>
#include <cerrno>

namespace ndas::engine {

namespace {

constexpr int bufferSize = 64 * 1024;

/// As far as `bytes`, which belong to `at`, lie in what was read from `from` on.
void copyOver(const QByteArray& bytes, qint64 at, uint8_t* read, qint64 from, qint64 size)
{
    const qint64 begin = std::max(from, at);
    const qint64 end = std::min(from + size, at + bytes.size());
    if (begin < end)
        std::copy_n(bytes.constData() + (begin - at), end - begin, read + (begin - from));
}

} // namespace

Result<std::unique_ptr<FileIo>> FileIo::open(const QString& path, const CancellationToken& token)
{
    std::unique_ptr<FileIo> self(new FileIo);
    self->path_ = path;
    NDAS_TRY(self->file_, openToRead(path, QIODevice::Unbuffered));
    self->size_ = self->file_->size();
    clearLastSystemError();
    self->begin_ = lengthOfPreamble(*self->file_);
    if (self->file_->error() != QFileDevice::NoError)
        return fail(lastSystemError(path));
    self->token_ = token;
    NDAS_CHECK(self->makeIo());
    return self;
}

Result<std::unique_ptr<FileIo>> FileIo::part(qint64 from, qint64 end) const
{
    std::unique_ptr<FileIo> self(new FileIo);
    self->path_ = path_;
    self->file_ = file_;
    self->size_ = size_;
    self->begin_ = begin_ + from;
    self->end_ = begin_ + end;
    self->token_ = token_;
    self->onRead_ = onRead_;
    NDAS_CHECK(self->makeIo());
    return self;
}

Result<void> FileIo::makeIo()
{
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferSize));
    if (!buffer)
        return fail(ErrorCode::OutOfMemory);
    io_.reset(avio_alloc_context(buffer, bufferSize, 0, this, &FileIo::read, nullptr, &FileIo::seek));
    if (!io_) {
        av_free(buffer);
        return fail(ErrorCode::OutOfMemory);
    }
    return {};
}

int FileIo::read(void* opaque, uint8_t* buffer, int size)
{
    auto* self = static_cast<FileIo*>(opaque);
    if (self->token_.isCancelled())
        return AVERROR_EXIT;
    return self->readHere(buffer, std::min<qint64>(size, self->end_ - self->begin_ - self->position_));
}

int FileIo::readHere(uint8_t* buffer, qint64 size)
{
    if (readError_)
        return AVERROR(EIO);
    if (size <= 0)
        return AVERROR_EOF;
    clearLastSystemError();
    const bool isThere = file_->pos() == begin_ + position_ || file_->seek(begin_ + position_);
    const qint64 got = isThere ? file_->read(reinterpret_cast<char*>(buffer), size) : -1;
    if (got > 0)
        layOver(position_, buffer, got);
    if (got < 0 || file_->error() != QFileDevice::NoError) {
        readError_ = lastSystemError(path_);
        return AVERROR(EIO);
    }
    position_ += got;
    if (onRead_)
        onRead_();
    return got == 0 ? AVERROR_EOF : static_cast<int>(got);
}

void FileIo::forgetReadError()
{
    readError_.reset();
    file_->unsetError();
    io_->error = 0;
}

int64_t FileIo::seek(void* opaque, int64_t offset, int whence)
{
    auto* self = static_cast<FileIo*>(opaque);
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
        return self->contentSize();
    case SEEK_SET:
        break;
    case SEEK_CUR:
        offset += self->position_;
        break;
    case SEEK_END:
        offset += self->contentSize();
        break;
    default:
        return AVERROR(EINVAL);
    }
    if (offset < 0 || offset > self->end_ - self->begin_)
        return AVERROR(EINVAL);
    self->position_ = offset;
    return offset;
}

void FileIo::endAt(qint64 contentSize)
{
    end_ = begin_ + contentSize;
    avio_flush(io_.get()); // what was read ahead is not to be seen any more
    avio_seek(io_.get(), 0, SEEK_SET);
}

void FileIo::replace(qint64 at, const QByteArray& bytes)
{
    replaced_.emplace_back(at, bytes);
    avio_flush(io_.get()); // what was read ahead is out of date
    avio_seek(io_.get(), 0, SEEK_SET);
}

void FileIo::headBlankFrames(qint64 firstFrame, qint64 frameSize, const QByteArray& header)
{
    firstFrame_ = firstFrame;
    frameSize_ = frameSize;
    frameHeader_ = header;
    avio_flush(io_.get()); // what was read ahead is out of date
    avio_seek(io_.get(), 0, SEEK_SET);
}

void FileIo::layOver(qint64 at, uint8_t* read, qint64 size) const
{
    for (const auto& [place, bytes] : replaced_)
        copyOver(bytes, place, read, at, size);
    if (frameSize_ > 0)
        layHeadersOver(at, read, size);
}

void FileIo::layHeadersOver(qint64 at, uint8_t* read, qint64 size) const
{
    const qint64 earliest = std::max(firstFrame_, at - frameHeader_.size() + 1);
    const qint64 number = (earliest - firstFrame_ + frameSize_ - 1) / frameSize_;
    for (qint64 frame = firstFrame_ + number * frameSize_; frame < at + size; frame += frameSize_)
        if (isBlank(frame, frameHeader_.size()))
            copyOver(frameHeader_, frame, read, at, size);
}

bool FileIo::isBlank(qint64 at, qint64 size) const
{
    const QByteArray bytes = file_->seek(begin_ + at) ? file_->read(size) : QByteArray();
    return bytes.size() == size && bytes.count('\0') == size;
}

AVIOInterruptCB FileIo::interrupt()
{
    return {[](void* self) { return static_cast<FileIo*>(self)->token_.isCancelled() ? 1 : 0; }, this};
}

} // namespace ndas::engine
