// Recordings that were joined, or whose clock was set: packets of all tracks moved by the same amount, so
// that picture and sound stay together.
#pragma once

#include "core/media/media_info.h"

extern "C" {
#include <libavcodec/packet.h>
#include <libavutil/rational.h>
}

#include <map>
#include <optional>

namespace ndas::engine {

class JoinedClock {
public:
    /// Moves the packet's times where the clock of its track (`timeBase`) has leapt: back, or further ahead
    /// of all tracks than a recording pauses. The first track to leap continues where it was, or where
    /// another ended clearly later; those that follow are moved by as much, unless that would part them from
    /// where they were by more than a second; those that begin behind a joint too. A packet alone that leaps
    /// moves no other. One thread, packets as they are read.
    void follow(AVPacket& packet, AVRational timeBase);

    /// Reading goes on elsewhere: what was known of the clock says nothing there.
    void forget() { *this = {}; }

private:
    struct Track {
        media::Micros shift{0};
        media::Micros last{0}; ///< decoding time
        std::optional<media::Micros>
            expected;                 ///< decoding time of the next packet, unless this one is shorter
        media::Micros shiftBefore{0}; ///< the latest packet
        media::Micros lastBefore{0};
        std::optional<media::Micros> expectedAnyway; ///< had the latest packet come in step
    };

    bool leaps(const Track& track, media::Micros at) const;
    static bool leaptAlone(const Track& track, media::Micros at);
    void settle(Track& track, media::Micros at);
    void takeBack(Track& track);

    std::map<int, Track> tracks_;
    media::Micros lastShift_{0};
    std::optional<media::Micros> latest_; ///< decoding time of the next packet of the track that is ahead
};

} // namespace ndas::engine
