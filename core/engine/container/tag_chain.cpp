#include "core/engine/container/tag_chain.h"

#include <optional>

namespace ndas::engine {

namespace {

// Adobe Flash Video File Format Specification 10.1, annex E
constexpr std::int64_t tagHeader = 11;
constexpr std::int64_t sizeBehind = 4;

constexpr int sound = 8;
constexpr int pictures = 9;
constexpr int script = 18;

/// "Real-Time Messaging Protocol (RTMP) specification", 7.1: what else some servers store of it.
bool isMessage(int kind)
{
    constexpr int first = 15;
    constexpr int last = 22;
    return kind >= first && kind <= last;
}

/// Of each kind all tags of a recording hold the same: sound or pictures that are of another one are damaged.
class Contents {
public:
    bool isAsBefore(int kind, int begin)
    {
        constexpr int command = 5; // for the player
        if (kind == sound)
            return isSame(sound_, begin >> 4);
        if (kind != pictures || (begin >> 4) == command)
            return true;
        const bool isExtended = (begin & 0x80) != 0; // Enhanced RTMP: what it is of follows
        return isSame(pictures_, isExtended ? 0x80 : begin & 0x0f);
    }

    /// Another file begins.
    void forget() { *this = {}; }

private:
    static bool isSame(std::optional<int>& before, int now)
    {
        return *(before = before.value_or(now)) == now;
    }

    std::optional<int> sound_;
    std::optional<int> pictures_;
};

/// Where what follows the header of a file begins.
std::int64_t behindHeader(AVIOContext* io, std::int64_t at)
{
    avio_seek(io, at + 5, SEEK_SET);
    return at + avio_rb32(io) + sizeBehind;
}

/// Where the tag at `at` ends; nullopt where none can stand. Some writers say wrongly behind a tag how long
/// it is.
std::optional<std::int64_t> endOfTag(AVIOContext* io, std::int64_t at, Contents& contents)
{
    constexpr int mostKinds = 0x1f; // what is above says how it is encrypted
    avio_seek(io, at, SEEK_SET);
    const int kind = avio_r8(io) & mostKinds;
    const std::int64_t size = avio_rb24(io);
    const std::int64_t end = at + tagHeader + size;
    if (isMessage(kind) && kind != script) {
        avio_seek(io, end, SEEK_SET);
        return avio_rb32(io) == tagHeader + size ? std::optional(end) : std::nullopt;
    }
    avio_seek(io, at + tagHeader, SEEK_SET);
    const bool isKnown = kind == script || kind == sound || kind == pictures;
    return isKnown && (size == 0 || contents.isAsBefore(kind, avio_r8(io))) ? std::optional(end)
                                                                            : std::nullopt;
}

} // namespace

bool isTagChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    Contents contents;
    for (std::int64_t at = behindHeader(io, 0); at < fileSize && !token.isCancelled();) {
        avio_seek(io, at, SEEK_SET);
        if (avio_rb24(io) == 0x464c56) { // what was joined begins anew
            at = behindHeader(io, at);
            contents.forget();
            continue;
        }
        const std::optional<std::int64_t> end = endOfTag(io, at, contents);
        if (!end || *end > fileSize)
            return true;
        at = *end + sizeBehind;
    }
    return false;
}

} // namespace ndas::engine
