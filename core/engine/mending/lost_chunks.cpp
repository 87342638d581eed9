#include "core/engine/mending/lost_chunks.h"

#include <algorithm>

namespace ndas::engine {

namespace {

/// The entry of the chunk that the packet begins with; nullptr = the packet is a later part of one, or there
/// is no index.
const AVIndexEntry* entryOf(const AVPacket& packet, AVStream& stream, int& number)
{
    constexpr std::int64_t chunkHeader = 8;
    const std::int64_t place = packet.pos - chunkHeader;
    const int count = avformat_index_get_entries_count(&stream);
    int found = 0;
    for (int end = count; found < end;) {
        const int middle = found + (end - found) / 2;
        if (avformat_index_get_entry(&stream, middle)->pos < place)
            found = middle + 1;
        else
            end = middle;
    }
    const AVIndexEntry* entry = avformat_index_get_entry(&stream, found);
    if (!entry || entry->pos != place)
        return nullptr;
    number = found;
    return entry;
}

} // namespace

std::int64_t LostChunks::follow(AVPacket& packet, AVStream& stream)
{
    if (packet.dts == AV_NOPTS_VALUE)
        return 0;
    Track& track = tracks_[stream.index];
    std::int64_t lost = 0;
    int number = -1;
    if (const AVIndexEntry* entry = entryOf(packet, stream, number)) {
        if (track.next >= 0 && number > track.next) {
            lost = number - track.next;
            track.shift = entry->timestamp / track.perTick - packet.dts;
        } else if (track.shift == 0 && packet.dts > 0) {
            track.perTick = std::max<std::int64_t>(1, av_rescale(entry->timestamp, 1, packet.dts));
        }
        track.next = number + 1;
    }
    packet.dts += track.shift;
    if (packet.pts != AV_NOPTS_VALUE)
        packet.pts += track.shift;
    return lost;
}

} // namespace ndas::engine
