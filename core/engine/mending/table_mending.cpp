#include "core/engine/mending/table_mending.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <optional>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-12, 8.6.1, 8.6.2 and 8.7.3 to 8.7.5
struct TableKind {
    std::uint32_t name;
    int count; ///< where in the box it stands
    int entry; ///< bytes
};

constexpr TableKind kinds[] = {
    {MKTAG('s', 't', 't', 's'), 4, 8},  {MKTAG('c', 't', 't', 's'), 4, 8}, {MKTAG('s', 't', 's', 's'), 4, 4},
    {MKTAG('s', 't', 's', 'c'), 4, 12}, {MKTAG('s', 't', 'c', 'o'), 4, 4}, {MKTAG('c', 'o', '6', '4'), 4, 8},
    {MKTAG('s', 't', 's', 'z'), 8, 4},
};

bool isAllOneSize(AVIOContext* io, const Part& table)
{
    openFullBox(io, table);
    return table.name == MKTAG('s', 't', 's', 'z') && avio_rb32(io) > 0;
}

/// What stands there; zeros are room that was made.
bool isWritten(AVIOContext* io, std::int64_t from, std::int64_t end)
{
    avio_seek(io, from, SEEK_SET);
    while (avio_tell(io) < end && !avio_feof(io))
        if (avio_r8(io) != 0)
            return true;
    return false;
}

std::optional<MendedBytes> mended(AVIOContext* io, const Part& table, const TableKind& kind)
{
    const std::int64_t at = table.content + kind.count;
    const std::int64_t room = table.end - at - 4;
    if (room < 0 || room % kind.entry != 0 || isAllOneSize(io, table))
        return std::nullopt;
    avio_seek(io, at, SEEK_SET);
    const std::int64_t said = avio_rb32(io);
    const std::int64_t held = room / kind.entry;
    if (said == held || (said < held && !isWritten(io, table.end - kind.entry, table.end)))
        return std::nullopt;
    QByteArray bytes(4, '\0');
    AV_WB32(bytes.data(), static_cast<std::uint32_t>(held));
    return MendedBytes{.at = at, .bytes = bytes};
}

} // namespace

std::vector<MendedBytes> mendedTables(AVIOContext* io, std::int64_t fileSize)
{
    std::vector<MendedBytes> found;
    forEachTrack(io, fileSize, [&](const Part&, const Part& track) {
        const auto all = sampleTables(io, track);
        if (!all)
            return;
        std::vector<MendedBytes> ofTrack;
        anyOf(io, all->content, all->end, readBox, [&](const Part& box) {
            const auto* kind = std::ranges::find(kinds, box.name, &TableKind::name);
            const auto bytes = kind == std::end(kinds) ? std::nullopt : mended(io, box, *kind);
            if (bytes)
                ofTrack.push_back(*bytes);
            return false; // all of them
        });
        if (ofTrack.size() == 1)
            found.push_back(ofTrack.front());
    });
    return found;
}

} // namespace ndas::engine
