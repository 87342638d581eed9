#include "core/engine/codec/speech_frames.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace ndas::engine {

namespace {

/// The first byte of a frame tells its kind, the kind its length.
struct SpeechCodec {
    AVCodecID id;
    int kindShift;
    std::array<int, 16> bytes; ///< of each kind
    int noise;                 ///< the kind that describes it; -1 = none
};

constexpr std::array codecs{
    // RFC 4867, 4.3.3, 5.3 and table 1
    SpeechCodec{AV_CODEC_ID_AMR_NB, 3, {13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1}, 8},
    SpeechCodec{AV_CODEC_ID_AMR_WB, 3, {18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1}, 9},
    // RFC 2658, 3.2, and RFC 3558, 4.1
    SpeechCodec{AV_CODEC_ID_QCELP, 0, {1, 4, 8, 17, 35, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, -1},
    SpeechCodec{AV_CODEC_ID_EVRC, 0, {1, 3, 6, 11, 23, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, -1},
};

SpeechFrame frameAt(std::span<const std::uint8_t> packet, int at, const SpeechCodec& codec)
{
    constexpr int noData = 15;
    const int kind = packet[static_cast<std::size_t>(at)] >> codec.kindShift & 0xf;
    return {.at = at,
            .size = codec.bytes[static_cast<std::size_t>(kind)],
            .isPause = codec.noise >= 0 && (kind == codec.noise || kind == noData)};
}

} // namespace

std::vector<SpeechFrame> speechFramesIn(const AVPacket& packet, AVCodecID codecId)
{
    const auto codec = std::ranges::find(codecs, codecId, &SpeechCodec::id);
    if (codec == codecs.end() || packet.size <= 0)
        return {};
    const std::span<const std::uint8_t> bytes(packet.data, static_cast<std::size_t>(packet.size));
    const auto lastSaid =
        std::ranges::find_if(bytes.rbegin(), bytes.rend(), [](auto byte) { return byte != 0; });
    const auto filled = static_cast<int>(std::distance(lastSaid, bytes.rend())); // the rest may be padding
    std::vector<SpeechFrame> frames;
    int at = 0;
    while (at == 0 || at < filled) {
        frames.push_back(frameAt(bytes, at, *codec));
        at += frames.back().size;
    }
    return at <= packet.size ? frames : std::vector<SpeechFrame>();
}

PacketPtr frameAlone(const AVPacket& packet, const SpeechFrame& frame, std::int64_t number,
                     AVRational timeBase)
{
    constexpr AVRational length{1, 50}; // of a frame, in seconds
    PacketPtr alone(av_packet_clone(&packet));
    if (!alone)
        return alone;
    alone->data += frame.at;
    alone->size = frame.size;
    if (packet.pts != AV_NOPTS_VALUE)
        alone->pts += av_rescale_q(number, length, timeBase);
    return alone;
}

} // namespace ndas::engine
