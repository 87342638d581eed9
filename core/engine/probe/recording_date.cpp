#include "core/media/recording_date.h"

#include "core/engine/input/stream_info.h"
#include "core/engine/probe/recording_facts.h"

#include <QtCore/QDateTime>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimeZone>

namespace ndas::engine {

namespace {

using media::DateSource;
using media::RecordingDate;

// Apple's own tag comes first: it keeps the local time and its offset, which creation_time has lost.
constexpr const char* dateKeys[] = {"com.apple.quicktime.creationdate",
                                    "com.android.capture.date",
                                    "creation_time",
                                    "date_recorded",
                                    "datetimeoriginal",
                                    "date",
                                    "creationdate",
                                    "metadatadate",
                                    "wm/encodingtime"};

/// "+0800" and "+08" as ISO 8601's "+08:00"; "Z" and "" stay.
QString normalOffset(QString offset)
{
    if (offset.size() == 3)
        return offset + QStringLiteral(":00");
    if (offset.size() == 5)
        offset.insert(3, QLatin1Char(':'));
    return offset.toUpper();
}

QString firstDate(const AVDictionary* tags)
{
    for (const char* key : dateKeys) {
        const QString iso = isoFromTag(tagOf(tags, key));
        if (!iso.isEmpty())
            return iso;
    }
    return {};
}

QString containerDate(const AVFormatContext& context)
{
    QString iso = firstDate(context.metadata);
    for (unsigned i = 0; iso.isEmpty() && i < context.nb_streams; ++i)
        iso = firstDate(context.streams[i]->metadata);
    return iso;
}

} // namespace

QString isoFromTag(const QString& value)
{
    static const QRegularExpression form(QStringLiteral(
        "^(\\d{4})[-:/.](\\d{2})[-:/.](\\d{2})"
        "(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?\\s*(Z|z|[+-]\\d{2}(?::?\\d{2})?)?)?"));
    const QRegularExpressionMatch match = form.match(value);
    if (!match.hasMatch())
        return {};
    const QDate date(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt());
    if (!media::isCredibleDay(date))
        return {};
    if (match.captured(4).isEmpty())
        return date.toString(Qt::ISODate);
    const QTime time(match.captured(4).toInt(), match.captured(5).toInt(), match.captured(6).toInt());
    if (!time.isValid())
        return date.toString(Qt::ISODate);
    return media::isoDateTime(date, time) + normalOffset(match.captured(7));
}

std::optional<RecordingDate> recordingDateOf(const AVFormatContext& context, const QString& path,
                                             const QDateTime& modified)
{
    const QString iso = containerDate(context);
    if (!iso.isEmpty())
        return RecordingDate{.iso = iso, .source = DateSource::Container};
    if (auto named = media::recordingDateFromFileName(QFileInfo(path).fileName()))
        return named;
    if (!modified.isValid())
        return std::nullopt;
    return RecordingDate{.iso = modified.toUTC().toString(Qt::ISODate), .source = DateSource::FileTime};
}

} // namespace ndas::engine
