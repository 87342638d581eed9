#include "core/engine/sequel_begins.h"

#include "core/engine/box_walk.h"

#include <algorithm>
#include <array>
#include <optional>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr int mostPieces = 1'000'000;
constexpr std::int64_t mostFiller = 1 << 20;

/// What files of these kinds consist of, one behind the other.
struct Piece {
    std::int64_t end = 0;
    bool begins = false;    ///< a recording, unless that has begun already
    bool completes = false; ///< it, so far that another one may follow
};

using ReadPiece = std::optional<Piece> (*)(AVIOContext* io, std::int64_t at, std::int64_t fileSize);

std::optional<Piece> within(const Piece& piece, std::int64_t at, std::int64_t fileSize)
{
    return piece.end > at && piece.end <= fileSize ? std::optional(piece) : std::nullopt;
}

std::optional<Piece> readBoxPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    const std::optional<Part> box = readBox(io, at, fileSize);
    if (!box)
        return std::nullopt;
    return Piece{.end = box->end,
                 .begins = box->name == MKTAG('f', 't', 'y', 'p'),
                 .completes = box->name == MKTAG('m', 'o', 'o', 'v')};
}

/// Recorders that do not know how long it will be leave the sizes of segment and clusters open: what is in
/// them then follows one by one.
std::optional<Piece> readElementPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
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
std::optional<Piece> readRiffPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
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
std::optional<Piece> readAsfPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
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
std::optional<Piece> readOggPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
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

ReadPiece readerFor(AVIOContext* io)
{
    avio_seek(io, 0, SEEK_SET);
    switch (avio_rb32(io)) {
    case 0x1a45dfa3:
        return &readElementPiece;
    case 0x52494646:
        return &readRiffPiece;
    case 0x3026b275:
        return &readAsfPiece;
    case 0x4f676753:
        return &readOggPiece;
    default:
        break;
    }
    constexpr std::array names{
        std::uint32_t{MKTAG('f', 't', 'y', 'p')}, std::uint32_t{MKTAG('w', 'i', 'd', 'e')},
        std::uint32_t{MKTAG('m', 'd', 'a', 't')}, std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    return std::ranges::count(names, avio_rl32(io)) > 0 ? &readBoxPiece : nullptr;
}

/// Some recorders, and programs that rescue recordings from cards, fill up whole blocks with zeros. The size
/// of a box begins with zeros too.
std::int64_t behindFiller(AVIOContext* io, std::int64_t at, std::int64_t fileSize, ReadPiece read)
{
    constexpr std::int64_t leastFiller = 8;
    const std::int64_t most = std::min(mostFiller, fileSize - at);
    const std::int64_t zerosOfSize = read == &readBoxPiece ? 3 : 0;
    avio_seek(io, at, SEEK_SET);
    std::int64_t zeros = 0;
    while (zeros < most && avio_r8(io) == 0)
        ++zeros;
    return zeros < leastFiller ? at : at + zeros - zerosOfSize;
}

} // namespace

std::vector<std::int64_t> beginsOfSequels(AVIOContext* io, std::int64_t fileSize)
{
    std::vector<std::int64_t> begins;
    const ReadPiece read = readerFor(io);
    bool isComplete = false;
    std::int64_t at = 0;
    for (int i = 0; read && i < mostPieces && at < fileSize; ++i) {
        at = behindFiller(io, at, fileSize, read);
        const std::optional<Piece> piece = read(io, at, fileSize);
        if (!piece)
            break;
        if (piece->begins && isComplete) {
            begins.push_back(at);
            isComplete = false;
        }
        isComplete = isComplete || piece->completes;
        at = piece->end;
    }
    avio_seek(io, 0, SEEK_SET);
    return begins;
}

} // namespace ndas::engine
