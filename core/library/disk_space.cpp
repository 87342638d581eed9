#include "core/library/disk_space.h"

#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>

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

std::optional<SpaceShortage> shortageFrom(const QString& detail)
{
    static const QRegularExpression pattern(
        QStringLiteral(R"(free on (.*) \((\d+) \+ (\d+) > (\d+) bytes\)$)"));
    const QRegularExpressionMatch match = pattern.match(detail);
    if (!match.hasMatch())
        return std::nullopt;
    return SpaceShortage{.bytesNeeded = match.captured(2).toLongLong() + match.captured(3).toLongLong(),
                         .bytesFree = match.captured(4).toLongLong(),
                         .volume = match.captured(1)};
}

} // namespace ndas::library
