#include "core/engine/mending/time_table_mending.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <array>
#include <optional>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-12, 8.6.1.2
struct TimeTable {
    struct Entry {
        std::int64_t at = 0; ///< of the length, in the file
        std::int64_t samples = 0;
        std::int64_t each = 0;
    };

    TimeTable(AVIOContext* io, const Part& box)
    {
        forEachEntry(io, box, [&] {
            const std::int64_t samples = avio_rb32(io);
            const std::int64_t at = avio_tell(io);
            add({.at = at, .samples = samples, .each = avio_rb32(io)});
        });
    }

    void add(const Entry& entry)
    {
        total += static_cast<double>(entry.samples) * static_cast<double>(entry.each);
        const bool isLongest = !longest || entry.each > longest->each;
        secondLongest = std::max(secondLongest, isLongest && longest ? longest->each : 0);
        secondLongest = std::max(secondLongest, isLongest ? 0 : entry.each);
        longest = isLongest ? entry : *longest;
    }

    double total = 0; ///< in floating point, for a hostile file may claim the largest numbers
    std::optional<Entry> longest;
    std::int64_t secondLongest = 0;
};

std::optional<MendedBytes> mended(const TimeTable& table, double length)
{
    if (!table.longest || table.longest->samples != 1 || length <= 0)
        return std::nullopt;
    const double each = static_cast<double>(table.longest->each) - (table.total - length);
    if (static_cast<double>(table.longest->each) <= length || each < 0 ||
        each > static_cast<double>(table.secondLongest))
        return std::nullopt;
    QByteArray bytes(4, '\0');
    AV_WB32(bytes.data(), static_cast<std::uint32_t>(each));
    return MendedBytes{.at = table.longest->at, .bytes = bytes};
}

/// In ticks of the track, as the header of its media has it: ISO/IEC 14496-12, 8.4.2.
double lengthOf(AVIOContext* io, const Part& header)
{
    const bool isWide = openFullBox(io, header) == 1;
    avio_skip(io, isWide ? 20 : 12); // dates, ticks a second
    return isWide ? static_cast<double>(avio_rb64(io)) : avio_rb32(io);
}

} // namespace

std::vector<MendedBytes> mendedTimeTables(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array media{std::uint32_t{MKTAG('m', 'o', 'o', 'v')},
                               std::uint32_t{MKTAG('t', 'r', 'a', 'k')},
                               std::uint32_t{MKTAG('m', 'd', 'i', 'a')}};
    constexpr std::array header{std::uint32_t{MKTAG('m', 'd', 'h', 'd')}};
    constexpr std::array times{std::uint32_t{MKTAG('m', 'i', 'n', 'f')},
                               std::uint32_t{MKTAG('s', 't', 'b', 'l')},
                               std::uint32_t{MKTAG('s', 't', 't', 's')}};
    const std::int64_t before = avio_tell(io);
    std::vector<MendedBytes> found;
    anyAt(io, 0, fileSize, readBox, media, [&](const Part& part) {
        double length = 0;
        anyAt(io, part.content, part.end, readBox, header, [&](const Part& box) {
            length = lengthOf(io, box);
            return true;
        });
        anyAt(io, part.content, part.end, readBox, times, [&](const Part& box) {
            if (const auto bytes = mended(TimeTable(io, box), length))
                found.push_back(*bytes);
            return true;
        });
        return false; // all tracks
    });
    avio_seek(io, before, SEEK_SET);
    return found;
}

} // namespace ndas::engine
