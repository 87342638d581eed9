#include "core/engine/packet_scrub.h"

#include <cstring>

namespace ndas::engine {

Result<void> scrubH264(AVPacket& packet, NalFraming framing)
{
    const auto scrubbed = withoutUserData({packet.data, static_cast<std::size_t>(packet.size)}, framing);
    if (!scrubbed)
        return {};
    const PacketPtr clean = makePacket();
    if (!clean || av_new_packet(clean.get(), static_cast<int>(scrubbed->size())) < 0 ||
        av_packet_copy_props(clean.get(), &packet) < 0)
        return fail(ErrorCode::OutOfMemory);
    std::memcpy(clean->data, scrubbed->data(), scrubbed->size());
    av_packet_unref(&packet);
    av_packet_move_ref(&packet, clean.get());
    return {};
}

} // namespace ndas::engine
