#include "core/engine/mending/chunk_mending.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <bit>
#include <optional>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-12, 8.7.5
struct ChunkTable {
    bool isWide = false;
    Part box;
    std::vector<std::uint64_t> places = {};

    std::int64_t at(std::size_t chunk) const
    {
        return box.content + 8 + static_cast<std::int64_t>(chunk) * (isWide ? 8 : 4);
    }

    MendedBytes mended(std::size_t chunk, std::uint64_t place) const
    {
        QByteArray bytes(8, '\0');
        AV_WB64(bytes.data(), place);
        return {.at = at(chunk), .bytes = bytes.right(isWide ? 8 : 4)};
    }
};

std::optional<ChunkTable> chunksOf(AVIOContext* io, const Part& track)
{
    for (const std::uint32_t name : {MKTAG('s', 't', 'c', 'o'), MKTAG('c', 'o', '6', '4')}) {
        const auto box = sampleTable(io, track, name);
        if (!box)
            continue;
        ChunkTable table{.isWide = name == MKTAG('c', 'o', '6', '4'), .box = *box};
        forEachEntry(io, *box, [&] { table.places.push_back(table.isWide ? avio_rb64(io) : avio_rb32(io)); });
        return table;
    }
    return std::nullopt;
}

void mend(const ChunkTable& table, std::uint64_t end, MendedChunks& mended)
{
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < table.places.size(); ++i) {
        const std::uint64_t place = table.places[i];
        const std::uint64_t likely = place - std::bit_floor(place);
        const bool isLast = i + 1 == table.places.size();
        const bool isBetween =
            likely > before && likely < (isLast ? end : std::min(end, table.places[i + 1]));
        before = place < end ? place : isBetween ? likely : before;
        if (place < end)
            continue;
        if (isBetween)
            mended.bytes.push_back(table.mended(i, likely));
        else
            ++mended.lost;
    }
}

/// 8.5.2 and 8.7.4: what is needed to decode the samples of a chunk. libavformat leaves out those of which it
/// is not there.
void mendDescriptions(AVIOContext* io, const Part& track, MendedChunks& mended)
{
    const auto descriptions = sampleTable(io, track, MKTAG('s', 't', 's', 'd'));
    const auto runs = sampleTable(io, track, MKTAG('s', 't', 's', 'c'));
    if (!descriptions || !runs)
        return;
    openFullBox(io, *descriptions);
    const std::uint32_t count = avio_rb32(io);
    forEachEntry(io, *runs, [&] {
        avio_skip(io, 8); // first chunk, samples in each
        const std::int64_t at = avio_tell(io);
        const bool isThere = avio_rb32(io) <= count;
        if (!isThere && count == 1)
            mended.bytes.push_back({.at = at, .bytes = QByteArray::fromHex("00000001")});
        else if (!isThere)
            ++mended.lost;
    });
}

/// 8.7.3.2. libavformat takes one sample that it cannot read for the end of the track.
void mendSizes(AVIOContext* io, const Part& track, std::int64_t fileSize, MendedChunks& mended)
{
    constexpr std::int64_t usual = 1 << 24;   // which may be more than is left of a file that was cut off
    constexpr std::int64_t largest = 1 << 28; // more than a raw picture of 8K
    const auto sizes = sampleTable(io, track, MKTAG('s', 't', 's', 'z'));
    if (!sizes)
        return;
    openFullBox(io, *sizes);
    if (avio_rb32(io) > 0) // of all
        return;
    const auto most = static_cast<std::uint32_t>(std::clamp(fileSize, usual, largest));
    const std::uint32_t count = std::min(avio_rb32(io), mostEntries);
    for (std::uint32_t i = 0; i < count && avio_tell(io) < sizes->end && !avio_feof(io); ++i) {
        const std::int64_t at = avio_tell(io);
        const std::uint32_t size = avio_rb32(io);
        const std::uint32_t likely = size - std::bit_floor(size);
        if (size <= most)
            continue;
        QByteArray bytes(4, '\0');
        AV_WB32(bytes.data(), likely);
        if (likely <= most)
            mended.bytes.push_back({.at = at, .bytes = bytes});
        else
            ++mended.lost;
    }
}

} // namespace

MendedChunks mendedChunks(AVIOContext* io, std::int64_t fileSize)
{
    MendedChunks mended;
    forEachTrack(io, fileSize, [&](const Part&, const Part& track) {
        if (const auto table = chunksOf(io, track))
            mend(*table, static_cast<std::uint64_t>(fileSize), mended);
        mendDescriptions(io, track, mended);
        mendSizes(io, track, fileSize, mended);
    });
    return mended;
}

} // namespace ndas::engine
