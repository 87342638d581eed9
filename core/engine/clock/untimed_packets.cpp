#include "core/engine/clock/untimed_packets.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace ndas::engine {

namespace {

constexpr std::size_t deepestReorder = 16; // H.264's limit on frames held back
constexpr std::size_t neighbours = deepestReorder + 2;

Failure untold()
{
    return fail(ErrorCode::Damaged, QStringLiteral("packets without times"));
}

bool isTimed(const AVPacket& packet)
{
    return packet.pts != AV_NOPTS_VALUE && packet.dts != AV_NOPTS_VALUE;
}

/// Twice as far apart as is usual, where two are; nullopt where none or several are, or times are uneven.
std::optional<std::int64_t> onlyRoom(const std::vector<std::int64_t>& times, std::int64_t usual)
{
    std::optional<std::int64_t> room;
    for (std::size_t i = 1; i < times.size(); ++i) {
        const std::int64_t distance = times[i] - times[i - 1];
        const auto isAbout = [&](std::int64_t wanted) { return std::abs(distance - wanted) <= usual / 10; };
        if (isAbout(usual))
            continue;
        if (room || !isAbout(2 * usual))
            return std::nullopt;
        room = times[i - 1] + distance / 2;
    }
    return room;
}

} // namespace

Result<void> UntimedPackets::take(AVPacket& packet, const Handler& onPacket)
{
    if (held_.empty() && (packet.pts != AV_NOPTS_VALUE || passed_.empty()))
        return pass(packet, onPacket);
    PacketPtr held = makePacket();
    if (!held)
        return fail(ErrorCode::OutOfMemory);
    av_packet_move_ref(held.get(), &packet);
    held_.push_back(std::move(held));
    return held_.size() > neighbours ? release(onPacket) : Result<void>{};
}

Result<void> UntimedPackets::finish(const Handler& onPacket)
{
    return held_.empty() ? Result<void>{} : release(onPacket);
}

Result<void> UntimedPackets::pass(AVPacket& packet, const Handler& onPacket)
{
    if (packet.pts == AV_NOPTS_VALUE)
        return untold();
    if (isTimed(packet))
        passed_.push_back({packet.pts, packet.dts});
    if (passed_.size() > neighbours)
        passed_.pop_front();
    return onPacket(packet);
}

Result<void> UntimedPackets::release(const Handler& onPacket)
{
    const std::optional<Times> times = timesOfFirstHeld();
    if (!times)
        return untold();
    held_.front()->pts = times->pts;
    held_.front()->dts = times->dts;
    for (; !held_.empty(); held_.pop_front())
        NDAS_CHECK(pass(*held_.front(), onPacket));
    return {};
}

/// Decoded half-way between its neighbours; shown no earlier, in the one place that is free of those shown
/// until the last of its neighbours is decoded.
std::optional<UntimedPackets::Times> UntimedPackets::timesOfFirstHeld() const
{
    if (held_.size() + passed_.size() < 4 || held_.size() < 2 ||
        !std::all_of(held_.begin() + 1, held_.end(),
                     [](const PacketPtr& packet) { return isTimed(*packet); }))
        return std::nullopt;
    const std::int64_t usual = passed_.size() > 1 ? passed_.back().dts - passed_[passed_.size() - 2].dts
                                                  : held_[2]->dts - held_[1]->dts;
    const std::int64_t dts = passed_.back().dts + (held_[1]->dts - passed_.back().dts) / 2;
    std::vector<std::int64_t> times;
    const auto add = [&, last = held_.back()->dts](std::int64_t pts) {
        if (pts >= dts - usual - usual / 2 && pts <= last)
            times.push_back(pts);
    };
    for (const Times& other : passed_)
        add(other.pts);
    for (std::size_t i = 1; i < held_.size(); ++i)
        add(held_[i]->pts);
    std::sort(times.begin(), times.end());
    const std::optional<std::int64_t> pts = usual > 0 ? onlyRoom(times, usual) : std::nullopt;
    return pts && *pts >= dts ? std::optional(Times{*pts, dts}) : std::nullopt;
}

} // namespace ndas::engine
