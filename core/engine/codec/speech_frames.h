// Speech as phones record it: a packet holds one frame of 20 ms or several, of which libavcodec decodes the
// first alone.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <span>
#include <vector>

namespace ndas::engine {

struct SpeechFrame {
    int at = 0; ///< in the packet
    int size = 0;
    bool isPause = false; ///< nothing, or a word on the noise there, which libavcodec takes for damage
};

/// Empty when it is another kind of sound, or no row of whole frames.
std::vector<SpeechFrame> speechFramesIn(const AVPacket& packet, AVCodecID codec);

/// This frame of the packet by itself, which refers to the packet's bytes; null when memory runs out.
PacketPtr frameAlone(const AVPacket& packet, const SpeechFrame& frame, std::int64_t number,
                     AVRational timeBase);

} // namespace ndas::engine
