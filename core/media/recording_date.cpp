#include "core/media/recording_date.h"

#include <QtCore/QDate>
#include <QtCore/QRegularExpression>
#include <QtCore/QTime>

namespace ndas::media {

namespace {

QRegularExpression pattern(const QString& afterDate)
{
    static const QString date =
        QStringLiteral("(?<!\\d)(?<year>\\d{4})(?<gap>[-_.]?)(?<month>\\d{2})\\k<gap>(?<day>\\d{2})");
    return QRegularExpression(date + afterDate, QRegularExpression::UseUnicodePropertiesOption |
                                                    QRegularExpression::CaseInsensitiveOption);
}

/// From the most telling form to the least.
std::array<QRegularExpression, 3> patterns()
{
    return {
        pattern(QStringLiteral(
            "(?:[ T_.-]|\\s+at\\s+)?(?<hour>\\d{2})(?<minute>\\d{2})(?<second>\\d{2})(?:\\d{3})?(?!\\d)")),
        pattern(QStringLiteral("(?:[ T_.-]|\\s+at\\s+)(?<hour>\\d{1,2})(?<mark>[-.:_h])(?<minute>\\d{2})"
                               "(?:\\k<mark>(?<second>\\d{2}))?(?!\\d)(?:\\s?(?<half>[ap])m)?")),
        pattern(QStringLiteral("(?!\\d)")),
    };
}

QDate dateOf(const QRegularExpressionMatch& match)
{
    const QDate date(match.captured(QStringLiteral("year")).toInt(),
                     match.captured(QStringLiteral("month")).toInt(),
                     match.captured(QStringLiteral("day")).toInt());
    return isCredibleDay(date) ? date : QDate();
}

QTime timeOf(const QRegularExpressionMatch& match)
{
    int hour = match.captured(QStringLiteral("hour")).toInt();
    const QString half = match.captured(QStringLiteral("half")).toLower();
    if (!half.isEmpty()) {
        if (hour < 1 || hour > 12)
            return {};
        hour = hour % 12 + (half == QLatin1String("p") ? 12 : 0);
    }
    return QTime(hour, match.captured(QStringLiteral("minute")).toInt(),
                 match.captured(QStringLiteral("second")).toInt());
}

/// "2026-11-03" or "2026-11-03T10:24:00"; "" when this match is no real date (or time, where one is asked
/// for).
QString isoOf(const QRegularExpressionMatch& match, bool withTime)
{
    const QDate date = dateOf(match);
    if (!date.isValid())
        return {};
    if (!withTime)
        return date.toString(Qt::ISODate);
    const QTime time = timeOf(match);
    return time.isValid() ? isoDateTime(date, time) : QString();
}

QString firstDateIn(const QString& fileName)
{
    static const std::array<QRegularExpression, 3> forms = patterns();
    for (std::size_t form = 0; form < forms.size(); ++form) {
        auto matches = forms[form].globalMatch(fileName);
        while (matches.hasNext()) {
            const QString iso = isoOf(matches.next(), form + 1 < forms.size());
            if (!iso.isEmpty())
                return iso;
        }
    }
    return {};
}

/// Google's camera names its files in UTC; all others write local time.
bool writesUtc(const QString& fileName)
{
    return fileName.startsWith(QLatin1String("PXL_"));
}

} // namespace

bool isCredibleDay(QDate day)
{
    return day.isValid() && day.year() >= 1990 && day.year() <= 2099;
}

QString isoDateTime(QDate day, QTime time)
{
    return day.toString(Qt::ISODate) + QLatin1Char('T') + time.toString(Qt::ISODate);
}

std::optional<RecordingDate> recordingDateFromFileName(const QString& fileName)
{
    QString iso = firstDateIn(fileName);
    if (iso.isEmpty())
        return std::nullopt;
    if (iso.contains(QLatin1Char('T')) && writesUtc(fileName))
        iso += QLatin1Char('Z');
    return RecordingDate{.iso = iso, .source = DateSource::FileName};
}

QDateTime wallClock(const RecordingDate& date)
{
    const QDateTime time = QDateTime::fromString(date.iso, Qt::ISODate);
    return time.timeSpec() == Qt::UTC ? time.toLocalTime() : QDateTime(time.date(), time.time());
}

RecordingDate typedDate(const QDateTime& when)
{
    const bool dayOnly = when.time() == QTime(0, 0);
    return {.iso = dayOnly ? when.date().toString(Qt::ISODate) : when.toString(Qt::ISODate),
            .source = DateSource::Typed};
}

} // namespace ndas::media
