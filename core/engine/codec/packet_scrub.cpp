#include "core/engine/codec/packet_scrub.h"

#include <algorithm>
#include <cstring>

namespace ndas::engine {

namespace {

std::span<const std::uint8_t> bytesOf(const AVPacket& packet)
{
    return {packet.data, static_cast<std::size_t>(packet.size)};
}

Result<void> replaceContent(AVPacket& packet, std::span<const std::uint8_t> content)
{
    const PacketPtr clean = makePacket();
    if (!clean || av_new_packet(clean.get(), static_cast<int>(content.size())) < 0 ||
        av_packet_copy_props(clean.get(), &packet) < 0)
        return fail(ErrorCode::OutOfMemory);
    std::memcpy(clean->data, content.data(), content.size());
    av_packet_unref(&packet);
    av_packet_move_ref(&packet, clean.get());
    return {};
}

} // namespace

Result<void> scrubH264(AVPacket& packet, NalFraming framing)
{
    const auto scrubbed = withoutUserData(bytesOf(packet), framing);
    return scrubbed ? replaceContent(packet, *scrubbed) : Result<void>{};
}

Result<void> scrubAac(AVPacket& packet, AacFormat format)
{
    const auto scrubbed = soundOnly(bytesOf(packet), format);
    if (!scrubbed)
        return fail(ErrorCode::Damaged, QStringLiteral("AAC that cannot be taken apart"));
    return std::ranges::equal(*scrubbed, bytesOf(packet)) ? Result<void>{}
                                                          : replaceContent(packet, *scrubbed);
}

} // namespace ndas::engine
