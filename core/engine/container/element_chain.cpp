#include "core/engine/container/element_chain.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr std::uint32_t ebmlHeader = 0x1a45dfa3;
constexpr std::uint32_t segment = 0x18538067;
constexpr std::uint32_t cluster = 0x1f43b675;
constexpr std::int64_t unknownSize = (std::int64_t{1} << 56) - 1; ///< RFC 8794, 6.2

/// RFC 9559 and 8794: those of a segment and of a cluster, and those that may stand anywhere.
bool isKnown(std::uint32_t name)
{
    constexpr std::uint32_t known[] = {segment,    cluster,    0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1c53bb6b,
                                       0x1941a469, 0x1043a770, 0x1254c367, 0xe7,       0xa7,       0xab,
                                       0xa3,       0xa0,       0xaf,       0x5854,     0xec,       0xbf};
    return std::ranges::find(known, name) != std::end(known);
}

} // namespace

bool isElementChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    const std::optional<Part> header = readElement(io, 0, fileSize);
    if (!header || header->name != ebmlHeader)
        return false;
    bool isOpen = false;
    std::int64_t end = fileSize;
    for (std::int64_t at = header->end; at < end && !token.isCancelled();) {
        const std::optional<Part> part = readElement(io, at, INT64_MAX);
        if (!part)
            return avio_feof(io) == 0;
        if (part->name == ebmlHeader) // another recording
            return false;
        if (!isKnown(part->name))
            return true;
        if (part->name == segment) {
            isOpen = part->end - part->content >= unknownSize;
            end = std::min(end, part->end);
        }
        const bool isEntered = part->name == segment || part->name == cluster;
        if (!isEntered && part->end > fileSize)
            return isOpen;
        at = isEntered ? part->content : part->end;
    }
    return false;
}

} // namespace ndas::engine
