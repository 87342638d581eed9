#include "core/engine/empty_edits.h"

#include "core/engine/box_walk.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

using media::Micros;
using Stretch = EmptyEdits::Stretch;

struct Edit {
    std::int64_t duration = 0; ///< in ticks of the movie
    bool isEmpty = false;
};

constexpr std::uint32_t mostEdits = 10'000;
constexpr std::int64_t longestEdit = std::int64_t{1} << 40; ///< ticks; sums of them stay sums
constexpr Micros rounding{1000};                            ///< the movie's clock may be as coarse

/// A box's version tells how wide its times are.
std::int64_t readTime(AVIOContext* io, int version)
{
    return version == 1 ? static_cast<std::int64_t>(avio_rb64(io)) : std::int64_t{avio_rb32(io)};
}

int openFullBox(AVIOContext* io, const Part& box)
{
    avio_seek(io, box.content, SEEK_SET);
    const int version = avio_r8(io);
    avio_skip(io, 3); // flags
    return version;
}

/// ISO/IEC 14496-12, 8.2.2 and 8.3.2: behind two dates.
std::int64_t readBehindDates(AVIOContext* io, const Part& box)
{
    const int version = openFullBox(io, box);
    avio_skip(io, version == 1 ? 16 : 8);
    return avio_rb32(io);
}

std::vector<Edit> readEdits(AVIOContext* io, const Part& box)
{
    const int version = openFullBox(io, box);
    const std::uint32_t count = std::min(avio_rb32(io), mostEdits);
    std::vector<Edit> edits;
    for (std::uint32_t i = 0; i < count && avio_tell(io) < box.end && !avio_feof(io); ++i) {
        const std::int64_t duration = std::clamp<std::int64_t>(readTime(io, version), 0, longestEdit);
        const bool isEmpty = version == 1 ? avio_rb64(io) == UINT64_MAX : avio_rb32(io) == UINT32_MAX;
        avio_skip(io, 4); // rate
        edits.push_back({.duration = duration, .isEmpty = isEmpty});
    }
    return edits;
}

std::vector<Stretch> emptyBehindFirst(const std::vector<Edit>& edits, std::int64_t ticks)
{
    std::vector<Stretch> stretches;
    std::int64_t at = 0;
    bool hasBegun = false;
    for (const Edit& edit : edits) {
        const std::int64_t end = at + edit.duration;
        if (edit.isEmpty && hasBegun)
            stretches.push_back({.from = Micros(av_rescale(at, 1'000'000, ticks)),
                                 .to = Micros(av_rescale(end, 1'000'000, ticks))});
        hasBegun = hasBegun || !edit.isEmpty;
        at = end;
    }
    return stretches;
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

EmptyEdits EmptyEdits::of(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array movie{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array clock{std::uint32_t{MKTAG('m', 'v', 'h', 'd')}};
    constexpr std::array track{std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array header{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
    constexpr std::array edits{std::uint32_t{MKTAG('e', 'd', 't', 's')},
                               std::uint32_t{MKTAG('e', 'l', 's', 't')}};
    const std::int64_t before = avio_tell(io);
    EmptyEdits found;
    anyAt(io, 0, fileSize, readBox, movie, [&](const Part& whole) {
        const std::int64_t ticks = std::max<std::int64_t>(1, readAt(io, whole, clock, readBehindDates));
        return anyAt(io, whole.content, whole.end, readBox, track, [&](const Part& part) {
            std::vector<Stretch> stretches = emptyBehindFirst(readAt(io, part, edits, readEdits), ticks);
            if (!stretches.empty())
                found.tracks_[static_cast<int>(readAt(io, part, header, readBehindDates))] =
                    std::move(stretches);
            return false; // all tracks
        });
    });
    avio_seek(io, before, SEEK_SET);
    return found;
}

bool EmptyEdits::hides(int track, Micros at) const
{
    const auto stretches = tracks_.find(track);
    return stretches != tracks_.end() && std::ranges::any_of(stretches->second, [at](const Stretch& stretch) {
               return at >= stretch.from - rounding && at < stretch.to - rounding;
           });
}

} // namespace ndas::engine
