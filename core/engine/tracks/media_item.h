// What travels from a track's reader to its writer.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <functional>

namespace ndas::engine {

/// A filtered picture, a block of sound, or a packet that is taken over as it is.
struct MediaItem {
    int track = 0;
    FramePtr frame;   ///< null when it is a packet
    PacketPtr packet; ///< null when it is a frame
    AVRational timeBase{1, 1};
    std::int64_t pts = AV_NOPTS_VALUE;
    std::int64_t shownFrom = AV_NOPTS_VALUE; ///< when it is first seen or heard; no value: it never is
    std::int64_t duration = 0;               ///< 0 = unknown
    bool isDoubtful = false; ///< decoding began or went wrong in this picture or in one before it

    bool isPicture() const { return frame && frame->width > 0; }

    /// Of a packet; pictures are counted, and blocks of sound are small.
    std::size_t bytes() const { return packet ? static_cast<std::size_t>(packet->size) : 0; }

    /// Nothing but a sign that work goes on, with the time it has reached.
    bool isSign() const { return !frame && !packet; }
};

/// What reading or writing fails with when the recording does not show what an earlier run saw at the place
/// where it stopped.
inline constexpr ErrorCode lostPlace = ErrorCode::NoSuchItem;

using ItemHandler = std::function<Result<void>(MediaItem&& item)>;

} // namespace ndas::engine
