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
    bool mayBegin = false;  ///< one that does not say so
    bool isMedia = false;
    bool isFragment = false; ///< which media belong to
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
    const bool isIndex = box->name == MKTAG('m', 'o', 'o', 'v');
    const bool isMedia = box->name == MKTAG('m', 'd', 'a', 't');
    return Piece{.end = box->end,
                 .begins = box->name == MKTAG('f', 't', 'y', 'p'),
                 .completes = isIndex,
                 .mayBegin = isIndex || isMedia || box->name == MKTAG('w', 'i', 'd', 'e'),
                 .isMedia = isMedia,
                 .isFragment = box->name == MKTAG('m', 'o', 'o', 'f')};
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
std::optional<Piece> readMxfPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
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
std::optional<Piece> readRest(AVIOContext*, std::int64_t, std::int64_t fileSize)
{
    return Piece{.end = fileSize, .begins = true, .completes = true};
}

/// ISO/IEC 13818-1, 2.4.3: packets of 188 bytes, in front of each of which cameras put four of their own.
bool isTransportStream(AVIOContext* io, std::int64_t at)
{
    constexpr std::int64_t size = 188;
    constexpr int packets = 5;
    constexpr int mark = 0x47;
    for (const std::int64_t inFront : {0, 4}) {
        int marks = 0;
        for (int i = 0; i < packets && marks == i; ++i) {
            avio_seek(io, at + i * (inFront + size) + inFront, SEEK_SET);
            marks += avio_r8(io) == mark ? 1 : 0;
        }
        if (marks == packets)
            return true;
    }
    return false;
}

/// For what begins there; null: nothing that is known.
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
    case 0x464c5601: // FLV
    case 0x000001ba: // MPEG-PS
    case 0x1f07003f: // DV of both kinds
    case 0x1f0700bf:
        return &readRest;
    default:
        break;
    }
    constexpr std::array names{
        std::uint32_t{MKTAG('f', 't', 'y', 'p')}, std::uint32_t{MKTAG('w', 'i', 'd', 'e')},
        std::uint32_t{MKTAG('m', 'd', 'a', 't')}, std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    if (std::ranges::count(names, avio_rl32(io)) > 0)
        return &readBoxPiece;
    return isTransportStream(io, at) ? &readRest : nullptr;
}

/// Some recorders, and programs that rescue recordings from cards, fill up whole blocks with zeros. The size
/// of a box begins with zeros too.
std::int64_t behindFiller(AVIOContext* io, std::int64_t at, std::int64_t fileSize, ReadPiece read)
{
    constexpr std::int64_t leastFiller = 8;
    const std::int64_t most = std::min(mostFiller, fileSize - at);
    avio_seek(io, at, SEEK_SET);
    std::int64_t zeros = 0;
    while (zeros < most && avio_r8(io) == 0)
        ++zeros;
    if (zeros < leastFiller)
        return at;
    for (const std::int64_t back : {0, 3, 2, 1})
        if (readerAt(io, at + zeros - back))
            return at + zeros - back;
    return at + zeros - (read == &readBoxPiece ? 3 : 0);
}

/// Where one recording ends and the next one begins, told by their pieces.
class Joints {
public:
    /// What begins now may be another recording.
    bool isComplete() const { return now_.isComplete; }

    void add(const Piece& piece, std::int64_t at)
    {
        if (piece.begins && now_.isComplete)
            begin(at, {});
        else if (mayBeginHere(piece))
            candidate_ = at;
        Seen& seen = candidate_ ? next_ : now_;
        seen.isComplete = seen.isComplete || piece.completes;
        seen.hasMedia = seen.hasMedia || piece.isMedia;
        seen.hasFragments = seen.hasFragments || piece.isFragment;
        if (candidate_ && next_.isComplete && next_.hasMedia)
            begin(*candidate_, next_);
    }

    std::vector<std::int64_t> take() { return std::move(begins_); }

private:
    struct Seen {
        bool isComplete = false;
        bool hasMedia = false;
        bool hasFragments = false;
    };

    /// QuickTime files of old begin with their media or their index: behind a recording that has both, what
    /// has both once more is another one.
    bool mayBeginHere(const Piece& piece) const
    {
        return !candidate_ && piece.mayBegin && now_.isComplete && now_.hasMedia &&
               !(piece.isMedia && now_.hasFragments);
    }

    void begin(std::int64_t at, Seen seen)
    {
        begins_.push_back(at);
        now_ = seen;
        next_ = {};
        candidate_.reset();
    }

    Seen now_;
    Seen next_; ///< from the candidate on
    std::optional<std::int64_t> candidate_;
    std::vector<std::int64_t> begins_;
};

} // namespace

std::vector<std::int64_t> beginsOfSequels(AVIOContext* io, std::int64_t fileSize)
{
    Joints joints;
    ReadPiece read = readerAt(io, 0);
    std::int64_t at = 0;
    for (int i = 0; read && i < mostPieces && at < fileSize; ++i) {
        at = behindFiller(io, at, fileSize, read);
        const ReadPiece found = joints.isComplete() ? readerAt(io, at) : nullptr;
        const bool isOther = found && found != read;
        read = isOther ? found : read;
        std::optional<Piece> piece = read(io, at, fileSize);
        if (!piece || (isOther && !piece->begins && !piece->mayBegin))
            break;
        piece->begins = piece->begins || isOther;
        joints.add(*piece, at);
        at = piece->end;
    }
    avio_seek(io, 0, SEEK_SET);
    return joints.take();
}

} // namespace ndas::engine
