#include "core/media/media_info.h"

#include <QtCore/QJsonArray>

#include <cmath>
#include <numeric>

namespace ndas::media {

namespace {

double seconds(Micros time)
{
    return static_cast<double>(time.count()) / 1e6;
}

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QString ratioText(Rational ratio)
{
    if (!ratio.isPositive())
        return QStringLiteral("1:1");
    const std::int64_t divisor = std::gcd(ratio.num, ratio.den);
    return QStringLiteral("%1:%2").arg(ratio.num / divisor).arg(ratio.den / divisor);
}

double roundedRate(Rational rate)
{
    return rate.isPositive() ? std::round(rate.toDouble() * 1000) / 1000 : 0.0;
}

QJsonObject pictureFacts(const VideoStream& video)
{
    const PixelSize shown = video.display();
    return {
        {QStringLiteral("display_width"), shown.width},
        {QStringLiteral("display_height"), shown.height},
        {QStringLiteral("coded_width"), video.coded.width},
        {QStringLiteral("coded_height"), video.coded.height},
        {QStringLiteral("rotation_deg"), video.orientation.clockwiseDegrees},
        {QStringLiteral("mirrored"), video.orientation.mirrored},
        {QStringLiteral("pixel_aspect"), ratioText(video.pixelAspect)},
        {QStringLiteral("frame_rate"), roundedRate(video.frameRate)},
        {QStringLiteral("variable_frame_rate"), video.variableFrameRate},
        {QStringLiteral("video_codec"), video.codec},
        {QStringLiteral("video_profile"), textOrNull(video.profile)},
        {QStringLiteral("pixel_format"), textOrNull(video.pixelFormat)},
        {QStringLiteral("bit_depth"), video.bitDepth},
        {QStringLiteral("hdr"), video.hdr != Hdr::None},
        {QStringLiteral("hdr_format"), QLatin1String(name(video.hdr))},
        {QStringLiteral("color_primaries"), textOrNull(video.colorPrimaries)},
        {QStringLiteral("color_transfer"), textOrNull(video.colorTransfer)},
        {QStringLiteral("color_matrix"), textOrNull(video.colorMatrix)},
        {QStringLiteral("interlaced"), video.scan != Scan::Progressive},
        {QStringLiteral("scan"), QLatin1String(name(video.scan))},
    };
}

QJsonObject streamEntry(int index, const QString& kind, const QString& codec)
{
    return {{QStringLiteral("index"), index},
            {QStringLiteral("kind"), kind},
            {QStringLiteral("codec"), textOrNull(codec)}};
}

QJsonObject entryOf(const VideoStream& video, bool chosen)
{
    QJsonObject entry = streamEntry(video.index, QStringLiteral("video"), video.codec);
    const PixelSize shown = video.display();
    entry.insert(QStringLiteral("chosen"), chosen);
    entry.insert(QStringLiteral("display_width"), shown.width);
    entry.insert(QStringLiteral("display_height"), shown.height);
    entry.insert(QStringLiteral("frame_rate"), roundedRate(video.frameRate));
    entry.insert(QStringLiteral("language"), textOrNull(video.language));
    return entry;
}

QJsonObject entryOf(const AudioStream& audio, bool chosen)
{
    QJsonObject entry = streamEntry(audio.index, QStringLiteral("audio"), audio.codec);
    entry.insert(QStringLiteral("chosen"), chosen);
    entry.insert(QStringLiteral("channels"), audio.channels);
    entry.insert(QStringLiteral("sample_rate"), audio.sampleRate);
    entry.insert(QStringLiteral("bit_rate"), static_cast<qint64>(audio.bitRate));
    entry.insert(QStringLiteral("language"), textOrNull(audio.language));
    entry.insert(QStringLiteral("decodable"), audio.decodable);
    return entry;
}

QJsonArray streamList(const MediaInfo& info)
{
    QJsonArray streams;
    for (const VideoStream& video : info.video)
        streams.append(entryOf(video, &video == info.mainVideo()));
    for (const AudioStream& audio : info.audio)
        streams.append(entryOf(audio, &audio == info.mainAudio()));
    for (const OtherStream& other : info.others)
        streams.append(streamEntry(other.index, other.kind, other.codec));
    return streams;
}

void addSound(QJsonObject& report, const MediaInfo& info)
{
    const AudioStream* audio = info.mainAudio();
    const QJsonValue none(QJsonValue::Null);
    report.insert(QStringLiteral("has_audio"), audio != nullptr);
    report.insert(QStringLiteral("audio_tracks"), static_cast<qint64>(info.audio.size()));
    report.insert(QStringLiteral("audio_codec"), audio ? QJsonValue(audio->codec) : none);
    report.insert(QStringLiteral("audio_channels"), audio ? QJsonValue(audio->channels) : none);
    report.insert(QStringLiteral("audio_sample_rate"), audio ? QJsonValue(audio->sampleRate) : none);
}

} // namespace

QJsonObject toReport(const MediaInfo& info)
{
    const VideoStream* video = info.mainVideo();
    QJsonObject report = pictureFacts(video ? *video : VideoStream());
    const QJsonValue none(QJsonValue::Null);
    report.insert(QStringLiteral("container"), info.container);
    report.insert(QStringLiteral("size_bytes"), static_cast<qint64>(info.sizeBytes));
    report.insert(QStringLiteral("duration_s"), seconds(info.duration));
    report.insert(QStringLiteral("bit_rate"), static_cast<qint64>(info.bitRate));
    addSound(report, info);
    report.insert(QStringLiteral("recorded_at"), info.recordedAt ? QJsonValue(info.recordedAt->iso) : none);
    report.insert(QStringLiteral("recorded_at_source"),
                  info.recordedAt ? QJsonValue(QLatin1String(name(info.recordedAt->source))) : none);
    report.insert(QStringLiteral("has_location"), info.hasLocation);
    report.insert(QStringLiteral("private_tags"), QJsonArray::fromStringList(info.privateTags));
    report.insert(QStringLiteral("warnings"), QJsonArray::fromStringList(info.warnings));
    report.insert(QStringLiteral("streams"), streamList(info));
    return report;
}

} // namespace ndas::media
