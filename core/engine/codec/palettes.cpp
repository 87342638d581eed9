#include "core/engine/codec/palettes.h"

#include <cstring>
#include <iterator>

namespace ndas::engine {

namespace {

constexpr std::size_t mostTables = 16'384; ///< of a kilobyte each

/// The one that holds at `place`; they are not empty.
template <class Tables>
auto tableAt(Tables& tables, std::int64_t place)
{
    const auto next = tables.upper_bound(place);
    return next == tables.begin() ? next : std::prev(next);
}

} // namespace

void Palettes::note(Tables& tables, std::int64_t place, const QByteArray& table)
{
    if (!tables.empty() && tableAt(tables, place)->second == table)
        return;
    tables[place] = table;
    if (tables.size() > mostTables)
        tables.erase(tables.begin());
}

Result<void> Palettes::follow(AVPacket& packet)
{
    std::size_t size = 0;
    const std::uint8_t* own = av_packet_get_side_data(&packet, AV_PKT_DATA_PALETTE, &size);
    if (own) {
        note(streams_[packet.stream_index], packet.pos,
             QByteArray(reinterpret_cast<const char*>(own), static_cast<qsizetype>(size)));
        return {};
    }
    const auto stream = streams_.find(packet.stream_index);
    if (stream == streams_.end())
        return {};
    const QByteArray& table = tableAt(stream->second, packet.pos)->second;
    const auto bytes = static_cast<std::size_t>(table.size());
    std::uint8_t* copy = av_packet_new_side_data(&packet, AV_PKT_DATA_PALETTE, bytes);
    if (!copy)
        return fail(ErrorCode::OutOfMemory);
    std::memcpy(copy, table.constData(), bytes);
    return {};
}

} // namespace ndas::engine
