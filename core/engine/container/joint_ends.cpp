#include "core/engine/container/joint_ends.h"

#include "core/engine/container/transport_packets.h"

#include <algorithm>
#include <utility>

namespace ndas::engine {

namespace {

/// When it is decoded; libavformat takes that away where a clock goes back.
std::int64_t timeOf(const AVPacket& packet)
{
    return packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
}

} // namespace

Result<bool> JointEnds::readAhead(const Read& read)
{
    PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    NDAS_TRY(const bool more, read(*packet));
    if (more)
        ahead_.push_back(std::move(packet));
    return more;
}

Result<bool> JointEnds::isBeforeJoint(const AVPacket& packet, const Read& read, AVIOContext* io)
{
    constexpr std::size_t farthest = 1'000;
    constexpr std::ptrdiff_t lastOnes = 2; // libavformat puts them together twice
    const auto follows = [&packet](const PacketPtr& other) {
        return other->stream_index == packet.stream_index;
    };
    const auto isEarlier = [&packet](const PacketPtr& other) {
        return timeOf(*other) != AV_NOPTS_VALUE && timeOf(*other) < timeOf(packet);
    };
    for (bool more = true;
         more && ahead_.size() < farthest && std::ranges::count_if(ahead_, follows) < lastOnes;) {
        NDAS_TRY(more, readAhead(read));
    }
    return std::ranges::any_of(ahead_,
                               [&](const PacketPtr& other) { return follows(other) && isEarlier(other); }) ||
           isFollowedByAnother(packet, io);
}

/// Whatever its clock says: it may have been set on, or go on.
bool JointEnds::isFollowedByAnother(const AVPacket& packet, AVIOContext* io) const
{
    std::int64_t to = packet.pos;
    for (const PacketPtr& other : ahead_)
        if (other->stream_index == packet.stream_index)
            to = std::max(to, other->pos);
    const std::int64_t position = avio_tell(io);
    const bool isFollowed = beginsAnewBetween(io, packet.pos, to);
    avio_seek(io, position, SEEK_SET);
    return isFollowed;
}

Result<bool> JointEnds::next(AVPacket& packet, const Read& read, AVIOContext* io)
{
    if (ahead_.empty()) {
        NDAS_TRY(const bool more, read(packet));
        if (!more)
            return false;
    } else {
        av_packet_move_ref(&packet, ahead_.front().get());
        ahead_.pop_front();
    }
    if ((packet.flags & AV_PKT_FLAG_CORRUPT) == 0)
        return true;
    NDAS_TRY(const bool isWhole, isBeforeJoint(packet, read, io));
    if (isWhole)
        packet.flags &= ~AV_PKT_FLAG_CORRUPT;
    return true;
}

} // namespace ndas::engine
