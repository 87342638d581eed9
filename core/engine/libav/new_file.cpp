#include "core/engine/libav/new_file.h"

#include "core/base/open_file.h"

namespace ndas::engine {

Failure writeFailure(const QFile& file)
{
    const bool isFull = file.error() == QFileDevice::ResourceError;
    return fail(isFull ? ErrorCode::DiskFull : ErrorCode::Io, file.errorString());
}

Result<void> writeNewFile(const QString& path, const QByteArray& bytes)
{
    NDAS_TRY(const auto file, createFile(path));
    if (file->write(bytes) == bytes.size() && file->flush())
        return {};
    Failure failure = writeFailure(*file);
    file->close(); // Windows removes no open file
    removeFile(path);
    return failure;
}

} // namespace ndas::engine
