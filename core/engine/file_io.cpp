#include "core/engine/file_io.h"

#include "core/base/open_file.h"

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
    const qint64 got = self->file_->read(reinterpret_cast<char*>(buffer), size);
    if (got > 0)
        return static_cast<int>(got);
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
        return self->size_;
    case SEEK_SET:
        break;
    case SEEK_CUR:
        offset += self->file_->pos();
        break;
    case SEEK_END:
        offset += self->size_;
        break;
    default:
        return AVERROR(EINVAL);
    }
    if (offset < 0 || !self->file_->seek(offset))
        return AVERROR(EINVAL);
    return offset;
}

AVIOInterruptCB FileIo::interrupt()
{
    return {[](void* self) { return static_cast<FileIo*>(self)->token_.isCancelled() ? 1 : 0; }, this};
}

} // namespace ndas::engine
