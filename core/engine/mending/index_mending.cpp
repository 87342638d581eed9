#include "core/engine/mending/index_mending.h"

#include "core/engine/container/box_walk.h"

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

// "AVI RIFF File Reference": AVIOLDINDEX
constexpr std::int64_t chunkHead = 8;
constexpr std::int64_t entrySize = 16;
constexpr std::int64_t placeInEntry = 8;

struct Entry {
    std::uint32_t chunk = 0;
    std::int64_t place = 0; ///< from the list of chunks, or the file's beginning
    std::int64_t size = 0;

    std::int64_t end() const { return place + chunkHead + size + size % 2; }
};

struct Index {
    std::int64_t list = 0; ///< of chunks, where its name stands
    std::int64_t begin = 0;
    std::vector<Entry> entries;
};

std::optional<Part> readChunk(AVIOContext* io, std::int64_t at, std::int64_t end)
{
    avio_seek(io, at, SEEK_SET);
    const std::uint32_t name = avio_rl32(io);
    const std::int64_t size = avio_rl32(io);
    if (avio_feof(io) || at + chunkHead + size > end)
        return std::nullopt;
    return Part{.name = name, .content = at + chunkHead, .end = at + chunkHead + size + size % 2};
}

Index readIndex(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::int64_t behindName = 12;
    Index index;
    anyOf(io, behindName, fileSize, readChunk, [&](const Part& part) {
        if (part.name == MKTAG('L', 'I', 'S', 'T') && avio_rl32(io) == MKTAG('m', 'o', 'v', 'i'))
            index.list = part.content;
        if (part.name != MKTAG('i', 'd', 'x', '1'))
            return false;
        index.begin = part.content;
        const std::int64_t count = std::min<std::int64_t>((part.end - part.content) / entrySize, mostEntries);
        for (std::int64_t i = 0; i < count; ++i) {
            Entry entry{.chunk = avio_rl32(io)};
            avio_skip(io, 4); // flags
            entry.place = avio_rl32(io);
            entry.size = avio_rl32(io);
            index.entries.push_back(entry);
        }
        return true;
    });
    return index;
}

bool isThere(AVIOContext* io, std::int64_t at, const Entry& entry)
{
    avio_seek(io, at, SEEK_SET);
    return avio_rl32(io) == entry.chunk && avio_rl32(io) == entry.size;
}

std::vector<MendedBytes> mendedEntries(AVIOContext* io, Index& index)
{
    constexpr int mostOutOfOrder = 100; // beyond, that is how it was written
    std::vector<Entry>& entries = index.entries;
    const bool isFromList = !entries.empty() && isThere(io, index.list + entries[0].place, entries[0]);
    const std::int64_t base = isFromList ? index.list : 0;
    std::vector<MendedBytes> mended;
    int outOfOrder = 0;
    for (std::size_t i = 1; i < entries.size(); ++i) {
        Entry& entry = entries[i];
        const std::int64_t follows = entries[i - 1].end();
        const bool isBeforeNext = i + 1 == entries.size() || entry.place < entries[i + 1].place;
        if (entry.place == follows || (entry.place > follows && isBeforeNext))
            continue;
        if (++outOfOrder > mostOutOfOrder)
            return {};
        if (isThere(io, base + entry.place, entry) || !isThere(io, base + follows, entry))
            continue;
        entry.place = follows;
        QByteArray bytes(4, '\0');
        AV_WL32(bytes.data(), static_cast<std::uint32_t>(follows));
        const std::int64_t at = index.begin + static_cast<std::int64_t>(i) * entrySize + placeInEntry;
        mended.push_back({.at = at, .bytes = bytes});
    }
    return mended;
}

} // namespace

std::vector<MendedBytes> mendedIndex(AVIOContext* io, std::int64_t fileSize)
{
    const std::int64_t before = avio_tell(io);
    Index index = readIndex(io, fileSize);
    std::vector<MendedBytes> mended = mendedEntries(io, index);
    avio_seek(io, before, SEEK_SET);
    return mended;
}

} // namespace ndas::engine
