#include "ui/support/sentences.h"

#include "core/media/recording_date.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtGui/QGuiApplication>

#include <array>
#include <cmath>

namespace ndas::ui {

namespace {

using namespace std::chrono_literals;

/// A number and its unit stay in their order among words that read from right to left.
QString isolated(const QString& value)
{
    constexpr QChar firstStrong(0x2068);
    constexpr QChar end(0x2069);
    return QGuiApplication::isRightToLeft() ? firstStrong + value + end : value;
}

struct Word {
    const char* key;
    const char* text;
};

constexpr std::array stageWords{
    Word{"opening", QT_TRANSLATE_NOOP("Stages", "Opening")},
    Word{"reading", QT_TRANSLATE_NOOP("Stages", "Reading")},
    Word{"hashing", QT_TRANSLATE_NOOP("Stages", "Reading")},
    Word{"copying", QT_TRANSLATE_NOOP("Stages", "Copying")},
    Word{"encoding", QT_TRANSLATE_NOOP("Stages", "Encoding")},
    Word{"finishing", QT_TRANSLATE_NOOP("Stages", "Finishing")},
    Word{"publishing", QT_TRANSLATE_NOOP("Stages", "Finishing")},
    Word{"checking", QT_TRANSLATE_NOOP("Stages", "Checking")},
    Word{"comparing", QT_TRANSLATE_NOOP("Stages", "Comparing")},
};

struct PresetWords {
    const char* id;
    const char* name;
    const char* description;
};

constexpr std::array presetWords{
    PresetWords{"original", QT_TRANSLATE_NOOP("Presets", "Original"),
                QT_TRANSLATE_NOOP("Presets", "Picture unchanged, plays everywhere. Large.")},
    PresetWords{"high", QT_TRANSLATE_NOOP("Presets", "High"),
                QT_TRANSLATE_NOOP("Presets", "Full HD, for rating fine movements.")},
    PresetWords{"medium", QT_TRANSLATE_NOOP("Presets", "Medium"),
                QT_TRANSLATE_NOOP("Presets", "HD, good for most reviews.")},
    PresetWords{"low", QT_TRANSLATE_NOOP("Presets", "Low"),
                QT_TRANSLATE_NOOP("Presets", "Small, for slow computers.")},
    PresetWords{"mobile", QT_TRANSLATE_NOOP("Presets", "Mobile"),
                QT_TRANSLATE_NOOP("Presets", "Smallest, for phones and slow networks.")},
};

const PresetWords* findPresetWords(const QString& id)
{
    for (const PresetWords& words : presetWords)
        if (id.compare(QLatin1String(words.id), Qt::CaseInsensitive) == 0)
            return &words;
    return nullptr;
}

QString units(const char* text, int count = -1)
{
    return QCoreApplication::translate("Units", text, nullptr, count);
}

int minutesToShow(std::chrono::seconds time)
{
    const auto minutes = static_cast<int>((time.count() + 30) / 60);
    return time < 1h ? minutes : (minutes + 2) / 5 * 5;
}

QString hoursAndMinutes(int minutes)
{
    if (minutes % 60 == 0)
        return units(QT_TRANSLATE_NOOP("Units", "%1 h")).arg(minutes / 60);
    return units(QT_TRANSLATE_NOOP("Units", "%1 h %2 min")).arg(minutes / 60).arg(minutes % 60);
}

QChar visibleMark(QChar c)
{
    if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QChar::LineSeparator ||
        c == QChar::ParagraphSeparator)
        return QChar(0x21B5); // ↵
    if (c == QLatin1Char('\t'))
        return QChar(0x21E5); // ⇥
    // Direction overrides could make "gpj.exe" read as something else; other controls show as nothing at all.
    if (c.category() == QChar::Other_Control || (c.unicode() >= 0x202A && c.unicode() <= 0x202E) ||
        (c.unicode() >= 0x2066 && c.unicode() <= 0x2069))
        return QChar(0x25A1); // □
    return c;
}

} // namespace

QString errorText(ErrorCode code)
{
    return QCoreApplication::translate("Errors", errorSentence(code));
}

QString adviceText(ErrorCode code)
{
    const char* advice = ndas::errorAdvice(code);
    return advice && *advice ? QCoreApplication::translate("Errors", advice) : QString();
}

