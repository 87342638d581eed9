#include "core/engine/container/packet_chain.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>

namespace ndas::engine {

namespace {

// "Advanced Systems Format (ASF) Specification", 2.1, 3.1, 3.2, 5.1 and 5.2. Of names the first bytes do.
constexpr std::uint32_t header = 0x3026b275;
constexpr std::uint32_t fileProperties = 0xa1dcab8c;
constexpr std::uint32_t data = 0x3626b275;
constexpr unsigned errorCorrection = 0x820000; ///< how each packet begins, of nearly all writers

std::optional<Part> readObject(AVIOContext* io, std::int64_t at, std::int64_t end)
{
    constexpr std::int64_t head = 24;
    avio_seek(io, at, SEEK_SET);
    const std::uint32_t name = avio_rb32(io);
    avio_skip(io, 12);
    const auto size = static_cast<std::int64_t>(std::min<std::uint64_t>(avio_rl64(io), INT64_MAX / 2));
    if (avio_feof(io) || size < head || at + head > end)
        return std::nullopt;
    return Part{.name = name, .content = at + head, .end = at + size};
}

struct Packets {
    std::int64_t begin = 0;
    std::int64_t end = 0; ///< 0 = open
    std::int64_t size = 0;
};

std::int64_t sizeOfPackets(AVIOContext* io, const Part& headers)
{
    constexpr std::int64_t counts = 6;
    constexpr std::int64_t largestSize = 72;
    std::int64_t size = 0;
    anyOf(io, headers.content + counts, headers.end, readObject, [&](const Part& object) {
        if (object.name != fileProperties)
            return false;
        avio_seek(io, object.content + largestSize, SEEK_SET);
        size = avio_rl32(io);
        return true;
    });
    return size;
}

std::optional<Packets> findPackets(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::int64_t beforePackets = 26;
    const std::optional<Part> headers = readObject(io, 0, fileSize);
    if (!headers || headers->name != header)
        return std::nullopt;
    avio_seek(io, headers->end, SEEK_SET);
    const bool isThere = avio_rb32(io) == data;
    avio_skip(io, 12);
    const auto size = static_cast<std::int64_t>(std::min<std::uint64_t>(avio_rl64(io), INT64_MAX / 2));
    const std::int64_t begin = headers->end + 24 + beforePackets;
    const std::int64_t end = headers->end + size;
    if (!isThere || avio_feof(io))
        return std::nullopt;
    return Packets{.begin = begin, .end = end > begin ? end : 0, .size = sizeOfPackets(io, *headers)};
}

} // namespace

bool isPacketChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    const std::optional<Packets> packets = findPackets(io, fileSize);
    if (!packets || packets->size <= 0)
        return false;
    const std::int64_t end = packets->end > 0 ? std::min(packets->end, fileSize) : fileSize;
    const auto beginsAt = [io](std::int64_t at) {
        avio_seek(io, at, SEEK_SET);
        return avio_rb24(io) == errorCorrection;
    };
    if (!beginsAt(packets->begin))
        return false;
    for (std::int64_t at = packets->begin; at + packets->size <= end && !token.isCancelled();
         at += packets->size)
        if (!beginsAt(at))
            return packets->end > 0; // else it may be an index
    return false;
}

std::optional<std::int64_t> endOfAsf(AVIOContext* io, std::int64_t fileSize)
{
    const std::optional<Packets> packets = findPackets(io, fileSize);
    return packets && packets->end > 0 ? std::optional(packets->end) : std::nullopt;
}

} // namespace ndas::engine
