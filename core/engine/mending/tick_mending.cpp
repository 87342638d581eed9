#include "core/engine/mending/tick_mending.h"

#include "core/engine/container/box_walk.h"

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

/// As the track's header has it; 0: it is not known.
double secondsOf(AVIOContext* io, const Part& movie, const Part& track)
{
    const auto movieHeader = boxWithin(io, movie, {MKTAG('m', 'v', 'h', 'd')});
    const auto header = boxWithin(io, track, {MKTAG('t', 'k', 'h', 'd')});
    const double ticks = movieHeader ? static_cast<double>(readBehindDates(io, *movieHeader)) : 0;
    return header && canBeTicks(ticks) ? lengthOfTrack(io, *header) / ticks : 0;
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
    std::vector<MendedBytes> found;
    forEachTrack(io, fileSize, [&](const Part& movie, const Part& track) {
        const auto media = boxWithin(io, track, {MKTAG('m', 'd', 'i', 'a'), MKTAG('m', 'd', 'h', 'd')});
        const auto bytes = media ? mendedTicks(io, *media, secondsOf(io, movie, track)) : std::nullopt;
        if (bytes)
            found.push_back(*bytes);
    });
    return found;
}

} // namespace ndas::engine
