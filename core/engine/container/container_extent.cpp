#include "core/engine/container/container_extent.h"

#include "core/engine/container/box_walk.h"
#include "core/engine/container/packet_chain.h"

#include <algorithm>
#include <array>
#include <optional>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr std::uint32_t ebmlId = 0x1A45DFA3;
constexpr int mostBoxes = 1'000'000; ///< or chunks; a fragmented file may hold thousands

struct Box {
    std::uint32_t type = 0;
    std::int64_t size = 0; ///< with its header; 0 = to the end of the file
};

std::optional<Box> readBox(AVIOContext* io)
{
    Box box;
    box.size = avio_rb32(io);
    box.type = avio_rl32(io);
    std::int64_t header = 8;
    if (box.size == 1) {
        box.size = static_cast<std::int64_t>(avio_rb64(io));
        header = 16;
    }
    if (avio_feof(io) || (box.size != 0 && box.size < header))
        return std::nullopt;
    return box;
}

bool isKnown(std::uint32_t type)
{
    constexpr std::uint32_t known[] = {
        MKTAG('f', 't', 'y', 'p'), MKTAG('m', 'o', 'o', 'v'), MKTAG('m', 'd', 'a', 't'),
        MKTAG('m', 'o', 'o', 'f'), MKTAG('s', 't', 'y', 'p'), MKTAG('s', 'i', 'd', 'x'),
        MKTAG('f', 'r', 'e', 'e'), MKTAG('s', 'k', 'i', 'p'), MKTAG('w', 'i', 'd', 'e'),
        MKTAG('u', 'u', 'i', 'd'), MKTAG('p', 'n', 'o', 't'), MKTAG('m', 'e', 't', 'a')};
    return std::ranges::find(known, type) != std::end(known);
}

/// Of the brand in the first box.
bool isPhoto(std::uint32_t brand)
{
    constexpr std::uint32_t brands[] = {MKTAG('h', 'e', 'i', 'c'), MKTAG('h', 'e', 'i', 'x'),
                                        MKTAG('h', 'e', 'i', 'm'), MKTAG('h', 'e', 'i', 's'),
                                        MKTAG('m', 'i', 'f', '1'), MKTAG('m', 's', 'f', '1'),
                                        MKTAG('a', 'v', 'i', 'f'), MKTAG('c', 'r', 'x', ' ')};
    return std::ranges::find(brands, brand) != std::end(brands);
}

Extent extentOfBoxes(AVIOContext* io, std::int64_t fileSize)
{
    bool hasMovie = false;
    bool hasMedia = false;
    bool cutOff = false;
    bool photo = false;
    std::int64_t position = 0;
    for (int i = 0; i < mostBoxes && position < fileSize; ++i) {
        if (avio_seek(io, position, SEEK_SET) < 0)
            break;
        const std::optional<Box> box = readBox(io);
        if (!box)
            break;
        if (i == 0 && !isKnown(box->type))
            return Extent::Unknown;
        if (i == 0 && box->type == MKTAG('f', 't', 'y', 'p'))
            photo = isPhoto(avio_rl32(io));
        hasMovie = hasMovie || box->type == MKTAG('m', 'o', 'o', 'v');
        hasMedia =
            hasMedia || box->type == MKTAG('m', 'd', 'a', 't') || box->type == MKTAG('m', 'o', 'o', 'f');
        if (box->size == 0)
            break;
        if (box->size > fileSize - position) {
            cutOff = isKnown(box->type);
            break;
        }
        position += box->size;
    }
    if (!hasMovie && photo)
        return Extent::Photo;
    if (!hasMovie)
        return hasMedia ? Extent::NoHeaders : Extent::Unknown;
    const bool isHeaderAlone = !hasMedia && position == fileSize; // as players are sent it before fragments
    return cutOff || isHeaderAlone ? Extent::CutOff : Extent::Whole;
}

