#include "core/engine/input/source_identity.h"

#include "core/base/open_file.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDateTime>

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr qint64 places = 16;
constexpr qint64 bytesEach = 16 * 1024;

} // namespace

Result<QByteArray> sourceIdentity(const QString& path)
{
    NDAS_TRY(const auto file, openToRead(path, QIODevice::Unbuffered));
    const qint64 size = file->size();
    const qint64 changed = file->fileTime(QFileDevice::FileModificationTime).toMSecsSinceEpoch();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::number(size) + ' ' + QByteArray::number(changed));
    const qint64 last = std::max<qint64>(0, size - bytesEach);
    for (qint64 place = 0; place < places; ++place) {
        if (!file->seek(place == places - 1 ? last : last / (places - 1) * place))
            return fail(lastSystemError(path));
        const QByteArray bytes = file->read(bytesEach);
        if (bytes.isEmpty() && size > 0)
            return fail(ErrorCode::Io, file->errorString());
        hash.addData(bytes);
    }
    return hash.result().toHex();
}

} // namespace ndas::engine