QString adviceText(const jobs::Job& job)
{
    if (!job.hasError)
        return {};
    QStringList sentences{adviceText(job.errorCode)};
    if (job.state == jobs::JobState::Blocked)
        sentences << QCoreApplication::translate("Errors", "It goes on by itself.");
    if (job.state == jobs::JobState::Queued)
        sentences << QCoreApplication::translate("Errors", "It is tried again by itself.");
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

QString hindranceText(const Error& error)
{
    QStringList sentences{errorText(error.code), adviceText(error.code)};
    if (retryClass(error.code) == RetryClass::Environment)
        sentences << QCoreApplication::translate("Errors", "The queue goes on by itself.");
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

QString technicalText(const Error& error)
{
    QString text = QLatin1String(errorName(error.code));
    if (error.nativeCode != 0)
        text += QStringLiteral(" (%1)").arg(error.nativeCode);
    if (!error.detail.isEmpty())
        text += QLatin1Char('\n') + error.detail;
    return text;
}

QString technicalText(const jobs::Job& job)
{
    QStringList lines{QStringLiteral("job %1, %2%3, video %4")
                          .arg(job.id.value)
                          .arg(QLatin1String(jobs::name(job.kind)),
                               job.preset.isEmpty() ? QString() : QLatin1Char(' ') + job.preset)
                          .arg(job.video.value),
                      QStringLiteral("%1, attempt %2, crashes %3")
                          .arg(QLatin1String(jobs::name(job.state)))
                          .arg(job.attempt)
                          .arg(job.crashes)};
    if (!job.stage.isEmpty())
        lines << QStringLiteral("stage %1, %2").arg(job.stage, percentText(job.progress));
    if (job.hasError)
        lines << QStringLiteral("error %1").arg(QLatin1String(errorName(job.errorCode)));
    if (!job.errorDetail.isEmpty())
        lines << job.errorDetail;
    return lines.join(QLatin1Char('\n'));
}

QString stageText(const QString& stage)
{
    for (const Word& word : stageWords)
        if (stage == QLatin1String(word.key))
            return QCoreApplication::translate("Stages", word.text);
    return QCoreApplication::translate("Stages", "Working");
}

QString planNoteText(media::PlanNote note)
{
    return QCoreApplication::translate("PlanNotes", media::sentence(note));
}

QString planNoteText(const QString& storedName)
{
    for (int i = 0; i <= static_cast<int>(media::PlanNote::SourceDamaged); ++i)
        if (storedName == QLatin1String(media::name(static_cast<media::PlanNote>(i))))
            return planNoteText(static_cast<media::PlanNote>(i));
    return {};
}

QString presetText(const QString& id, const QString& fallback)
{
    if (const PresetWords* words = findPresetWords(id))
        return QCoreApplication::translate("Presets", words->name);
    return fallback.isEmpty() ? id : fallback;
}

QString presetDescription(const QString& id)
{
    const PresetWords* words = findPresetWords(id);
    return words ? QCoreApplication::translate("Presets", words->description) : QString();
}

QString sizeText(qint64 bytes)
{
    constexpr std::array unitNames{QT_TRANSLATE_NOOP("Units", "%1 bytes"),
                                   QT_TRANSLATE_NOOP("Units", "%1 kB"), QT_TRANSLATE_NOOP("Units", "%1 MB"),
                                   QT_TRANSLATE_NOOP("Units", "%1 GB"), QT_TRANSLATE_NOOP("Units", "%1 TB")};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < unitNames.size()) {
        value /= 1000;
        ++unit;
    }
    const bool oneDecimal = unit >= 3 && std::abs(value) < 99.95;
    return isolated(units(unitNames[unit]).arg(QLocale().toString(value, 'f', oneDecimal ? 1 : 0)));
}

QString durationText(media::Micros duration)
{
    auto seconds = std::chrono::round<std::chrono::seconds>(std::max(duration, media::Micros(0))).count();
    if (seconds == 0 && duration.count() > 0)
        seconds = 1;
    const QLatin1Char zero('0');
    const QString tail = QStringLiteral("%1").arg(seconds % 60, 2, 10, zero);
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(tail);
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, zero).arg(tail);
}

QString speedText(double speed)
{
    if (speed <= 0)
        return {};
    return isolated(QLocale().toString(speed, 'f', speed < 9.95 ? 1 : 0) + QChar(0x00D7));
}

