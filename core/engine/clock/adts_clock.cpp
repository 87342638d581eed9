#include "core/engine/clock/adts_clock.h"

#include <array>
#include <cstdlib>

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-3, 1.A.2 and table 1.18; 0: it is no such packet.
std::int64_t ticksOf(const AVPacket& packet, const AVStream& stream)
{
    constexpr std::array rates{96000, 88200, 64000, 48000, 44100, 32000, 24000,
                               22050, 16000, 12000, 11025, 8000,  7350};
    constexpr int headerSize = 7;
    constexpr int samplesOfBlock = 1024;
    const AVCodecParameters& codec = *stream.codecpar;
    if (codec.codec_id != AV_CODEC_ID_AAC || codec.extradata_size > 0 || packet.size < headerSize ||
        packet.data[0] != 0xff || (packet.data[1] & 0xf6) != 0xf0)
        return 0;
    const auto rate = static_cast<std::size_t>((packet.data[2] >> 2) & 0xf);
    const int blocks = (packet.data[6] & 3) + 1;
    return rate < rates.size()
               ? av_rescale_q(std::int64_t{blocks} * samplesOfBlock, {1, rates.at(rate)}, stream.time_base)
               : 0;
}

bool isSame(std::int64_t one, std::int64_t other)
{
    return std::abs(one - other) <= 1; // rounded
}

} // namespace

void AdtsClock::follow(AVPacket& packet, const AVStream& stream)
{
    const std::int64_t lasts = ticksOf(packet, stream);
    if (lasts == 0 || packet.pts == AV_NOPTS_VALUE)
        return;
    if (isSame(packet.duration, lasts)) {
        ends_.erase(packet.stream_index);
        return;
    }
    const std::int64_t told = packet.pts + packet.duration;
    const auto before = ends_.find(packet.stream_index);
    if (before != ends_.end() && isSame(packet.pts, before->second.told))
        packet.dts = packet.pts = before->second.meant;
    packet.duration = lasts;
    ends_[packet.stream_index] = {.told = told, .meant = packet.pts + lasts};
}

} // namespace ndas::engine
