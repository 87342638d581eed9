#include "core/engine/hidden_edges.h"

#include "core/engine/box_walk.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// Behind the fields of a sample entry for pictures (ISO/IEC 14496-12, 12.1.3).
bool hasCleanAperture(AVIOContext* io, const Part& entry)
{
    constexpr std::int64_t fields = 78;
    constexpr std::array aperture{std::uint32_t{MKTAG('c', 'l', 'a', 'p')}};
    avio_seek(io, entry.content + 24, SEEK_SET);
    const unsigned width = avio_rb16(io);
    const unsigned height = avio_rb16(io);
    return anyAt(io, entry.content + fields, entry.end, readBox, aperture, [&](const Part& box) {
        avio_seek(io, box.content, SEEK_SET);
        const std::array<std::uint32_t, 4> size{avio_rb32(io), avio_rb32(io), avio_rb32(io), avio_rb32(io)};
        const auto isSmaller = [](std::uint32_t part, std::uint32_t whole, unsigned side) {
            return whole > 0 && part / whole < side;
        };
        return isSmaller(size[0], size[1], width) || isSmaller(size[2], size[3], height);
    });
}

bool isPictureEntry(const Part& entry)
{
    constexpr std::int64_t leastSize = 78;
    return entry.end - entry.content > leastSize;
}

bool hasHiddenEdgesInBoxes(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array descriptions{std::uint32_t{MKTAG('s', 't', 's', 'd')}};
    constexpr std::int64_t descriptionHead = 8; // version and count
    return anyPictureTable(io, fileSize, [&](const Part& table) {
        return anyAt(io, table.content, table.end, readBox, descriptions, [&](const Part& list) {
            return anyOf(io, list.content + descriptionHead, list.end, readBox, [&](const Part& entry) {
                return isPictureEntry(entry) && hasCleanAperture(io, entry);
            });
        });
    });
}

bool hasHiddenEdgesInElements(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array<std::uint32_t, 4> pictures{0x18538067, 0x1654ae6b, 0xae, 0xe0};
    constexpr std::array<std::uint32_t, 4> edges{0x54aa, 0x54bb, 0x54cc, 0x54dd}; // bottom, top, left, right
    return anyAt(io, 0, fileSize, readElement, pictures, [&](const Part& picture) {
        return anyOf(io, picture.content, picture.end, readElement, [&](const Part& element) {
            if (std::ranges::count(edges, element.name) == 0)
                return false;
            avio_seek(io, element.content, SEEK_SET);
            for (std::int64_t at = element.content; at < element.end; ++at)
                if (avio_r8(io) > 0)
                    return true;
            return false;
        });
    });
}

} // namespace

bool hasHiddenEdges(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::uint32_t ebml = 0x1a45dfa3;
    const std::int64_t before = avio_tell(io);
    avio_seek(io, 0, SEEK_SET);
    const bool isMatroska = avio_rb32(io) == ebml;
    const bool found =
        isMatroska ? hasHiddenEdgesInElements(io, fileSize) : hasHiddenEdgesInBoxes(io, fileSize);
    avio_seek(io, before, SEEK_SET);
    return found;
}

} // namespace ndas::engine
