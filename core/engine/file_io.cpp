#include "core/engine/file_io.h"

#include "core/base/open_file.h"
#include "core/engine/preamble.h"

#include <algorithm>
#include <cerrno>

namespace ndas::engine {

namespace {

constexpr int bufferSize = 64 * 1024;

} // namespace

Result<std::unique_ptr<FileIo>> FileIo::open(const QString& path, const CancellationToken& token)
{
    std::unique_ptr<FileIo> self(new FileIo);
    self->path_ = path;
    NDAS_TRY(self->file_, openToRead(path, QIODevice::Unbuffered));
    self->size_ = self->file_->size();
    self->begin_ = lengthOfPreamble(*self->file_);
    self->file_->seek(self->begin_);
    self->token_ = token;

    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferSize));
    if (!buffer)
        return fail(ErrorCode::OutOfMemory);
    self->io_.reset(
        avio_alloc_context(buffer, bufferSize, 0, self.get(), &FileIo::read, nullptr, &FileIo::seek));
    if (!self->io_) {
        av_free(buffer);
        return fail(ErrorCode::OutOfMemory);
    }
    return self;
}

int FileIo::read(void* opaque, uint8_t* buffer, int size)
{
    auto* self = static_cast<FileIo*>(opaque);
    if (self->token_.isCancelled())
        return AVERROR_EXIT;
    errno = 0;
    const qint64 at = self->file_->pos() - self->begin_;
    const qint64 got = self->file_->read(reinterpret_cast<char*>(buffer), size);
    if (got > 0) {
        self->layOver(at, buffer, got);
        return static_cast<int>(got);
    }
    if (got == 0)
        return AVERROR_EOF;
    const int number = errno == 0 ? EIO : errno;
    self->readError_ = systemError(number, self->path_);
    return AVERROR(number);
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
        offset += self->file_->pos() - self->begin_;
        break;
    case SEEK_END:
        offset += self->contentSize();
        break;
    default:
        return AVERROR(EINVAL);
    }
    if (offset < 0 || !self->file_->seek(self->begin_ + offset))
        return AVERROR(EINVAL);
    return offset;
}

void FileIo::replace(qint64 at, const QByteArray& bytes)
{
    replacedAt_ = at;
    replaced_ = bytes;
    avio_flush(io_.get()); // what was read ahead is out of date
    avio_seek(io_.get(), 0, SEEK_SET);
}

void FileIo::layOver(qint64 at, uint8_t* read, qint64 size) const
{
    const qint64 from = std::max(at, replacedAt_);
    const qint64 end = std::min(at + size, replacedAt_ + replaced_.size());
    if (from < end)
        std::copy_n(replaced_.constData() + (from - replacedAt_), end - from, read + (from - at));
}

AVIOInterruptCB FileIo::interrupt()
{
    return {[](void* self) { return static_cast<FileIo*>(self)->token_.isCancelled() ? 1 : 0; }, this};
}

} // namespace ndas::engine
