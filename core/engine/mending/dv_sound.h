// The sound of DV: its sampling rate may change with every take on a tape, and libavformat tells of the last
// one it has read, which may be seconds ahead of the packets; of a MOV it tells what the header says.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <map>

namespace ndas::engine {

class DvSound {
public:
    /// Whether the sound in this file stands in the frames of DV.
    static bool isIn(const AVFormatContext& context);

    /// Each packet read: the first of another rate brings its headers.
    Result<void> follow(AVPacket& packet, const AVStream& stream);

    /// Reading goes on elsewhere.
    void forget() { rates_.clear(); }

private:
    std::map<int, int> rates_; ///< of its streams, in Hz
};

} // namespace ndas::engine
