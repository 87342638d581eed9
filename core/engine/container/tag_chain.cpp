#include "core/engine/container/tag_chain.h"

#include <optional>

namespace ndas::engine {

namespace {

// Adobe Flash Video File Format Specification 10.1, annex E
constexpr std::int64_t tagHeader = 11;
constexpr std::int64_t sizeBehind = 4;

bool isKnown(int type)
{
    constexpr int encrypted = 0x20;
    const int kind = type & ~encrypted;
    return kind == 8 || kind == 9 || kind == 18;
}

/// Where what follows the header of a file begins.
std::int64_t behindHeader(AVIOContext* io, std::int64_t at)
{
    avio_seek(io, at + 5, SEEK_SET);
    return at + avio_rb32(io) + sizeBehind;
}

/// Where the tag at `at` ends. Some writers say wrongly behind a tag how long it is, and some know other
/// kinds: nullopt where neither is as it has to be.
std::optional<std::int64_t> endOfTag(AVIOContext* io, std::int64_t at)
{
    avio_seek(io, at, SEEK_SET);
    const int type = avio_r8(io);
    const std::int64_t size = tagHeader + avio_rb24(io);
    if (!isKnown(type)) {
        avio_seek(io, at + size, SEEK_SET);
        if (avio_rb32(io) != size)
            return std::nullopt;
    }
    return at + size;
}

} // namespace

bool isTagChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    for (std::int64_t at = behindHeader(io, 0); at < fileSize && !token.isCancelled();) {
        avio_seek(io, at, SEEK_SET);
        if (avio_rb24(io) == 0x464c56) { // what was joined begins anew
            at = behindHeader(io, at);
            continue;
        }
        const std::optional<std::int64_t> end = endOfTag(io, at);
        if (!end || *end > fileSize)
            return true;
        at = *end + sizeBehind;
    }
    return false;
}

} // namespace ndas::engine
