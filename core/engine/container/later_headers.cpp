#include "core/engine/container/later_headers.h"

#include "core/engine/container/box_walk.h"

#include <QtCore/QByteArray>

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr std::uint32_t mostRuns = 1'000'000;
constexpr std::int64_t largestDescription = 64 << 10;

QByteArray contentOf(AVIOContext* io, const Part& part)
{
    QByteArray bytes(std::min(part.end - part.content, largestDescription), '\0');
    avio_seek(io, part.content, SEEK_SET);
    avio_read(io, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    return bytes;
}

bool areUnlike(AVIOContext* io, const Part& descriptions)
{
    constexpr std::int64_t head = 8; // version and count
    std::optional<QByteArray> first;
    return anyOf(io, descriptions.content + head, descriptions.end, readBox, [&](const Part& entry) {
        const QByteArray bytes = contentOf(io, entry);
        first = first.value_or(bytes);
        return bytes != *first;
    });
}

/// ISO/IEC 14496-12, 8.7.4: runs of chunks, each with the number of the description that holds for it.
bool refersToSecondDescription(AVIOContext* io, const Part& runs)
{
    avio_seek(io, runs.content + 4, SEEK_SET);
    const std::uint32_t count = std::min(avio_rb32(io), mostRuns);
    for (std::uint32_t i = 0; i < count && avio_tell(io) < runs.end && !avio_feof(io); ++i) {
        avio_skip(io, 8); // first chunk, samples in each
        if (avio_rb32(io) > 1)
            return true;
    }
    return false;
}

} // namespace

bool usesLaterHeaders(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array list{std::uint32_t{MKTAG('s', 't', 's', 'd')}};
    constexpr std::array chunkRuns{std::uint32_t{MKTAG('s', 't', 's', 'c')}};
    const std::int64_t before = avio_tell(io);
    const bool found = anyPictureTable(io, fileSize, [&](const Part& table) {
        return anyAt(io, table.content, table.end, readBox, list,
                     [&](const Part& descriptions) { return areUnlike(io, descriptions); }) &&
               anyAt(io, table.content, table.end, readBox, chunkRuns,
                     [&](const Part& runs) { return refersToSecondDescription(io, runs); });
    });
    avio_seek(io, before, SEEK_SET);
    return found;
}

} // namespace ndas::engine
