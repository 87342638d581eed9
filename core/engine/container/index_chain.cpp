#include "core/engine/container/index_chain.h"

#include "core/engine/container/box_walk.h"

#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr int mostBoxes = 100'000; ///< within one

/// As some cameras fill up an index; what a track needs does not fit in.
bool isPadding(AVIOContext* io, std::int64_t from, std::int64_t end)
{
    constexpr std::int64_t most = 256;
    if (end - from >= most)
        return false;
    avio_seek(io, from, SEEK_SET);
    while (avio_tell(io) < end)
        if (avio_r8(io) != 0)
            return false;
    return true;
}

/// Names of the boxes that must be filled, each within the one before it.
bool isBroken(AVIOContext* io, const Part& whole, std::span<const std::uint32_t> within)
{
    constexpr std::int64_t head = 8; // some writers end a list with a zero
    std::int64_t at = whole.content;
    for (int i = 0; i < mostBoxes && whole.end - at >= head; ++i) {
        const std::optional<Part> box = readBox(io, at, whole.end);
        if (!box || box->name == 0)
            return within.empty() || !isPadding(io, at, whole.end);
        const bool isFilled = !within.empty() && box->name == within.front();
        if (isFilled && isBroken(io, *box, within.subspan(1)))
            return true;
        at = box->end;
    }
    return false;
}

} // namespace

bool isIndexBroken(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array movie{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array within{
        std::uint32_t{MKTAG('t', 'r', 'a', 'k')}, std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
        std::uint32_t{MKTAG('m', 'i', 'n', 'f')}, std::uint32_t{MKTAG('s', 't', 'b', 'l')}};
    const std::int64_t before = avio_tell(io);
    const bool isAnyBroken = anyAt(io, 0, fileSize, readBox, movie,
                                   [&](const Part& whole) { return isBroken(io, whole, within); });
    avio_seek(io, before, SEEK_SET);
    return isAnyBroken;
}

} // namespace ndas::engine
