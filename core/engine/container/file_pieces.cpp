#include "core/engine/container/file_pieces.h"

#include "core/engine/container/box_walk.h"
#include "core/engine/container/dv_frames.h"
#include "core/engine/container/transport_packets.h"
#include "core/engine/container/unit_chain.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

std::optional<FilePiece> within(const FilePiece& piece, std::int64_t at, std::int64_t fileSize)
{
    return piece.end > at && piece.end <= fileSize ? std::optional(piece) : std::nullopt;
}

/// Recorders that do not know how long it will be leave the sizes of segment and clusters open: what is in
/// them then follows one by one.
std::optional<FilePiece> readElementPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    constexpr std::uint32_t header = 0x1a45dfa3;
    constexpr std::uint32_t segment = 0x18538067;
    constexpr std::uint32_t cluster = 0x1f43b675;
    const std::optional<Part> element = readElement(io, at, INT64_MAX);
    if (!element)
        return std::nullopt;
    const bool isOpen = element->end > fileSize && (element->name == segment || element->name == cluster);
    return within({.end = isOpen ? element->content : element->end,
                   .begins = element->name == header,
                   .completes = element->name == segment},
                  at, fileSize);
}

/// AVI of more than a gigabyte goes on in chunks of another kind.
std::optional<FilePiece> readRiffPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    constexpr std::int64_t head = 8;
    avio_seek(io, at, SEEK_SET);
    if (avio_rl32(io) != MKTAG('R', 'I', 'F', 'F'))
        return std::nullopt;
    const std::int64_t size = avio_rl32(io);
    const bool isFirst = avio_rl32(io) == MKTAG('A', 'V', 'I', ' ');
    return within({.end = at + head + size + size % 2, .begins = isFirst, .completes = isFirst}, at,
                  fileSize);
}

/// Named by 16 bytes, of which 8 tell them apart; then their size.
std::optional<FilePiece> readAsfPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    constexpr std::uint64_t header = 0x3026b2758e66cf11;
    constexpr std::uint64_t media = 0x3626b2758e66cf11;
    avio_seek(io, at, SEEK_SET);
    const std::uint64_t name = avio_rb64(io);
    avio_skip(io, 8);
    const auto size = static_cast<std::int64_t>(std::min<std::uint64_t>(avio_rl64(io), INT64_MAX / 2));
    return within({.end = at + size, .begins = name == header, .completes = name == media}, at, fileSize);
}

/// RFC 3533, 6: a page has up to 255 segments, whose lengths stand behind its header.
std::optional<FilePiece> readOggPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    constexpr int firstOfStream = 2;
    avio_seek(io, at, SEEK_SET);
    if (avio_rb32(io) != 0x4f676753) // OggS
        return std::nullopt;
    avio_skip(io, 1);
    const bool isFirst = (avio_r8(io) & firstOfStream) != 0;
    avio_skip(io, 20);
    const int segments = avio_r8(io);
    std::int64_t size = 0;
    for (int i = 0; i < segments; ++i)
        size += avio_r8(io);
    return within({.end = avio_tell(io) + size, .begins = isFirst, .completes = !isFirst}, at, fileSize);
}

std::int64_t readMxfLength(AVIOContext* io)
{
    const int first = avio_r8(io);
    if (first < 0x80)
        return first;
    std::int64_t length = 0;
    for (int i = std::min(first & 0x7f, 7); i > 0; --i)
        length = length << 8 | avio_r8(io);
    return length;
}

/// SMPTE ST 377-1, 7.1: the partition in front says where the last one is; what follows that is little.
std::optional<FilePiece> readMxfPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    constexpr std::uint64_t keys = 0x060e2b34;
    constexpr std::uint64_t header = 0x0d0102010102;
    avio_seek(io, at, SEEK_SET);
    if (avio_rb64(io) >> 32 != keys)
        return std::nullopt;
    const bool isHeader = avio_rb64(io) >> 16 == header;
    const std::int64_t length = readMxfLength(io);
    const std::int64_t content = avio_tell(io);
    avio_skip(io, 24); // version, grid, places of this partition and the one before
    const auto last = static_cast<std::int64_t>(std::min<std::uint64_t>(avio_rb64(io), INT64_MAX / 2));
    return within({.end = isHeader ? at + last : content + length, .begins = isHeader, .completes = isHeader},
                  at, fileSize);
}

/// Of these nothing says where they end.
std::optional<FilePiece> readRest(AVIOContext*, std::int64_t, std::int64_t fileSize)
{
    return FilePiece{.end = fileSize, .begins = true, .completes = true};
}

