#include "app/cli/plan_text.h"

#include <QtCore/QJsonArray>

namespace ndas::cli {

namespace {

QString videoText(const media::VideoPlan& video)
{
    if (video.action == media::StreamAction::Copy)
        return QStringLiteral("taken over unchanged");
    QString text = QStringLiteral("H.264, quality %1").arg(video.crf);
    if (video.maxRate > 0)
        text += QStringLiteral(", at most %1 kbit/s").arg(video.maxRate / 1000);
    return text;
}

QString audioText(const std::vector<media::AudioPlan>& tracks)
{
    QStringList parts;
    for (const media::AudioPlan& track : tracks) {
        const bool copied = track.action == media::StreamAction::Copy;
        parts << (copied ? QStringLiteral("taken over unchanged")
                         : QStringLiteral("AAC, %1 kbit/s, %2 Hz, %3")
                               .arg(track.kbps)
                               .arg(track.sampleRate)
                               .arg(track.channels == 1 ? QStringLiteral("mono") : QStringLiteral("stereo")));
    }
    return parts.isEmpty() ? QStringLiteral("none") : parts.join(QStringLiteral("; "));
}

} // namespace

Columns planColumns(const media::TranscodePlan& plan)
{
    return {
        {QStringLiteral("Preset"), plan.preset},
        {QStringLiteral("Picture"), pixelText(plan.video.output)},
        {QStringLiteral("Video"), videoText(plan.video)},
        {QStringLiteral("Sound"), audioText(plan.audio)},
        {QStringLiteral("Expected size"), sizeText(plan.expectedBytes)},
        {QStringLiteral("Expected time"), roughTimeText(plan.expectedWork)},
        {QStringLiteral("Expected memory"), sizeText(plan.expectedMemory)},
    };
}

QJsonObject planReport(const media::TranscodePlan& plan)
{
    QJsonObject report = media::toJson(plan);
    report.insert(QStringLiteral("sentences"), QJsonArray::fromStringList(noteSentences(plan)));
    report.insert(QStringLiteral("plan_hash"), media::planHash(plan));
    return report;
}

} // namespace ndas::cli
