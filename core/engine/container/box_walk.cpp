#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr int mostSiblings = 256; ///< a recording may hold thousands, and each costs a seek

/// An EBML number of variable length: as it stands, or without the mark that tells its length. All ones are
/// no size, and more than any.
std::optional<std::uint64_t> readNumber(AVIOContext* io, int mostBytes, bool keepsMark)
{
    const auto first = static_cast<unsigned>(avio_r8(io));
    int length = 1;
    while (length <= mostBytes && (first & (0x100U >> length)) == 0)
        ++length;
    if (length > mostBytes || avio_feof(io))
        return std::nullopt;
    const std::uint64_t ones = (std::uint64_t{1} << (7 * length)) - 1;
    std::uint64_t value = keepsMark ? first : first & (0xffU >> length);
    for (int i = 1; i < length; ++i)
        value = value << 8 | static_cast<unsigned>(avio_r8(io));
    return !keepsMark && value == ones ? UINT64_MAX : value;
}

} // namespace

bool anyOf(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read, const Visit& visit)
{
    for (int i = 0; i < mostSiblings && from < end; ++i) {
        const std::optional<Part> part = read(io, from, end);
        if (!part)
            return false;
        if (visit(*part))
            return true;
        from = part->end;
    }
    return false;
}

bool anyAt(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read,
           std::span<const std::uint32_t> names, const Visit& isMeant)
{
    return anyOf(io, from, end, read, [&](const Part& part) {
        if (part.name != names.front())
            return false;
        return names.size() == 1 ? isMeant(part)
                                 : anyAt(io, part.content, part.end, read, names.subspan(1), isMeant);
    });
}

std::optional<Part> boxWithin(AVIOContext* io, const Part& whole, std::initializer_list<std::uint32_t> names)
{
    std::optional<Part> found;
    anyAt(io, whole.content, whole.end, readBox, names, [&found](const Part& box) {
        found = box;
        return true;
    });
    return found;
}

std::optional<Part> sampleTables(AVIOContext* io, const Part& track)
{
    return boxWithin(io, track,
                     {MKTAG('m', 'd', 'i', 'a'), MKTAG('m', 'i', 'n', 'f'), MKTAG('s', 't', 'b', 'l')});
}

std::optional<Part> sampleTable(AVIOContext* io, const Part& track, std::uint32_t name)
{
    const std::optional<Part> all = sampleTables(io, track);
    return all ? boxWithin(io, *all, {name}) : std::nullopt;
}

void forEachTrack(AVIOContext* io, std::int64_t fileSize,
                  const std::function<void(const Part&, const Part&)>& visit)
{
    constexpr std::array movies{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array tracks{std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    const std::int64_t before = avio_tell(io);
    anyAt(io, 0, fileSize, readBox, movies, [&](const Part& movie) {
        return anyAt(io, movie.content, movie.end, readBox, tracks, [&](const Part& track) {
            visit(movie, track);
            return false; // all of them
        });
    });
    avio_seek(io, before, SEEK_SET);
}

int countAt(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read,
            std::span<const std::uint32_t> names)
{
    constexpr int mostCounted = 100'000;
    int count = 0;
    for (int i = 0; i < mostCounted && from < end; ++i) {
        const std::optional<Part> part = read(io, from, end);
        if (!part)
            break;
        if (part->name == names.front())
            count += names.size() == 1 ? 1 : countAt(io, part->content, part->end, read, names.subspan(1));
        from = part->end;
    }
    return count;
}

std::optional<Part> readBox(AVIOContext* io, std::int64_t at, std::int64_t end)
{
    if (avio_seek(io, at, SEEK_SET) < 0)
        return std::nullopt;
    std::int64_t size = avio_rb32(io);
    const std::uint32_t name = avio_rl32(io);
    std::int64_t head = 8;
    if (size == 1) {
        size = static_cast<std::int64_t>(avio_rb64(io));
        head = 16;
    }
    if (size == 0)
        size = end - at;
    if (avio_feof(io) || size < head || size > end - at)
        return std::nullopt;
    return Part{.name = name, .content = at + head, .end = at + size};
}

int openFullBox(AVIOContext* io, const Part& box)
{
    avio_seek(io, box.content, SEEK_SET);
    const int version = avio_r8(io);
    avio_skip(io, 3); // flags
    return version;
}

void forEachEntry(AVIOContext* io, const Part& table, const std::function<void()>& readEntry)
{
    openFullBox(io, table);
    const std::uint32_t count = std::min(avio_rb32(io), mostEntries);
    for (std::uint32_t i = 0; i < count && avio_tell(io) < table.end && !avio_feof(io); ++i)
        readEntry();
}

std::int64_t readBehindDates(AVIOContext* io, const Part& header)
{
    const int version = openFullBox(io, header);
    avio_skip(io, version == 1 ? 16 : 8);
    return avio_rb32(io);
}

std::optional<std::uint64_t> readElementNumber(AVIOContext* io)
{
    return readNumber(io, 8, false);
}

std::optional<Part> readElement(AVIOContext* io, std::int64_t at, std::int64_t end)
{
    if (avio_seek(io, at, SEEK_SET) < 0)
        return std::nullopt;
    const auto name = readNumber(io, 4, true);
    const auto size = readElementNumber(io);
    if (!name || !size || avio_feof(io))
        return std::nullopt;
    const std::int64_t content = avio_tell(io);
    const bool fits = *size <= static_cast<std::uint64_t>(std::max<std::int64_t>(0, end - content));
    return Part{.name = static_cast<std::uint32_t>(*name),
                .content = content,
                .end = fits ? content + static_cast<std::int64_t>(*size) : end};
}

bool anyPictureTable(AVIOContext* io, std::int64_t fileSize, const Visit& isMeant)
{
    constexpr std::array tracks{
        std::uint32_t{MKTAG('m', 'o', 'o', 'v')}, std::uint32_t{MKTAG('t', 'r', 'a', 'k')},
        std::uint32_t{MKTAG('m', 'd', 'i', 'a')}, std::uint32_t{MKTAG('m', 'i', 'n', 'f')}};
    constexpr std::array pictures{std::uint32_t{MKTAG('v', 'm', 'h', 'd')}};
    constexpr std::array table{std::uint32_t{MKTAG('s', 't', 'b', 'l')}};
    const Visit always = [](const Part&) { return true; };
    return anyAt(io, 0, fileSize, readBox, tracks, [&](const Part& track) {
        return anyAt(io, track.content, track.end, readBox, pictures, always) &&
               anyAt(io, track.content, track.end, readBox, table, isMeant);
    });
}

} // namespace ndas::engine
