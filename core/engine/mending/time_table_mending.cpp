#include "core/engine/mending/time_table_mending.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-12, 8.6.1.2
struct Entry {
    std::int64_t at = 0; ///< of the length, in the file
    std::int64_t samples = 0;
    std::int64_t each = 0;

    /// In floating point, for a hostile file may claim the largest numbers.
    double length() const { return static_cast<double>(samples) * static_cast<double>(each); }
};

std::vector<Entry> entriesOf(AVIOContext* io, const Part& table)
{
    std::vector<Entry> entries;
    forEachEntry(io, table, [&] {
        const std::int64_t samples = avio_rb32(io);
        const std::int64_t at = avio_tell(io);
        entries.push_back({.at = at, .samples = samples, .each = avio_rb32(io)});
    });
    return entries;
}

/// That it gives each of its samples a length that cannot be, where `likely` would make the track as long as
/// it is: none, for one more than all of the track has, or for several another bit.
bool isWrong(const Entry& entry, double likely, double length)
{
    if (likely < 0 || likely != std::trunc(likely) || likely > UINT32_MAX)
        return false;
    const auto each = static_cast<std::uint64_t>(likely);
    const auto said = static_cast<std::uint64_t>(entry.each);
    if (entry.samples == 1 && said > 0)
        return static_cast<double>(said) > length;
    return each > 0 && (said == 0 || (entry.samples > 1 && std::popcount(said ^ each) == 1));
}

std::optional<MendedBytes> mended(const std::vector<Entry>& table, double length)
{
    double total = 0;
    for (const Entry& entry : table)
        total += entry.length();
    const auto likely = [&](const Entry& entry) {
        return static_cast<double>(entry.each) - (total - length) / static_cast<double>(entry.samples);
    };
    const auto isOut = [&](const Entry& entry) {
        return entry.samples > 0 && isWrong(entry, likely(entry), length);
    };
    const auto wrong = std::ranges::find_if(table, isOut);
    if (wrong == table.end() || std::any_of(wrong + 1, table.end(), isOut))
        return std::nullopt;
    const double each = likely(*wrong);
    const auto isAsOften = [&](const Entry& other) { return other.samples >= wrong->samples; };
    const auto isAsLong = [&](const Entry& other) {
        return &other != &*wrong && static_cast<double>(other.each) >= each;
    };
    const bool isUsual = wrong->samples > 1 && std::ranges::count_if(table, isAsOften) == 1;
    const bool isFar = wrong->each == 0 || static_cast<double>(wrong->each) > 4 * each;
    if (!isUsual && (!isFar || std::ranges::none_of(table, isAsLong)))
        return std::nullopt;
    QByteArray bytes(4, '\0');
    AV_WB32(bytes.data(), static_cast<std::uint32_t>(each));
    return MendedBytes{.at = wrong->at, .bytes = bytes};
}

/// That of another number of samples, where one bit more or less makes all of them as many as have a size and
/// as long as the track is.
std::optional<MendedBytes> mendedCount(const std::vector<Entry>& table, std::int64_t sized, double length)
{
    std::int64_t samples = 0;
    double total = 0;
    for (const Entry& entry : table) {
        samples += entry.samples;
        total += entry.length();
    }
    const std::int64_t missing = sized - samples;
    const auto isWrong = [&](const Entry& entry) {
        const auto likely = static_cast<std::uint64_t>(entry.samples + missing);
        const bool isOneBit = std::popcount(likely ^ static_cast<std::uint64_t>(entry.samples)) == 1;
        return isOneBit && total + static_cast<double>(missing) * static_cast<double>(entry.each) == length;
    };
    const auto wrong = std::ranges::find_if(table, isWrong);
    if (wrong == table.end() || std::any_of(wrong + 1, table.end(), isWrong))
        return std::nullopt;
    QByteArray bytes(4, '\0');
    AV_WB32(bytes.data(), static_cast<std::uint32_t>(wrong->samples + missing));
    return MendedBytes{.at = wrong->at - 4, .bytes = bytes};
}

/// How many samples have a size: 8.7.3.
std::int64_t samplesOf(AVIOContext* io, const Part& sizes)
{
    openFullBox(io, sizes);
    avio_skip(io, 4); // of all
    return avio_rb32(io);
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
    std::vector<MendedBytes> found;
    forEachTrack(io, fileSize, [&](const Part&, const Part& track) {
        const auto header = boxWithin(io, track, {MKTAG('m', 'd', 'i', 'a'), MKTAG('m', 'd', 'h', 'd')});
        const auto times = sampleTable(io, track, MKTAG('s', 't', 't', 's'));
        const auto sizes = sampleTable(io, track, MKTAG('s', 't', 's', 'z'));
        const double length = header && times ? lengthOf(io, *header) : 0;
        if (length <= 0)
            return;
        const std::vector<Entry> entries = entriesOf(io, *times);
        auto bytes = sizes ? mendedCount(entries, samplesOf(io, *sizes), length) : std::nullopt;
        bytes = bytes ? bytes : mended(entries, length);
        if (bytes)
            found.push_back(*bytes);
    });
    return found;
}

} // namespace ndas::engine
