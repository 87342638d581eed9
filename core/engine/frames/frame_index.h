// The frames of a video stream in the order they are shown, and the key frames decoding can start at; found
// by reading all packets without decoding them.
#pragma once

#include "core/engine/decode/decoder.h"
#include "core/engine/input/input.h"
#include "core/engine/input/packet_survey.h"

#include <cstdint>
#include <vector>

namespace ndas::engine {

struct KeyPacket {
    std::int64_t shown = 0; ///< the frame's time, in the stream's time base, as all here
    std::int64_t pts = 0;   ///< the packet's; its dts where it has none
    std::int64_t dts = 0;
    std::int64_t place = -1; ///< in the file; -1 = times alone tell
    bool isTimed = true;     ///< by the packet itself
};

struct FrameIndex {
    std::vector<std::int64_t> times; ///< of every frame that is shown, ascending
    std::vector<KeyPacket> keys;     ///< ascending; also of frames that an edit list hides; none
                                     ///< where pieces are put together: read those from the beginning
    /// Packets do not say when each is shown, or wrongly, so that after a jump their times are others: they
    /// are told apart by their number from a key frame, or from the beginning.
    bool areCounted = false;

    /// The frame on screen at `pts`: the last that starts no later, else the first; -1 when there is none.
    std::int64_t shownAt(std::int64_t pts) const;
    /// The frame whose time is nearest.
    std::int64_t nearest(std::int64_t pts) const;
    /// Where decoding has to start to get at the frame shown at `pts`; nullptr: at the beginning.
    const KeyPacket* keyFor(std::int64_t pts) const;
};

/// Reads the whole file; leaves `input` at its end, with this stream alone selected. Frames before the first
/// key frame, hidden ones and repeated times are left out. Where packets do not say when they are shown
/// (AVI), or cannot be right, as where a clock was set back, all is decoded once with `decoder`, else it is
/// not used. `total`: length of the recording. `onProgress` hears the media time gone through, counted on
/// while decoding. Errors: those of the file, Cancelled.
Result<FrameIndex> indexFrames(Input& input, int streamIndex, Decoder& decoder, media::Micros total,
                               const TimeProgress& onProgress = {});

} // namespace ndas::engine
