#include "core/engine/container/hidden_edges.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

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

/// RFC 9559, 5.1.4.1.28: one way across a picture track of Matroska.
struct Side {
    std::int64_t whole = 0; ///< pixels
    std::int64_t hidden = 0;
    std::int64_t display = 0; ///< what is not hidden is to be as long as this; 0 = not said

    bool hidesSome() const { return hidden > 0 && hidden < whole; }

    std::int64_t stretch() const { return display > 0 ? display : 1; }

    std::int64_t stretched() const { return display > 0 ? whole - hidden : 1; }
};

struct Shape {
    Side across;
    Side down;
    std::int64_t unit = 0;

    bool hidesSome() const { return across.hidesSome() || down.hidesSome(); }
};

/// As far as sides are counted.
std::int64_t readSmallNumber(AVIOContext* io, const Part& element)
{
    constexpr std::int64_t most = UINT16_MAX;
    std::int64_t value = 0;
    avio_seek(io, element.content, SEEK_SET);
    for (std::int64_t at = element.content; at < element.end && value <= most && !avio_feof(io); ++at)
        value = value << 8 | avio_r8(io);
    return std::min(value, most);
}

Shape readShape(AVIOContext* io, const Part& picture)
{
    Shape shape;
    anyOf(io, picture.content, picture.end, readElement, [&](const Part& element) {
        switch (element.name) {
        case 0xb0:
            shape.across.whole = readSmallNumber(io, element);
            break;
        case 0xba:
            shape.down.whole = readSmallNumber(io, element);
            break;
        case 0x54b0:
            shape.across.display = readSmallNumber(io, element);
            break;
        case 0x54ba:
            shape.down.display = readSmallNumber(io, element);
            break;
        case 0x54b2:
            shape.unit = readSmallNumber(io, element);
            break;
        case 0x54aa: // bottom
        case 0x54bb: // top
            shape.down.hidden += readSmallNumber(io, element);
            break;
        case 0x54cc: // left
        case 0x54dd: // right
            shape.across.hidden += readSmallNumber(io, element);
            break;
        default:
            break;
        }
        return false;
    });
    return shape;
}

/// Of each picture track.
std::vector<Shape> readShapes(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array<std::uint32_t, 2> tracks{0x18538067, 0x1654ae6b};
    constexpr std::array<std::uint32_t, 2> pictures{0xae, 0xe0};
    std::vector<Shape> shapes;
    anyAt(io, 0, fileSize, readElement, tracks, [&](const Part& list) {
        anyAt(io, list.content, list.end, readElement, pictures, [&](const Part& picture) {
            shapes.push_back(readShape(io, picture));
            return false;
        });
        return true; // there is one; behind it stands the whole recording
    });
    return shapes;
}

} // namespace

void shapePixelsBesideHiddenEdges(AVFormatContext& context, std::int64_t fileSize)
{
    constexpr std::int64_t unknownUnit = 4;
    const std::int64_t before = avio_tell(context.pb);
    const std::vector<Shape> shapes = readShapes(context.pb, fileSize);
    avio_seek(context.pb, before, SEEK_SET);
    auto shape = shapes.begin();
    for (AVStream* stream : std::span(context.streams, context.nb_streams)) {
        if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO || shape == shapes.end())
            continue;
        if (shape->hidesSome() && shape->unit < unknownUnit)
            av_reduce(&stream->sample_aspect_ratio.num, &stream->sample_aspect_ratio.den,
                      shape->across.stretch() * shape->down.stretched(),
                      shape->across.stretched() * shape->down.stretch(), UINT16_MAX);
        ++shape;
    }
}

bool hasHiddenEdges(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::uint32_t ebml = 0x1a45dfa3;
    const std::int64_t before = avio_tell(io);
    avio_seek(io, 0, SEEK_SET);
    const bool isMatroska = avio_rb32(io) == ebml;
    const bool found = isMatroska ? std::ranges::any_of(readShapes(io, fileSize), &Shape::hidesSome)
                                  : hasHiddenEdgesInBoxes(io, fileSize);
    avio_seek(io, before, SEEK_SET);
    return found;
}

} // namespace ndas::engine
