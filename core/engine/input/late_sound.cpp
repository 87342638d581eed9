#include "core/engine/input/late_sound.h"

#include "core/engine/decode/decoder.h"

#include <algorithm>
#include <map>
#include <span>
#include <vector>

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/mathematics.h>
}

namespace ndas::engine {

namespace {

std::span<AVStream* const> streamsOf(const AVFormatContext& context)
{
    return {context.streams, context.nb_streams};
}

bool isKnownSound(const AVStream& stream)
{
    return stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO && stream.codecpar->sample_rate > 0;
}

bool knowsSound(const AVFormatContext& context)
{
    return std::ranges::any_of(streamsOf(context),
                               [](const AVStream* stream) { return isKnownSound(*stream); });
}

bool isEverySoundKnown(const AVFormatContext& context)
{
    return knowsSound(context) && std::ranges::all_of(streamsOf(context), [](const AVStream* stream) {
               return stream->codecpar->codec_type != AVMEDIA_TYPE_AUDIO || isKnownSound(*stream);
           });
}

Result<void> learn(AVCodecParameters& parameters, const AVFrame& sound)
{
    parameters.sample_rate = sound.sample_rate;
    return av_channel_layout_copy(&parameters.ch_layout, &sound.ch_layout) < 0 ? fail(ErrorCode::OutOfMemory)
                                                                               : Result<void>{};
}

/// DV, which has its sound in each of its frames.
bool isOfFrames(const AVFormatContext& context)
{
    return av_match_list(context.iformat->name, "dv,avi", ',') > 0;
}

/// ISO/IEC 13818-1, table 2-22: sound and what is private begins with what is not found in pictures. Reading
/// those as packets would take many times as much.
bool holdsSound(AVIOContext* io, std::int64_t from)
{
    constexpr int enough = 1 << 20; // packets of sound may come but twice a second
    std::vector<std::uint8_t> bytes(enough);
    avio_seek(io, from, SEEK_SET);
    const int size = avio_read(io, bytes.data(), enough);
    std::uint32_t latest = UINT32_MAX;
    return std::any_of(bytes.begin(), bytes.begin() + std::max(0, size), [&latest](std::uint8_t byte) {
        constexpr std::uint32_t privateStream = 0x1bd;
        constexpr std::uint32_t firstSound = 0x1c0;
        constexpr std::uint32_t lastSound = 0x1df;
        constexpr std::uint32_t extended = 0x1fd;
        latest = latest << 8 | byte;
        return latest == privateStream || (latest >= firstSound && latest <= lastSound) || latest == extended;
    });
}

/// By time where frames would else be read from anywhere in them. False: there is none.
bool goTo(AVFormatContext& context, std::int64_t fileSize, AVRational part)
{
    const bool byTime = isOfFrames(context);
    const std::int64_t length = byTime ? std::max<std::int64_t>(0, context.duration) : fileSize;
    if (!byTime && !holdsSound(context.pb, av_rescale(length, part.num, part.den)))
        return false;
    return avformat_seek_file(&context, -1, INT64_MIN, av_rescale(length, part.num, part.den), INT64_MAX,
                              byTime ? 0 : AVSEEK_FLAG_BYTE) >= 0;
}

/// From here on, for about as long as sound may come behind the picture that it belongs to.
void listen(AVFormatContext& context, AVPacket& packet)
{
    const int mostPackets = isOfFrames(context) ? 4 : 64; // of which half may be sound
    std::map<int, Result<Decoder>> decoders;
    for (int i = 0; i < mostPackets && !isEverySoundKnown(context); ++i, av_packet_unref(&packet)) {
        if (av_read_frame(&context, &packet) < 0)
            return;
        AVStream& stream = *context.streams[packet.stream_index];
        if (stream.codecpar->codec_type != AVMEDIA_TYPE_AUDIO || isKnownSound(stream))
            continue;
        auto& decoder = decoders.try_emplace(stream.index, Decoder::open(stream)).first->second;
        if (decoder) // what cannot be decoded is told of by whoever uses it
            static_cast<void>(
                decoder->feed(packet, [&](AVFrame& sound) { return learn(*stream.codecpar, sound); }));
    }
}

} // namespace

bool lookForLateSound(AVFormatContext& context, std::int64_t fileSize, const CancellationToken& token)
{
    constexpr int places = 32;
    if (knowsSound(context))
        return false;
    const PacketPtr packet = makePacket();
    for (int place = 0; packet && place < places && !knowsSound(context) && !token.isCancelled(); ++place) {
        if (goTo(context, fileSize, {place, places}))
            listen(context, *packet);
        av_packet_unref(packet.get());
    }
    return true;
}

} // namespace ndas::engine