QString percentText(double fraction)
{
    const int percent = fraction >= 1 ? 100 : std::clamp(static_cast<int>(fraction * 100), 0, 99);
    return isolated(units(QT_TRANSLATE_NOOP("Units", "%1 %")).arg(percent));
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

QString roughTime(std::chrono::seconds time)
{
    if (time < 10s)
        return units(QT_TRANSLATE_NOOP("Units", "a few seconds"));
    if (time < 50s)
        return units(QT_TRANSLATE_NOOP("Units", "about %n seconds"),
                     static_cast<int>((time.count() + 5) / 10 * 10));
    const int minutes = minutesToShow(time);
    if (minutes == 1)
        return units(QT_TRANSLATE_NOOP("Units", "about a minute"));
    if (minutes < 60)
        return units(QT_TRANSLATE_NOOP("Units", "about %n minutes"), minutes);
    if (time < 10h)
        return units(QT_TRANSLATE_NOOP("Units", "about %1")).arg(hoursAndMinutes(minutes));
    if (time < 48h)
        return units(QT_TRANSLATE_NOOP("Units", "about %n hours"), (minutes + 30) / 60);
    return units(QT_TRANSLATE_NOOP("Units", "about %n days"), (minutes + 720) / 1440);
}

QString shortTime(qint64 seconds)
{
    if (seconds < 60)
        return units(QT_TRANSLATE_NOOP("Units", "%1 s")).arg(seconds);
    const int minutes = minutesToShow(std::chrono::seconds(seconds));
    return minutes < 60 ? units(QT_TRANSLATE_NOOP("Units", "%1 min")).arg(minutes) : hoursAndMinutes(minutes);
}

QString timeLeftText(qint64 seconds)
{
    if (seconds < 0)
        return {};
    return seconds < 5 ? units(QT_TRANSLATE_NOOP("Units", "a few seconds"))
                       : units(QT_TRANSLATE_NOOP("Units", "%1 left")).arg(shortTime(seconds));
}

QString pictureText(media::PixelSize display)
{
    return display.isEmpty() ? QString()
                             : isolated(QStringLiteral("%1 × %2").arg(display.width).arg(display.height));
}

QString dayText(EpochMs time, const QDate& today)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(time).date();
    return QLocale().toString(day, day.year() == today.year()
                                       ? units(QT_TRANSLATE_NOOP("Units", "d MMMM"))
                                       : units(QT_TRANSLATE_NOOP("Units", "d MMMM yyyy")));
}

QString timeFormat()
{
    return units(QT_TRANSLATE_NOOP("Units", "HH:mm"));
}

QString timeText(QTime time)
{
    return QLocale().toString(time, timeFormat());
}

QString whenText(EpochMs time, const QDate& today)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(time);
    return local.date() == today ? timeText(local.time()) : dayText(time, today);
}

QString alreadyImportedText(const QString& title, EpochMs importedAt, const QDate& today)
{
    return QCoreApplication::translate("Errors", "Already imported on %1 as %2.")
        .arg(dayText(importedAt, today), quoted(oneLine(title)));
}

QString recordedText(const media::RecordingDate& date)
{
    const QDateTime time = media::wallClock(date);
    if (!time.isValid())
        return date.iso;
    if (date.iso.size() <= 10)
        return QLocale().toString(time.date(), units(QT_TRANSLATE_NOOP("Units", "d MMM yyyy")));
    return QLocale().toString(time, units(QT_TRANSLATE_NOOP("Units", "d MMM yyyy, HH:mm")));
}

QString dateSourceText(media::DateSource source)
{
    switch (source) {
    case media::DateSource::Container:
        return QCoreApplication::translate("DateSources", "from the file");
    case media::DateSource::FileName:
        return QCoreApplication::translate("DateSources", "from the name");
    case media::DateSource::FileTime:
        return QCoreApplication::translate("DateSources", "from the file's date");
    case media::DateSource::Typed:
        return QCoreApplication::translate("DateSources", "entered by staff");
    }
    return {};
}

QString oneLine(const QString& name)
{
    QString line = name;
    line.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    std::transform(line.begin(), line.end(), line.begin(), visibleMark);
    return line;
}

QString quoted(const QString& name)
{
    return QLocale().quoteString(name);
}

QString tipText(const QString& lines)
{
    if (lines.isEmpty())
        return {};
    const QString escaped = lines.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    return QStringLiteral("<div>%1</div>").arg(escaped); // without a tag "&amp;" would be shown as it is
}

} // namespace ndas::ui
