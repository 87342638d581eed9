#include "core/engine/clock/joined_clock.h"

#include <algorithm>

extern "C" {
#include <libavutil/avutil.h>
#include <libavutil/mathematics.h>
}

namespace ndas::engine {

namespace {

using media::Micros;

constexpr AVRational micros{1, AV_TIME_BASE};
/// Decoding times never go back in one recording; broken multiplexers are forgiven this much.
constexpr Micros longestStepBack = std::chrono::milliseconds(200);
/// Longer than a signal is lost for, or a still screen goes without a packet.
constexpr Micros longestPause = std::chrono::minutes(10);
/// Tracks of one recording end at about the same time.
constexpr Micros sameJoint = std::chrono::seconds(1);

Micros distance(Micros a, Micros b)
{
    return a > b ? a - b : b - a;
}

} // namespace

bool JoinedClock::leaps(const Track& track, Micros at) const
{
    const Micros time = at + track.shift;
    const bool isBack = track.expected && time < track.last && time + longestStepBack < *track.expected;
    return isBack || (latest_ && time > *latest_ + longestPause);
}

/// The packet before this one: without it, this one is in step.
bool JoinedClock::leaptAlone(const Track& track, Micros at)
{
    const auto isInStep = [](Micros time, Micros expected) {
        return distance(time, expected) <= longestStepBack;
    };
    const Micros time = at + track.shiftBefore;
    return track.expectedAnyway && !isInStep(at + track.shift, *track.expected) && time > track.lastBefore &&
           isInStep(time, *track.expectedAnyway);
}

void JoinedClock::settle(Track& track, Micros at)
{
    const Micros own = track.expected.value_or(*latest_);
    const Micros behind = *latest_ - own;
    const bool othersEndLater = behind > longestStepBack && behind <= sameJoint;
    if (lastShift_ == track.shift)
        lastShift_ = (othersEndLater ? *latest_ : own) - at;
    else if (distance(at + lastShift_, own) > sameJoint)
        lastShift_ = own - at;
    track.shift = lastShift_;
}

void JoinedClock::takeBack(Track& track)
{
    if (lastShift_ == track.shift)
        lastShift_ = track.shiftBefore;
    track.shift = track.shiftBefore;
}

void JoinedClock::follow(AVPacket& packet, AVRational timeBase)
{
    if (packet.dts == AV_NOPTS_VALUE)
        return;
    Track& track = tracks_
                       .try_emplace(packet.stream_index,
                                    Track{.shift = lastShift_, .expected = {}, .expectedAnyway = {}})
                       .first->second;
    const Micros at(av_rescale_q(packet.dts, timeBase, micros));
    const Micros duration(av_rescale_q(packet.duration, timeBase, micros));
    const Track before = track;
    if (leaptAlone(track, at))
        takeBack(track);
    else if (leaps(track, at))
        settle(track, at);
    track.last = at + track.shift;
    track.expected = track.last + duration;
    track.shiftBefore = before.shift;
    track.lastBefore = before.last;
    track.expectedAnyway = before.expected ? std::optional(*before.expected + duration) : std::nullopt;
    latest_ = std::max(latest_.value_or(*track.expected), *track.expected);
    const std::int64_t ticks = av_rescale_q(track.shift.count(), micros, timeBase);
    packet.dts += ticks;
    if (packet.pts != AV_NOPTS_VALUE)
        packet.pts += ticks;
}

} // namespace ndas::engine
