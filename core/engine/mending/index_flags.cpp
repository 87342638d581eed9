#include "core/engine/mending/index_flags.h"

namespace ndas::engine {

namespace {

bool isTakenApart(AVCodecID codec)
{
    return codec == AV_CODEC_ID_MPEG1VIDEO || codec == AV_CODEC_ID_VC1;
}

} // namespace

void takeDiscardFromIndex(AVPacket& packet, AVStream& stream)
{
    if (!isTakenApart(stream.codecpar->codec_id) || packet.dts == AV_NOPTS_VALUE)
        return;
    const int number = av_index_search_timestamp(&stream, packet.dts, AVSEEK_FLAG_ANY | AVSEEK_FLAG_BACKWARD);
    const AVIndexEntry* entry = avformat_index_get_entry(&stream, number);
    if (!entry || entry->timestamp != packet.dts)
        return;
    const bool isLeftOut = (entry->flags & AVINDEX_DISCARD_FRAME) != 0;
    packet.flags = isLeftOut ? packet.flags | AV_PKT_FLAG_DISCARD : packet.flags & ~AV_PKT_FLAG_DISCARD;
}

} // namespace ndas::engine