/// A recording whose own pieces say so, and not only how it begins.
bool beginsAt(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    constexpr std::array told{&readBoxPiece, &readElementPiece, &readRiffPiece,
                              &readAsfPiece, &readOggPiece,     &readMxfPiece};
    const ReadPiece read = readerAt(io, at);
    if (std::ranges::count(told, read) == 0)
        return false;
    const std::optional<FilePiece> first = read(io, at, fileSize);
    return first && first->begins && (first->end == fileSize || read(io, first->end, fileSize));
}

/// The last unit in front of it was cut off in its midst.
std::optional<std::int64_t> beginWithin(AVIOContext* io, std::int64_t lastUnit, std::int64_t fileSize)
{
    constexpr std::int64_t mostCutOff = 1 << 20;
    for (std::int64_t at = lastUnit; at < std::min(lastUnit + mostCutOff, fileSize); ++at)
        if (beginsAt(io, at, fileSize))
            return at;
    return std::nullopt;
}

/// Nothing says where they end; where the file does not end with them, what begins behind them tells.
std::optional<FilePiece> readUpTo(ChainEnd chain, ReadPiece self, AVIOContext* io, std::int64_t at,
                                  std::int64_t fileSize)
{
    if (chain.end >= fileSize)
        return readRest(io, at, fileSize);
    const ReadPiece next = readerAt(io, chain.end);
    const auto end = next && next != self ? chain.end : beginWithin(io, chain.lastUnit, fileSize);
    return readRest(io, at, end.value_or(fileSize));
}

std::optional<FilePiece> readFlv(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    return readUpTo(endOfFlv(io, at, fileSize), &readFlv, io, at, fileSize);
}

std::optional<FilePiece> readProgramStream(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    return readUpTo(endOfProgramStream(io, at, fileSize), &readProgramStream, io, at, fileSize);
}

std::optional<FilePiece> readTransportStream(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    const std::int64_t size = distanceOfTransportPackets(io, at);
    const auto isOwn = [&](std::int64_t packet) {
        return distanceOfTransportPackets(io, at + packet * size) == size;
    };
    std::int64_t own = 0;
    std::int64_t foreign = size > 0 ? (fileSize - at) / size - transportPacketsInARow : 0;
    if (foreign <= 0 || isOwn(foreign))
        return readRest(io, at, fileSize);
    while (foreign - own > 1) {
        const std::int64_t middle = own + (foreign - own) / 2;
        (isOwn(middle) ? own : foreign) = middle;
    }
    const std::int64_t end = at + (own + transportPacketsInARow) * size;
    return readUpTo({.lastUnit = end - size, .end = end}, &readTransportStream, io, at, fileSize);
}

std::optional<FilePiece> readDv(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    return readRest(io, at, endOfDvFrames(io, at, fileSize));
}

} // namespace

std::optional<FilePiece> readBoxPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    const std::optional<Part> box = readBox(io, at, fileSize);
    if (!box)
        return std::nullopt;
    const bool isIndex = box->name == MKTAG('m', 'o', 'o', 'v');
    const bool isMedia = box->name == MKTAG('m', 'd', 'a', 't');
    return FilePiece{.end = box->end,
                     .begins = box->name == MKTAG('f', 't', 'y', 'p'),
                     .completes = isIndex,
                     .mayBegin = isIndex || isMedia || box->name == MKTAG('w', 'i', 'd', 'e'),
                     .isMedia = isMedia,
                     .isFragment = box->name == MKTAG('m', 'o', 'o', 'f')};
}

ReadPiece readerAt(AVIOContext* io, std::int64_t at)
{
    avio_seek(io, at, SEEK_SET);
    switch (avio_rb32(io)) {
    case 0x1a45dfa3:
        return &readElementPiece;
    case 0x52494646:
        return &readRiffPiece;
    case 0x3026b275:
        return &readAsfPiece;
    case 0x4f676753:
        return &readOggPiece;
    case 0x060e2b34:
        return &readMxfPiece;
    case 0x464c5601:
        return &readFlv;
    case 0x000001ba:
        return &readProgramStream;
    case 0x1f07003f: // DV of both kinds
    case 0x1f0700bf:
        return &readDv;
    default:
        break;
    }
    constexpr std::array names{
        std::uint32_t{MKTAG('f', 't', 'y', 'p')}, std::uint32_t{MKTAG('w', 'i', 'd', 'e')},
        std::uint32_t{MKTAG('m', 'd', 'a', 't')}, std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    if (std::ranges::count(names, avio_rl32(io)) > 0)
        return &readBoxPiece;
    return distanceOfTransportPackets(io, at) > 0 ? &readTransportStream : nullptr;
}

} // namespace ndas::engine
