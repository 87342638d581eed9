#include "core/engine/container/edit_list.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr std::uint32_t mostEdits = 10'000;
constexpr std::int64_t longestEdit = std::int64_t{1} << 40; ///< ticks; sums of them stay sums

/// A box's version tells how wide its times are.
std::int64_t readTime(AVIOContext* io, int version)
{
    return version == 1 ? static_cast<std::int64_t>(avio_rb64(io)) : std::int64_t{avio_rb32(io)};
}

/// Where no rate at all was filled in, none is meant.
bool changesSpeed(const std::vector<Edit>& edits)
{
    constexpr std::int32_t asRecorded = 1 << 16;
    const auto isFilledIn = [](const Edit& edit) { return !edit.isEmpty && edit.rate != 0; };
    const auto isOther = [](const Edit& edit) { return !edit.isEmpty && edit.rate != asRecorded; };
    return std::ranges::any_of(edits, isFilledIn) && std::ranges::any_of(edits, isOther);
}

/// The content of the first box with these names.
template <class Read>
auto readAt(AVIOContext* io, const Part& in, std::span<const std::uint32_t> names, Read read)
{
    decltype(read(io, in)) found{};
    anyAt(io, in.content, in.end, readBox, names, [&](const Part& box) {
        found = read(io, box);
        return true;
    });
    return found;
}

} // namespace

std::vector<Edit> readEdits(AVIOContext* io, const Part& box)
{
    const int version = openFullBox(io, box);
    const std::uint32_t count = std::min(avio_rb32(io), mostEdits);
    std::vector<Edit> edits;
    for (std::uint32_t i = 0; i < count && avio_tell(io) < box.end && !avio_feof(io); ++i) {
        const std::int64_t duration = std::clamp<std::int64_t>(readTime(io, version), 0, longestEdit);
        const std::int64_t from = version == 1 ? static_cast<std::int64_t>(avio_rb64(io))
                                               : static_cast<std::int32_t>(avio_rb32(io));
        edits.push_back({.duration = duration,
                         .from = std::clamp<std::int64_t>(from, 0, longestEdit),
                         .isEmpty = from == -1,
                         .rate = static_cast<std::int32_t>(avio_rb32(io))});
    }
    return edits;
}

EditLists EditLists::of(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array movie{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array clock{std::uint32_t{MKTAG('m', 'v', 'h', 'd')}};
    constexpr std::array track{std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array header{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
    constexpr std::array list{std::uint32_t{MKTAG('e', 'd', 't', 's')},
                              std::uint32_t{MKTAG('e', 'l', 's', 't')}};
    const std::int64_t before = avio_tell(io);
    EditLists found;
    anyAt(io, 0, fileSize, readBox, movie, [&](const Part& whole) {
        found.ticks = std::max<std::int64_t>(1, readAt(io, whole, clock, readBehindDates));
        return anyAt(io, whole.content, whole.end, readBox, track, [&](const Part& part) {
            std::vector<Edit> edits = readAt(io, part, list, readEdits);
            if (!edits.empty())
                found.tracks[static_cast<int>(readAt(io, part, header, readBehindDates))] = std::move(edits);
            return false; // all tracks
        });
    });
    avio_seek(io, before, SEEK_SET);
    return found;
}

bool EditLists::changeSpeed() const
{
    return std::ranges::any_of(tracks, changesSpeed, &std::map<int, std::vector<Edit>>::value_type::second);
}

} // namespace ndas::engine
