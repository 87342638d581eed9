#include "core/engine/container/sequel_begins.h"

#include "core/engine/container/file_pieces.h"

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr int mostPieces = 1'000'000;
constexpr std::int64_t mostFiller = 1 << 20;

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

    void add(const FilePiece& piece, std::int64_t at)
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
    bool mayBeginHere(const FilePiece& piece) const
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
        std::optional<FilePiece> piece = read(io, at, fileSize);
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
