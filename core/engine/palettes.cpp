#include "core/engine/palettes.h"

#include <cstring>

namespace ndas::engine {

Result<void> Palettes::follow(AVPacket& packet)
{
    std::size_t size = 0;
    const std::uint8_t* own = av_packet_get_side_data(&packet, AV_PKT_DATA_PALETTE, &size);
    if (own) {
        tables_[packet.stream_index] =
            QByteArray(reinterpret_cast<const char*>(own), static_cast<qsizetype>(size));
        return {};
    }
    const auto table = tables_.find(packet.stream_index);
    if (table == tables_.end())
        return {};
    const auto bytes = static_cast<std::size_t>(table->second.size());
    std::uint8_t* copy = av_packet_new_side_data(&packet, AV_PKT_DATA_PALETTE, bytes);
    if (!copy)
        return fail(ErrorCode::OutOfMemory);
    std::memcpy(copy, table->second.constData(), bytes);
    return {};
}

} // namespace ndas::engine
