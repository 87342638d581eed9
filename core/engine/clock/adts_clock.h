// Sound of MPEG-TS whose sampling rate changes on the way: several blocks of AAC share the time of the first,
// and libavformat counts the others on at the rate that it found at the beginning.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <map>

namespace ndas::engine {

class AdtsClock {
public:
    /// Corrects the times of a packet of sound by the rate that stands in itself. Of each stream in order.
    void follow(AVPacket& packet, const AVStream& stream);

private:
    struct End {
        std::int64_t told = AV_NOPTS_VALUE; ///< as libavformat has it
        std::int64_t meant = 0;
    };

    std::map<int, End> ends_; ///< of the latest packet, where they differ; by the number of the stream
};

} // namespace ndas::engine
