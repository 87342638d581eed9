#include "core/engine/libav/output_file.h"

#include "core/base/durable_file.h"
#include "core/base/last_error.h"
#include "core/base/open_file.h"

#include <cerrno>

namespace ndas::engine {

namespace {

constexpr int bufferSize = 256 * 1024;

int64_t seekIn(QFile& file, int64_t offset, int whence)
{
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
        return file.size();
    case SEEK_SET:
        break;
    case SEEK_CUR:
        offset += file.pos();
        break;
    case SEEK_END:
        offset += file.size();
        break;
    default:
        return AVERROR(EINVAL);
    }
    return offset >= 0 && file.seek(offset) ? offset : AVERROR(EINVAL);
}

} // namespace

Result<std::unique_ptr<OutputFile>> OutputFile::createNew(const QString& path)
{
    std::unique_ptr<OutputFile> self(new OutputFile);
    NDAS_TRY(self->file_, createFile(path, QIODevice::Unbuffered));
    self->path_ = path;
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferSize));
    if (!buffer)
        return fail(ErrorCode::OutOfMemory);
    self->io_.reset(avio_alloc_context(buffer, bufferSize, 1, self.get(), nullptr, &OutputFile::write,
                                       &OutputFile::seek));
    if (!self->io_) {
        av_free(buffer);
        return fail(ErrorCode::OutOfMemory);
    }
    return self;
}

OutputFile::~OutputFile()
{
    io_.reset();
    file_.reset();
    if (!kept_ && !path_.isEmpty())
        removeFile(path_);
}

int OutputFile::write(void* opaque, uint8_t* buffer, int size)
{
    auto* self = static_cast<OutputFile*>(opaque);
    clearLastSystemError();
    if (self->file_->write(reinterpret_cast<const char*>(buffer), size) == size) {
        if (self->onWrite_)
            self->onWrite_();
        return size;
    }
    Error error = lastSystemError(self->path_);
    if (error.nativeCode == 0) // a short write without a reason: the volume is full
        error.code = ErrorCode::DiskFull;
    self->note(error);
    return AVERROR(EIO);
}

/// The first counts.
void OutputFile::note(const Error& error)
{
    writeError_ = writeError_.value_or(error);
}

int64_t OutputFile::seek(void* opaque, int64_t offset, int whence)
{
    return seekIn(*static_cast<OutputFile*>(opaque)->file_, offset, whence);
}

int OutputFile::readBack(void* opaque, uint8_t* buffer, int size)
{
    const auto* self = static_cast<Reader*>(opaque);
    clearLastSystemError();
    const qint64 got = self->file->read(reinterpret_cast<char*>(buffer), size);
    if (got >= 0)
        return got == 0 ? AVERROR_EOF : static_cast<int>(got);
    self->owner.note(lastSystemError(self->owner.path_));
    return AVERROR(EIO);
}

int64_t OutputFile::seekBack(void* opaque, int64_t offset, int whence)
{
    return seekIn(*static_cast<Reader*>(opaque)->file, offset, whence);
}

AVIOContext* OutputFile::openReader()
{
    auto file = openToRead(path_, QIODevice::Unbuffered);
    if (!file) {
        note(file.error());
        return nullptr;
    }
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferSize));
    if (!buffer)
        return nullptr;
    auto reader = std::unique_ptr<Reader>(new Reader{*this, std::move(*file)});
    AVIOContext* io = avio_alloc_context(buffer, bufferSize, 0, reader.get(), &OutputFile::readBack, nullptr,
                                         &OutputFile::seekBack);
    if (!io) {
        av_free(buffer);
        return nullptr;
    }
    static_cast<void>(reader.release()); // closeReader() deletes it
    return io;
}

void OutputFile::closeReader(AVIOContext* reader)
{
    if (!reader)
        return;
    const std::unique_ptr<Reader> behind(static_cast<Reader*>(reader->opaque));
    const IoPtr io(reader);
}

Result<void> OutputFile::close()
{
    avio_flush(io_.get());
    const int code = io_->error;
    io_.reset();
    beginSync(file_->handle()); // while it is checked
    file_->close();
    if (writeError_)
        return fail(*writeError_);
    if (code < 0)
        return fail(ErrorCode::Io, path_, code);
    if (file_->error() != QFileDevice::NoError) // a network's disk may say only now that it is full
        return fail(ErrorCode::Io, file_->errorString());
    return {};
}

} // namespace ndas::engine
