#include "core/engine/private_boxes.h"

#include "core/engine/box_walk.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ndas::engine {

namespace {

constexpr std::uint32_t userExtension = MKTAG('u', 'u', 'i', 'd');
constexpr std::uint32_t dashCameraPlaces = MKTAG('g', 'p', 's', ' ');
constexpr std::uint32_t metadata = MKTAG('m', 'e', 't', 'a');
constexpr std::uint32_t userData = MKTAG('u', 'd', 't', 'a');
constexpr std::uint32_t movie = MKTAG('m', 'o', 'o', 'v');
constexpr std::uint32_t track = MKTAG('t', 'r', 'a', 'k');

/// Of user data: what libav makes tags or chapters of, and what says how to play or show the file.
constexpr std::array knownUserData{
    std::uint32_t{MKTAG('m', 'e', 't', 'a')}, std::uint32_t{MKTAG('l', 'o', 'c', 'i')},
    std::uint32_t{MKTAG('m', 'a', 'n', 'u')}, std::uint32_t{MKTAG('m', 'o', 'd', 'l')},
    std::uint32_t{MKTAG('c', 'h', 'p', 'l')}, std::uint32_t{MKTAG('f', 'r', 'e', 'e')},
    std::uint32_t{MKTAG('s', 'k', 'i', 'p')}, std::uint32_t{MKTAG('h', 'n', 't', 'i')},
    std::uint32_t{MKTAG('h', 'i', 'n', 'f')}, std::uint32_t{MKTAG('t', 's', 'e', 'l')},
    std::uint32_t{MKTAG('A', 'l', 'l', 'F')}, std::uint32_t{MKTAG('S', 'e', 'l', 'O')},
    std::uint32_t{MKTAG('W', 'L', 'O', 'C')}, std::uint32_t{MKTAG('L', 'O', 'O', 'P')},
    std::uint32_t{MKTAG('p', 't', 'v', ' ')}};

bool isUnreadUserData(const Part& part)
{
    constexpr std::uint32_t copyrightSign = 0xa9; // begins the names of QuickTime's own tags
    return (part.name & 0xff) != copyrightSign && std::ranges::count(knownUserData, part.name) == 0;
}

/// libav passes over a second index: what stands in it may be anything.
enum class Level { File, Movie, Track };

bool holdsPrivateBoxes(AVIOContext* io, std::int64_t from, std::int64_t end, Level level)
{
    return anyOf(io, from, end, readBox, [io, level](const Part& part) {
        switch (part.name) {
        case userExtension:
        case dashCameraPlaces:
            return true;
        case userData:
            return anyOf(io, part.content, part.end, readBox, isUnreadUserData);
        case metadata: // of the movie libav makes tags; phones describe the lens in that of a track
            return level != Level::Movie;
        case movie:
            return level == Level::File && holdsPrivateBoxes(io, part.content, part.end, Level::Movie);
        case track:
            return level == Level::Movie && holdsPrivateBoxes(io, part.content, part.end, Level::Track);
        default:
            return false;
        }
    });
}

} // namespace

bool hasPrivateBoxes(const AVFormatContext& context)
{
    AVIOContext* io = context.pb;
    if (!io || !context.iformat || !std::strstr(context.iformat->name, "mp4"))
        return false;
    const std::int64_t before = avio_tell(io);
    const bool found = holdsPrivateBoxes(io, 0, avio_size(io), Level::File);
    avio_seek(io, before, SEEK_SET);
    return found;
}

} // namespace ndas::engine
