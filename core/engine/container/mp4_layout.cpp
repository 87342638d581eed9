#include "core/engine/container/mp4_layout.h"

#include "core/base/open_file.h"

#include <QtCore/QtEndian>

namespace ndas::engine {

Result<bool> hasIndexInFront(const QString& path)
{
    NDAS_TRY(const auto file, openToRead(path));
    qint64 at = 0;
    while (file->seek(at)) {
        const QByteArray header = file->read(16);
        if (header.size() < 8)
            break;
        const QByteArrayView type = QByteArrayView(header).sliced(4, 4);
        if (type == "moov" || type == "mdat")
            return type == "moov";
        qint64 size = qFromBigEndian<quint32>(header.constData());
        if (size == 1 && header.size() == 16) // the size follows in 64 bits
            size = qFromBigEndian<qint64>(header.constData() + 8);
        if (size < 8 || size > file->size() - at)
            break;
        at += size;
    }
    if (file->error() != QFileDevice::NoError)
        return fail(ErrorCode::Io, file->errorString());
    return false;
}

} // namespace ndas::engine
