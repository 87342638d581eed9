#include "core/engine/joined_clock.h"

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
/// Tracks of one recording end at about the same time.
constexpr Micros sameJoint = std::chrono::seconds(1);

Micros distance(Micros a, Micros b)
{
    return a > b ? a - b : b - a;
}

} // namespace

void JoinedClock::settle(Track& track, Micros at)
{
    const Micros followed = at + lastShift_;
    if (lastShift_ == track.shift || distance(followed, *track.expected) > sameJoint)
        lastShift_ = *track.expected - at;
    track.shift = lastShift_;
}

void JoinedClock::follow(AVPacket& packet, AVRational timeBase)
{
    if (packet.dts == AV_NOPTS_VALUE)
        return;
    Track& track = tracks_[packet.stream_index];
    const Micros at(av_rescale_q(packet.dts, timeBase, micros));
    if (track.expected && at + track.shift + longestStepBack < *track.expected)
        settle(track, at);
    track.expected = at + track.shift + Micros(av_rescale_q(packet.duration, timeBase, micros));
    const std::int64_t ticks = av_rescale_q(track.shift.count(), micros, timeBase);
    packet.dts += ticks;
    if (packet.pts != AV_NOPTS_VALUE)
        packet.pts += ticks;
}

} // namespace ndas::engine
