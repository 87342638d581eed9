#include "core/engine/input/stream_info.h"

#include "core/engine/decode/decoder.h"
#include "core/engine/decode/display_matrix.h"
#include "core/engine/libav/allowed_formats.h"
#include "core/engine/libav/channel_layout.h"
#include "core/engine/libav/side_data.h"

#include <algorithm>

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

using media::AudioStream;
using media::Micros;
using media::OtherStream;
using media::Rational;
using media::VideoStream;

constexpr int stillDispositions =
    AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS | AV_DISPOSITION_STILL_IMAGE;

bool isAuxiliary(const AVStream& stream)
{
    return (stream.disposition & AV_DISPOSITION_DEPENDENT) != 0;
}

QString codecName(const AVCodecParameters& parameters)
{
    return parameters.codec_id == AV_CODEC_ID_NONE ? QString()
                                                   : QString::fromUtf8(avcodec_get_name(parameters.codec_id));
}

QString profileName(const AVCodecParameters& parameters)
{
    return QString::fromUtf8(avcodec_profile_name(parameters.codec_id, parameters.profile));
}

QString language(const AVStream& stream)
{
    const QString tag = tagOf(stream.metadata, "language");
    return tag == QLatin1String("und") ? QString() : tag;
}

bool isDefault(const AVStream& stream)
{
    return (stream.disposition & AV_DISPOSITION_DEFAULT) != 0;
}

/// Matroska does not keep the length of a track; its writers say it in words: "00:01:15.021000000".
Micros lengthSaid(const AVStream& stream)
{
    if (stream.duration != AV_NOPTS_VALUE)
        return std::max(Micros(0), toMicros(stream.duration, stream.time_base));
    double seconds = 0;
    for (const QString& part : tagOf(stream.metadata, "DURATION").split(QLatin1Char(':')))
        seconds = 60 * seconds + part.toDouble();
    constexpr double longest = 1e9;
    return seconds > 0 && seconds < longest ? Micros(static_cast<std::int64_t>(seconds * 1e6)) : Micros(0);
}

} // namespace

Micros toMicros(std::int64_t value, AVRational timeBase)
{
    if (value == AV_NOPTS_VALUE || timeBase.den <= 0 || timeBase.num <= 0)
        return Micros(0);
    // Absurd time stamps must not overflow what is computed from them.
    constexpr std::int64_t limit = 10'000'000'000'000'000; // some 300 years
    return Micros(std::clamp(av_rescale_q(value, timeBase, AVRational{1, 1'000'000}), -limit, limit));
}

QString tagOf(const AVDictionary* tags, const char* key)
{
    const AVDictionaryEntry* entry = av_dict_get(tags, key, nullptr, 0);
    return entry ? QString::fromUtf8(entry->value).trimmed() : QString();
}

StreamKind kindOf(const AVStream& stream)
{
    switch (stream.codecpar->codec_type) {
    case AVMEDIA_TYPE_VIDEO:
        if (isAuxiliary(stream))
            return StreamKind::Other;
        return (stream.disposition & stillDispositions) != 0 ? StreamKind::Still : StreamKind::Video;
    case AVMEDIA_TYPE_AUDIO:
        return isAuxiliary(stream) && !hasDecoder(stream) ? StreamKind::Other : StreamKind::Audio;
    default:
        return StreamKind::Other;
    }
}

bool hasDecoder(const AVStream& stream)
{
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    return codec && av_match_list(codec->name, allowedDecoders(), ',') > 0;
}

bool isProtected(const AVStream& stream)
{
    constexpr std::uint32_t tags[] = {MKTAG('e', 'n', 'c', 'v'), MKTAG('e', 'n', 'c', 'a'),
                                      MKTAG('d', 'r', 'm', 'i'), MKTAG('d', 'r', 'm', 's'),
                                      MKTAG('p', '6', '0', '8')};
    return !streamSideData(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO).empty() ||
           !streamSideData(stream, AV_PKT_DATA_ENCRYPTION_INFO).empty() ||
           std::ranges::find(tags, stream.codecpar->codec_tag) != std::end(tags) ||
           av_dict_get(stream.metadata, "enc_key_id", nullptr, 0) != nullptr;
}

VideoStream describeVideo(const AVStream& stream, const AVCodecParameters& parameters)
{
    VideoStream video;
    video.index = stream.index;
    video.codec = codecName(parameters);
    video.profile = profileName(parameters);
    video.level = std::max(0, parameters.level);
    video.coded = {parameters.width, parameters.height};
    video.timeBase = {stream.time_base.num, stream.time_base.den};
    video.start = toMicros(stream.start_time, stream.time_base);
    video.duration = std::max(Micros(0), toMicros(stream.duration, stream.time_base));
    video.frameCount = std::max<std::int64_t>(0, stream.nb_frames);
    video.bitRate = std::max<std::int64_t>(0, parameters.bit_rate);
    const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
    video.frameRate = {rate.num, std::max(1, rate.den)};
    video.language = language(stream);
    video.isDefault = isDefault(stream);
    return video;
}

AudioStream describeAudio(const AVStream& stream, const AVCodecParameters& parameters)
{
    AudioStream audio;
    audio.index = stream.index;
    audio.codec = codecName(parameters);
    audio.profile = profileName(parameters);
    audio.channels = std::max(0, parameters.ch_layout.nb_channels);
    audio.channelLayout = QString::fromUtf8(nameOf(parameters.ch_layout));
    audio.sampleRate = std::max(0, parameters.sample_rate);
    audio.bitRate = std::max<std::int64_t>(0, parameters.bit_rate);
    audio.language = language(stream);
    audio.isDefault = isDefault(stream);
    audio.decodable = hasDecoder(stream) && !isProtected(stream);
    audio.start = toMicros(stream.start_time, stream.time_base);
    audio.duration = lengthSaid(stream);
    return audio;
}

OtherStream describeOther(const AVStream& stream)
{
    const auto kind = [&stream] {
        switch (stream.codecpar->codec_type) {
        case AVMEDIA_TYPE_VIDEO:
            if (isAuxiliary(stream))
                return QStringLiteral("data");
            return (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0 ? QStringLiteral("cover")
                                                                           : QStringLiteral("still");
        case AVMEDIA_TYPE_SUBTITLE:
            return QStringLiteral("subtitle");
        case AVMEDIA_TYPE_ATTACHMENT:
            return QStringLiteral("attachment");
        default:
            return QStringLiteral("data");
        }
    };
    return {.index = stream.index, .kind = kind(), .codec = codecName(*stream.codecpar)};
}

} // namespace ndas::engine
