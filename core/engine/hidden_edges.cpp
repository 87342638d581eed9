#include "core/engine/hidden_edges.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <span>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr int mostSiblings =
    256; ///< of boxes or elements; a recording may hold thousands, and each costs a seek

/// A box or an element.
struct Part {
    std::uint32_t name = 0;
    std::int64_t content = 0; ///< where it begins
    std::int64_t end = 0;
};

using ReadPart = std::optional<Part> (*)(AVIOContext* io, std::int64_t at, std::int64_t end);
/// True: look no further.
using Visit = std::function<bool(const Part&)>;

bool anyOf(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read, const Visit& visit)
{
    for (int i = 0; i < mostSiblings && from < end; ++i) {
        const std::optional<Part> part = read(io, from, end);
        if (!part)
            return false;
        if (visit(*part))
            return true;
        from = part->end;
    }
    return false;
}

/// Whether a part is found by these names, each within the one before it, that `isMeant`.
bool anyAt(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read,
           std::span<const std::uint32_t> names, const Visit& isMeant)
{
    return anyOf(io, from, end, read, [&](const Part& part) {
        if (part.name != names.front())
            return false;
        return names.size() == 1 ? isMeant(part)
                                 : anyAt(io, part.content, part.end, read, names.subspan(1), isMeant);
    });
}

std::optional<Part> readBox(AVIOContext* io, std::int64_t at, std::int64_t end)
{
    if (avio_seek(io, at, SEEK_SET) < 0)
        return std::nullopt;
    std::int64_t size = avio_rb32(io);
    const std::uint32_t name = avio_rl32(io);
    std::int64_t head = 8;
    if (size == 1) {
        size = static_cast<std::int64_t>(avio_rb64(io));
        head = 16;
    }
    if (size == 0)
        size = end - at;
    if (avio_feof(io) || size < head || size > end - at)
        return std::nullopt;
    return Part{.name = name, .content = at + head, .end = at + size};
}

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
    constexpr std::array tracks{
        std::uint32_t{MKTAG('m', 'o', 'o', 'v')}, std::uint32_t{MKTAG('t', 'r', 'a', 'k')},
        std::uint32_t{MKTAG('m', 'd', 'i', 'a')}, std::uint32_t{MKTAG('m', 'i', 'n', 'f')}};
    constexpr std::array pictures{std::uint32_t{MKTAG('v', 'm', 'h', 'd')}};
    constexpr std::array descriptions{std::uint32_t{MKTAG('s', 't', 'b', 'l')},
                                      std::uint32_t{MKTAG('s', 't', 's', 'd')}};
    constexpr std::int64_t descriptionHead = 8; // version and count
    const Visit always = [](const Part&) { return true; };
    return anyAt(io, 0, fileSize, readBox, tracks, [&](const Part& track) {
        return anyAt(io, track.content, track.end, readBox, pictures, always) &&
               anyAt(io, track.content, track.end, readBox, descriptions, [&](const Part& list) {
                   return anyOf(io, list.content + descriptionHead, list.end, readBox,
                                [&](const Part& entry) {
                                    return isPictureEntry(entry) && hasCleanAperture(io, entry);
                                });
               });
    });
}

/// An EBML number of variable length: as it stands, or without the mark that tells its length.
std::optional<std::uint64_t> readNumber(AVIOContext* io, int mostBytes, bool keepsMark)
{
    const auto first = static_cast<unsigned>(avio_r8(io));
    int length = 1;
    while (length <= mostBytes && (first & (0x100U >> length)) == 0)
        ++length;
    if (length > mostBytes || avio_feof(io))
        return std::nullopt;
    std::uint64_t value = keepsMark ? first : first & (0xffU >> length);
    for (int i = 1; i < length; ++i)
        value = value << 8 | static_cast<unsigned>(avio_r8(io));
    return value;
}

/// What says that its size is unknown is taken to reach to the end.
std::optional<Part> readElement(AVIOContext* io, std::int64_t at, std::int64_t end)
{
    if (avio_seek(io, at, SEEK_SET) < 0)
        return std::nullopt;
    const auto name = readNumber(io, 4, true);
    const auto size = readNumber(io, 8, false);
    if (!name || !size || avio_feof(io))
        return std::nullopt;
    const std::int64_t content = avio_tell(io);
    const bool fits = *size <= static_cast<std::uint64_t>(std::max<std::int64_t>(0, end - content));
    return Part{.name = static_cast<std::uint32_t>(*name),
                .content = content,
                .end = fits ? content + static_cast<std::int64_t>(*size) : end};
}

bool hasHiddenEdgesInElements(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array<std::uint32_t, 4> pictures{0x18538067, 0x1654ae6b, 0xae, 0xe0};
    constexpr std::array<std::uint32_t, 4> edges{0x54aa, 0x54bb, 0x54cc, 0x54dd}; // bottom, top, left, right
    return anyAt(io, 0, fileSize, readElement, pictures, [&](const Part& picture) {
        return anyOf(io, picture.content, picture.end, readElement, [&](const Part& element) {
            if (std::ranges::count(edges, element.name) == 0)
                return false;
            avio_seek(io, element.content, SEEK_SET);
            for (std::int64_t at = element.content; at < element.end; ++at)
                if (avio_r8(io) > 0)
                    return true;
            return false;
        });
    });
}

} // namespace

bool hasHiddenEdges(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::uint32_t ebml = 0x1a45dfa3;
    const std::int64_t before = avio_tell(io);
    avio_seek(io, 0, SEEK_SET);
    const bool isMatroska = avio_rb32(io) == ebml;
    const bool found =
        isMatroska ? hasHiddenEdgesInElements(io, fileSize) : hasHiddenEdgesInBoxes(io, fileSize);
    avio_seek(io, before, SEEK_SET);
    return found;
}

} // namespace ndas::engine
