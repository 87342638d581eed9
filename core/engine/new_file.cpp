#include "core/engine/new_file.h"

#include "core/base/open_file.h"

namespace ndas::engine {

Result<void> writeNewFile(const QString& path, const QByteArray& bytes)
{
    NDAS_TRY(const auto file, createFile(path));
    if (file->write(bytes) != bytes.size() || !file->flush()) {
        const QString reason = file->errorString();
        removeFile(path);
        return fail(ErrorCode::Io, reason);
    }
    return {};
}

} // namespace ndas::engine