/// AVI of more than a gigabyte goes on in further chunks.
Extent extentOfRiff(AVIOContext* io, std::int64_t fileSize)
{
    // Some writers count the header in, some pad; a cut file lacks far more than that.
    constexpr std::int64_t slack = 64;
    constexpr std::int64_t head = 8;
    std::int64_t promised = 0;
    for (int i = 0; i < mostBoxes && promised + head <= fileSize; ++i) {
        avio_seek(io, promised, SEEK_SET);
        if (avio_rl32(io) != MKTAG('R', 'I', 'F', 'F'))
            break;
        const std::int64_t size = avio_rl32(io);
        promised += head + size + size % 2;
    }
    return promised > fileSize + slack ? Extent::CutOff : Extent::Whole;
}

/// The value of an EBML variable-length number of the given length; nullopt = "unknown".
std::optional<std::int64_t> readEbmlSize(AVIOContext* io)
{
    const int first = avio_r8(io);
    int length = 1;
    while (length <= 8 && (first & (0x100 >> length)) == 0)
        ++length;
    if (length > 8)
        return std::nullopt;
    std::int64_t value = first & (0xff >> length);
    bool allOnes = value == (0xff >> length);
    for (int i = 1; i < length; ++i) {
        const int byte = avio_r8(io);
        allOnes = allOnes && byte == 0xff;
        value = (value << 8) | byte;
    }
    return allOnes || avio_feof(io) ? std::nullopt : std::optional(value);
}

/// Where the headers say that the first segment ends. Live recorders leave it open.
std::optional<std::int64_t> endOfSegment(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::uint32_t segmentId = 0x18538067;
    avio_seek(io, 4, SEEK_SET);
    const std::optional<std::int64_t> header = readEbmlSize(io);
    if (!header || *header > fileSize || avio_skip(io, *header) < 0 || avio_rb32(io) != segmentId)
        return std::nullopt;
    const std::optional<std::int64_t> segment = readEbmlSize(io);
    if (!segment || *segment == 0)
        return std::nullopt;
    return *segment > fileSize - avio_tell(io) ? fileSize + 1 : avio_tell(io) + *segment;
}

Extent extentOfEbml(AVIOContext* io, std::int64_t fileSize)
{
    const std::optional<std::int64_t> end = endOfSegment(io, fileSize);
    if (!end)
        return Extent::Unknown;
    return *end > fileSize ? Extent::CutOff : Extent::Whole;
}

/// SMPTE ST 377-1, 7.1: once the last partition is written, the first says where it is.
Extent extentOfMxf(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::int64_t key = 16;
    constexpr std::int64_t fieldsBefore = 24;
    avio_seek(io, key, SEEK_SET);
    const int length = avio_r8(io);
    avio_skip(io, fieldsBefore + (length >= 0x80 ? length & 0x7f : 0));
    const std::uint64_t last = avio_rb64(io);
    return !avio_feof(io) && last >= static_cast<std::uint64_t>(fileSize) ? Extent::CutOff : Extent::Unknown;
}

Extent extentOfAsf(AVIOContext* io, std::int64_t fileSize)
{
    const std::optional<std::int64_t> end = endOfAsf(io, fileSize);
    if (!end)
        return Extent::Unknown;
    return *end > fileSize ? Extent::CutOff : Extent::Whole;
}

} // namespace

Extent extentOf(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::uint32_t riffId = 0x52494646;
    constexpr std::uint32_t mxfId = 0x060E2B34;
    constexpr std::uint32_t asfId = 0x3026B275;
    avio_seek(io, 0, SEEK_SET);
    const std::uint32_t start = avio_rb32(io);
    const Extent extent = start == ebmlId   ? extentOfEbml(io, fileSize)
                          : start == riffId ? extentOfRiff(io, fileSize)
                          : start == mxfId  ? extentOfMxf(io, fileSize)
                          : start == asfId  ? extentOfAsf(io, fileSize)
                                            : extentOfBoxes(io, fileSize);
    avio_seek(io, 0, SEEK_SET);
    return extent;
}

int countTracks(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array boxes{std::uint32_t{MKTAG('m', 'o', 'o', 'v')},
                               std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array elements{std::uint32_t{0x18538067}, std::uint32_t{0x1654ae6b},
                                  std::uint32_t{0xae}}; // segment, tracks, entry
    return std::max(countAt(io, 0, fileSize, readBox, boxes),
                    countAt(io, 0, fileSize, readElement, elements));
}

} // namespace ndas::engine
