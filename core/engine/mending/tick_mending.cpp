#include "core/engine/mending/tick_mending.h"

#include "core/engine/container/box_walk.h"

#include <array>
#include <cmath>
#include <optional>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-12, 8.3.2 and 8.4.2: behind two dates and `fields` bytes. 0: it is not known.
double lengthIn(AVIOContext* io, const Part& header, int fields)
{
    const bool isWide = openFullBox(io, header) == 1;
    avio_skip(io, (isWide ? 16 : 8) + fields);
    const std::uint64_t unknown = isWide ? UINT64_MAX : UINT32_MAX;
    const std::uint64_t length = isWide ? avio_rb64(io) : avio_rb32(io);
    return length == unknown ? 0 : static_cast<double>(length);
}

double lengthOfMedia(AVIOContext* io, const Part& header)
{
    return lengthIn(io, header, 4); // ticks a second
}

/// In ticks of the movie.
double lengthOfTrack(AVIOContext* io, const Part& header)
{
    return lengthIn(io, header, 8); // number, nothing
}

/// libavformat takes one a second for what cannot be.
bool canBeTicks(double aSecond)
{
    return aSecond >= 1 && aSecond <= INT32_MAX;
}

/// The media's ticks a second, when there are none: as many as make it as long as its track.
std::optional<MendedBytes> mendedTicks(AVIOContext* io, const Part& header, double seconds)
{
    const auto said = static_cast<std::uint32_t>(readBehindDates(io, header));
    const std::int64_t at = avio_tell(io) - 4;
    const double likely = seconds > 0 ? lengthOfMedia(io, header) / seconds : 0;
    if (canBeTicks(said) || !canBeTicks(likely))
        return std::nullopt;
    const std::uint32_t withoutSign = said & INT32_MAX; // exact, where the track's length was rounded
    const bool isMeant = std::abs(withoutSign - likely) < likely / 8; // edits may leave out some of the media
    QByteArray bytes(4, '\0');
    AV_WB32(bytes.data(), isMeant ? withoutSign : static_cast<std::uint32_t>(std::lround(likely)));
    return MendedBytes{.at = at, .bytes = bytes};
}

} // namespace

std::vector<MendedBytes> mendedTicks(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array movie{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array movieHeader{std::uint32_t{MKTAG('m', 'v', 'h', 'd')}};
    constexpr std::array track{std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array trackHeader{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
    constexpr std::array header{std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
                                std::uint32_t{MKTAG('m', 'd', 'h', 'd')}};
    const std::int64_t before = avio_tell(io);
    std::vector<MendedBytes> found;
    anyAt(io, 0, fileSize, readBox, movie, [&](const Part& whole) {
        double ticks = 0;
        anyAt(io, whole.content, whole.end, readBox, movieHeader, [&](const Part& box) {
            ticks = static_cast<double>(readBehindDates(io, box));
            return true;
        });
        return anyAt(io, whole.content, whole.end, readBox, track, [&](const Part& part) {
            double length = 0;
            anyAt(io, part.content, part.end, readBox, trackHeader, [&](const Part& box) {
                length = lengthOfTrack(io, box);
                return true;
            });
            anyAt(io, part.content, part.end, readBox, header, [&](const Part& box) {
                if (const auto bytes = mendedTicks(io, box, canBeTicks(ticks) ? length / ticks : 0))
                    found.push_back(*bytes);
                return true;
            });
            return false; // all tracks
        });
    });
    avio_seek(io, before, SEEK_SET);
    return found;
}

} // namespace ndas::engine
