#include "core/engine/container/transport_packets.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

namespace ndas::engine {

namespace {

constexpr std::int64_t packetSize = 188;
constexpr int syncByte = 0x47;
constexpr int programTable = 0;
constexpr int filler = 0x1fff;

struct TransportPacket {
    int stream = 0;
    bool beginsUnit = false;
    bool hasPayload = false;
    bool isScrambled = false;
    int number = 0; ///< of those with a payload, from 0 to 15 and again
};

std::optional<TransportPacket> packetAt(AVIOContext* io, std::int64_t at, std::int64_t distance)
{
    avio_seek(io, at + distance - packetSize, SEEK_SET);
    if (avio_r8(io) != syncByte)
        return std::nullopt;
    const unsigned head = avio_rb16(io);
    const int control = avio_r8(io);
    return TransportPacket{.stream = static_cast<int>(head & 0x1fff),
                           .beginsUnit = (head & 0x4000) != 0,
                           .hasPayload = (control & 0x10) != 0,
                           .isScrambled = (control & 0xc0) != 0,
                           .number = control & 0xf};
}

bool allBeginAt(AVIOContext* io, std::int64_t at, std::int64_t distance)
{
    constexpr int enough = 1000;
    std::set<int> begun{filler};
    for (int i = 0; i < enough; ++i) {
        const auto packet = packetAt(io, at + i * distance, distance);
        if (!packet)
            break;
        if (packet->hasPayload && begun.insert(packet->stream).second && !packet->beginsUnit)
            return false;
    }
    return true;
}

} // namespace

std::int64_t distanceOfTransportPackets(AVIOContext* io, std::int64_t at)
{
    for (const std::int64_t inFront : {0, 4}) {
        const std::int64_t distance = inFront + packetSize;
        int marks = 0;
        for (int i = 0; i < transportPacketsInARow && marks == i; ++i) {
            avio_seek(io, at + i * distance + inFront, SEEK_SET);
            marks += avio_r8(io) == syncByte ? 1 : 0;
        }
        if (marks == transportPacketsInARow)
            return distance;
    }
    return 0;
}

std::int64_t nextTransportPackets(AVIOContext* io, std::int64_t from, std::int64_t end,
                                  const CancellationToken& token)
{
    for (std::int64_t at = from; at < end && !token.isCancelled(); ++at) {
        avio_seek(io, at, SEEK_SET);
        while (avio_r8(io) != syncByte && !avio_feof(io))
            ++at;
        for (const std::int64_t inFront : {0, 4})
            if (at >= inFront && distanceOfTransportPackets(io, at - inFront) == inFront + packetSize)
                return at - inFront;
    }
    return end;
}

bool isAnyScrambled(AVIOContext* io, std::int64_t fileSize, std::span<const int> streams,
                    const CancellationToken& token)
{
    constexpr int inARow = 64;
    const std::int64_t apart = fileSize / 4'000;
    for (std::int64_t at = 0; at < fileSize && !token.isCancelled();) {
        at = nextTransportPackets(io, at, fileSize, token);
        const std::int64_t distance = at < fileSize ? distanceOfTransportPackets(io, at) : 0;
        for (int looked = 0; at < fileSize;
             at += distance * (++looked % inARow == 0 ? 1 + apart / distance : 1)) {
            const auto packet = packetAt(io, at, distance);
            if (!packet || token.isCancelled())
                break;
            if (packet->isScrambled && packet->hasPayload && std::ranges::count(streams, packet->stream) > 0)
                return true;
        }
    }
    return false;
}

bool beginsAnewBetween(AVIOContext* io, std::int64_t from, std::int64_t to)
{
    const std::int64_t distance = from < 0 ? 0 : distanceOfTransportPackets(io, from);
    const auto first = distance > 0 ? packetAt(io, from, distance) : std::nullopt;
    if (!first)
        return false;
    int number = first->number;
    std::vector<std::int64_t> tables; // since the last packet of the stream
    for (std::int64_t at = from + distance; at <= to; at += distance) {
        const auto packet = packetAt(io, at, distance);
        if (!packet)
            return false;
        if (packet->stream == programTable)
            tables.push_back(at);
        if (packet->stream != first->stream || !packet->hasPayload)
            continue;
        number = (number + 1) & 0xf;
        if (packet->number != number)
            return std::ranges::any_of(tables,
                                       [&](std::int64_t table) { return allBeginAt(io, table, distance); });
        tables.clear();
    }
    return false;
}

} // namespace ndas::engine
