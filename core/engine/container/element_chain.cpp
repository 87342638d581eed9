#include "core/engine/container/element_chain.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

namespace ndas::engine {

namespace {

constexpr std::uint32_t ebmlHeader = 0x1a45dfa3;
constexpr std::uint32_t segment = 0x18538067;
constexpr std::uint32_t cluster = 0x1f43b675;
constexpr std::uint32_t info = 0x1549a966;
constexpr std::uint32_t timestampScale = 0x2ad7b1;
constexpr std::uint32_t tracks = 0x1654ae6b;
constexpr std::uint32_t trackEntry = 0xae;
constexpr std::uint32_t trackNumber = 0xd7;
constexpr std::uint32_t simpleBlock = 0xa3;
constexpr std::uint32_t blockGroup = 0xa0;
constexpr std::uint32_t block = 0xa1;
constexpr std::uint32_t timestamp = 0xe7;
constexpr std::int64_t unknownSize = (std::int64_t{1} << 56) - 1; ///< RFC 8794, 6.2

/// RFC 9559 and 8794: those of a segment and of a cluster, and those that may stand anywhere.
bool isKnown(std::uint32_t name)
{
    constexpr std::uint32_t known[] = {segment, cluster,    tracks,     simpleBlock, blockGroup, 0x114d9b74,
                                       info,    0x1c53bb6b, 0x1941a469, 0x1043a770,  0x1254c367, timestamp,
                                       0xa7,    0xab,       0xaf,       0x5854,      0xec,       0xbf};
    return std::ranges::find(known, name) != std::end(known);
}

std::uint64_t readUnsigned(AVIOContext* io, const Part& part)
{
    std::uint64_t value = 0;
    avio_seek(io, part.content, SEEK_SET);
    for (std::int64_t at = part.content; at < std::min(part.end, part.content + 8); ++at)
        value = value << 8 | static_cast<unsigned>(avio_r8(io));
    return value;
}

void addTrackNumbers(std::set<std::uint64_t>& numbers, AVIOContext* io, const Part& all)
{
    constexpr std::array number{trackNumber};
    for (auto entry = readElement(io, all.content, all.end); entry;
         entry = readElement(io, entry->end, all.end)) {
        if (entry->name == trackEntry)
            anyAt(io, entry->content, entry->end, readElement, number, [&](const Part& part) {
                numbers.insert(readUnsigned(io, part));
                return true;
            });
        if (entry->end >= all.end)
            break;
    }
}

/// libavformat passes over the rest of a cluster behind one that is not.
bool isOfATrack(AVIOContext* io, const Part& part, const std::set<std::uint64_t>& numbers)
{
    const std::optional<Part> inside =
        part.name == blockGroup ? readElement(io, part.content, part.end) : part;
    if (numbers.empty() || !inside || (inside->name != simpleBlock && inside->name != block))
        return true;
    avio_seek(io, inside->content, SEEK_SET);
    const std::optional<std::uint64_t> number = readElementNumber(io);
    return avio_feof(io) || (number && numbers.contains(*number));
}

/// When the clusters begin, in the order of the file.
class ClusterTimes {
public:
    /// Nanoseconds in a tick.
    void countIn(std::uint64_t scale)
    {
        reordered_ = std::max<std::uint64_t>(1, longestReordered / std::max<std::uint64_t>(1, scale));
    }

    /// False where the one before alone is out of order: it is shown at a wrong time, and whatever follows it
    /// later than it should be. What is shown before what it is decoded behind may begin one, too.
    bool add(std::uint64_t time)
    {
        const bool isAlone = before_ && last_ && *before_ <= time &&
                             (*last_ + reordered_ < *before_ || *last_ > time + reordered_);
        before_ = std::exchange(last_, time);
        return !isAlone;
    }

private:
    static constexpr std::uint64_t longestReordered = 1'000'000'000;
    static constexpr std::uint64_t usualScale = 1'000'000;

    std::uint64_t reordered_ = longestReordered / usualScale;
    std::optional<std::uint64_t> before_;
    std::optional<std::uint64_t> last_;
};

} // namespace

bool isElementChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    const std::optional<Part> header = readElement(io, 0, fileSize);
    if (!header || header->name != ebmlHeader)
        return false;
    bool isOpen = false;
    constexpr std::array scaleOfTimes{timestampScale};
    std::set<std::uint64_t> numbers; ///< of its tracks
    ClusterTimes times;
    std::int64_t end = fileSize;
    for (std::int64_t at = header->end; at < end && !token.isCancelled();) {
        const std::optional<Part> part = readElement(io, at, INT64_MAX);
        if (!part)
            return avio_feof(io) == 0;
        if (part->name == ebmlHeader) // another recording
            return false;
        if (!isKnown(part->name))
            return true;
        if (part->name == info)
            anyAt(io, part->content, part->end, readElement, scaleOfTimes, [&](const Part& scale) {
                times.countIn(readUnsigned(io, scale));
                return true;
            });
        if (part->name == tracks)
            addTrackNumbers(numbers, io, *part);
        if (!isOfATrack(io, *part, numbers))
            return true;
        if (part->name == timestamp && !times.add(readUnsigned(io, *part)))
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
