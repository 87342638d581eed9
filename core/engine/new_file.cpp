#include "core/engine/new_file.h"

#include <QtCore/QFile>

namespace ndas::engine {

Result<void> writeNewFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return fail(QFile::exists(path) ? ErrorCode::AlreadyExists : ErrorCode::Io, file.errorString());
    if (file.write(bytes) != bytes.size() || !file.flush()) {
        const QString reason = file.errorString();
        file.remove();
        return fail(ErrorCode::Io, reason);
    }
    return {};
}

} // namespace ndas::engine
