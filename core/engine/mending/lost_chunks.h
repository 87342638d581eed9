// Chunks that the index of an AVI tells of and that are not found where it says. libavformat counts pictures
// and samples as it finds them, so that all behind lost ones came early: they get the times of the index.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <map>

namespace ndas::engine {

class LostChunks {
public:
    /// Packets in the order of the file. Returns how many chunks were lost between the one before and this.
    std::int64_t follow(AVPacket& packet, AVStream& stream);

    /// After a seek libavformat goes by the index again.
    void forget() { tracks_.clear(); }

private:
    struct Track {
        int next = -1;            ///< entry of the index that is to come
        std::int64_t perTick = 1; ///< in the index some sound is counted in bytes
        std::int64_t shift = 0;   ///< ticks
    };

    std::map<int, Track> tracks_; ///< by stream
};

} // namespace ndas::engine
