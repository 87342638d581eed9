#include "core/library/disk_space.h"

#include <QtCore/QLocale>

namespace ndas::library {

namespace {

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes);
}

} // namespace

qint64 reserveOf(const VolumeInfo& volume, const settings::Settings& settings)
{
    constexpr qint64 smallest = qint64{2} << 30;
    return settings.diskReserveBytes > 0 ? settings.diskReserveBytes
                                         : std::max(smallest, volume.bytesTotal / 20);
}

Result<void> checkSpace(const VolumeInfo& volume, qint64 bytes, const settings::Settings& settings)
{
    const qint64 reserve = reserveOf(volume, settings);
    if (volume.bytesFree >= bytes + reserve)
        return {};
    return fail(ErrorCode::DiskFull,
                QStringLiteral("%1 needed and %2 kept in reserve, %3 free on %4 (%5 + %6 > %7 bytes)")
                    .arg(sizeText(bytes), sizeText(reserve), sizeText(volume.bytesFree), volume.name)
                    .arg(bytes)
                    .arg(reserve)
                    .arg(volume.bytesFree));
}

} // namespace ndas::library
