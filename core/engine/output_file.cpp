#include "core/engine/output_file.h"

#include "core/base/durable_file.h"
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

int readFrom(void* file, uint8_t* buffer, int size)
{
    const qint64 got = static_cast<QFile*>(file)->read(reinterpret_cast<char*>(buffer), size);
    if (got == 0)
        return AVERROR_EOF;
    return got > 0 ? static_cast<int>(got) : AVERROR(EIO);
}

int64_t seekReader(void* file, int64_t offset, int whence)
{
    return seekIn(*static_cast<QFile*>(file), offset, whence);
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
    errno = 0;
    if (self->file_->write(reinterpret_cast<const char*>(buffer), size) == size) {
        if (self->onWrite_)
            self->onWrite_();
        return size;
    }
    const int number = errno == 0 ? ENOSPC : errno; // a short write without a reason: the volume is full
    if (!self->writeError_)
        self->writeError_ = systemError(number, self->path_);
    return AVERROR(number);
}

int64_t OutputFile::seek(void* opaque, int64_t offset, int whence)
{
    return seekIn(*static_cast<OutputFile*>(opaque)->file_, offset, whence);
}

AVIOContext* OutputFile::openReader()
{
    auto file = openToRead(path_, QIODevice::Unbuffered);
    if (!file) {
        writeError_ = writeError_.value_or(file.error());
        return nullptr;
    }
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferSize));
    if (!buffer)
        return nullptr;
    AVIOContext* reader =
        avio_alloc_context(buffer, bufferSize, 0, file->get(), &readFrom, nullptr, &seekReader);
    if (!reader) {
        av_free(buffer);
        return nullptr;
    }
    file->release(); // closeReader() deletes it
    return reader;
}

void OutputFile::closeReader(AVIOContext* reader)
{
    if (!reader)
        return;
    const std::unique_ptr<QFile> file(static_cast<QFile*>(reader->opaque));
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
