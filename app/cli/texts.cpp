#include "app/cli/texts.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <cmath>

namespace ndas::cli {

namespace {

bool isSafe(QChar character)
{
    const QChar::Category category = character.category();
    return category != QChar::Other_Control && category != QChar::Other_Format &&
           category != QChar::Separator_Line && category != QChar::Separator_Paragraph;
}

double seconds(media::Micros time)
{
    return static_cast<double>(time.count()) / 1e6;
}

} // namespace

QString visible(const QString& text)
{
    QString result;
    for (const QChar character : text)
        result += isSafe(character)
                      ? QString(character)
                      : QStringLiteral("\\u%1").arg(character.unicode(), 4, 16, QLatin1Char('0'));
    return result;
}

QString errorText(const Error& error)
{
    QString text = QLatin1String(errorSentence(error.code));
    if (const QLatin1String advice(errorAdvice(error.code)); !advice.isEmpty())
        text += QLatin1Char(' ') + advice;
    // what a user typed wrong, or what an administrator has to look at, is said right away
    const RetryClass kind = retryClass(error.code);
    const QString detail = error.detail.section(QLatin1Char('\n'), 0, 0); // below it is what libraries said
    if (!detail.isEmpty() && kind != RetryClass::Input && kind != RetryClass::Cancelled)
        text += QStringLiteral(" (%1)").arg(visible(detail));
    return text;
}

QString hindranceText(const Error& error, bool waits)
{
    QStringList sentences{QStringLiteral("The queue cannot go on."), QLatin1String(errorSentence(error.code)),
                          QLatin1String(errorAdvice(error.code))};
    if (!waits)
        sentences << QStringLiteral("Then run this command again; no job is lost.");
    else if (retryClass(error.code) == RetryClass::Environment)
        sentences << QStringLiteral("It goes on by itself.");
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(std::max<qint64>(0, bytes), 1, QLocale::DataSizeSIFormat);
}

QString durationText(media::Micros time)
{
    const auto tenths = static_cast<qint64>(std::llround(seconds(time) * 10));
    const QLatin1Char zero('0');
    const qint64 whole = tenths / 10;
    if (whole >= 3600)
        return QStringLiteral("%1:%2:%3")
            .arg(whole / 3600)
            .arg(whole / 60 % 60, 2, 10, zero)
            .arg(whole % 60, 2, 10, zero);
    return QStringLiteral("%1:%2.%3").arg(whole / 60).arg(whole % 60, 2, 10, zero).arg(tenths % 10);
}

QString roughTimeText(media::Micros time)
{
    const double wanted = seconds(time);
    if (wanted < 1)
        return QStringLiteral("less than a second");
    if (wanted < 90)
        return QStringLiteral("about %1 s").arg(std::lround(wanted));
    if (wanted < 5400)
        return QStringLiteral("about %1 min").arg(std::lround(wanted / 60));
    return QStringLiteral("about %1 h").arg(wanted / 3600, 0, 'f', 1);
}

QString pixelText(media::PixelSize size)
{
    return size.isEmpty() ? QString() : QStringLiteral("%1 x %2").arg(size.width).arg(size.height);
}

QString percentText(double fraction)
{
    return QStringLiteral("%1 %").arg(static_cast<int>(fraction * 100));
}

QString jobText(const jobs::Job& job)
{
    return job.kind == jobs::JobKind::Ingest ? QStringLiteral("take in") : job.preset;
}

QString likenessText(const media::Likeness& likeness)
{
    return QStringLiteral("likeness to the original: %1 %").arg(100.0 * likeness.all, 0, 'f', 1);
}

QString stateText(const jobs::Job& job)
{
    const QString state = QLatin1String(jobs::name(job.state));
    if (job.state == jobs::JobState::Running)
        return QStringLiteral("%1, %2 %3").arg(state, job.stage, percentText(job.progress));
    if (!job.hasError) {
        const QDateTime start = QDateTime::fromMSecsSinceEpoch(job.runAt);
        const bool waits = job.state == jobs::JobState::Queued && start > QDateTime::currentDateTime();
        return waits ? QStringLiteral("%1 until %2").arg(state, start.toString(u"yyyy-MM-dd HH:mm")) : state;
    }
    return QStringLiteral("%1: %2").arg(state, QLatin1String(errorSentence(job.errorCode)));
}

QStringList noteSentences(const media::TranscodePlan& plan)
{
    QStringList sentences;
    for (const media::PlanNote note : plan.notes)
        sentences += QLatin1String(media::sentence(note));
    return sentences;
}

} // namespace ndas::cli
