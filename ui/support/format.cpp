#include "ui/support/format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace ndas::ui {

namespace {

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("Format", text, nullptr, n);
}

} // namespace

QString clockTime(media::Micros duration)
{
    const auto seconds = std::chrono::round<std::chrono::seconds>(duration).count();
    const QChar zero = QLatin1Char('0');
    const auto hours = seconds / 3600;
    const auto minutes = seconds / 60 % 60;
    const QString tail = QStringLiteral("%1").arg(seconds % 60, 2, 10, zero);
    return hours > 0 ? QStringLiteral("%1:%2:%3").arg(hours).arg(minutes, 2, 10, zero).arg(tail)
                     : QStringLiteral("%1:%2").arg(minutes).arg(tail);
}

QString bytesText(qint64 bytes)
{
    const bool large = bytes >= 1'000'000'000;
    const bool small = bytes < 10'000'000 && bytes >= 1'000'000;
    return QLocale().formattedDataSize(bytes, large || small ? 1 : 0, QLocale::DataSizeSIFormat);
}

QString aboutTime(qint64 seconds)
{
    if (seconds < 10)
        return tr("a few seconds");
    if (seconds < 55)
        return tr("about %n seconds", static_cast<int>((seconds + 5) / 10 * 10));
    const qint64 minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return minutes == 1 ? tr("about a minute") : tr("about %n minutes", static_cast<int>(minutes));
    const QString hours = tr("about %1 h").arg(minutes / 60);
    const qint64 rest = minutes % 60 / 5 * 5;
    return rest == 0 ? hours : tr("%1 %2 min").arg(hours).arg(rest);
}

QString percentText(double fraction)
{
    return tr("%1 %").arg(static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 100));
}

QString dayText(const QDateTime& time)
{
    return QLocale().toString(time.date(), QStringLiteral("d MMM yyyy"));
}

QString dayAndTimeText(const QDateTime& time)
{
    return tr("%1, %2").arg(dayText(time), QLocale().toString(time.time(), QLocale::ShortFormat));
}

} // namespace ndas::ui
