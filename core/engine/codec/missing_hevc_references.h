// Pictures of H.265 that others refer to and that are not there: each picture says which it needs (ITU-T
// H.265, 8.3.2). libavcodec shows something else in their place and tells nobody.
#pragma once

#include "core/engine/codec/hevc_slices.h"
#include "core/engine/codec/nal_units.h"
#include "core/engine/libav/av_handles.h"

#include <map>
#include <set>

namespace ndas::engine {

class MissingHevcReferences {
public:
    /// Packets in the order of the file. Returns how many are missing in front of this one. Of other codecs
    /// nothing is known.
    std::int64_t follow(const AVPacket& packet, const AVStream& stream);

    /// Reading goes on elsewhere.
    void forget();

private:
    struct Track {
        NalFraming framing;
        HevcSlices slices;
        std::set<int> kept;       ///< places in the order of showing
        int latest = 0;           ///< place that others are counted from
        bool hasBegun = false;    ///< with a key frame
        bool hasEnded = true;     ///< a sequence, or none has begun
        bool hidesLeading = true; ///< of the latest key frame
    };

    static Track trackOf(const AVCodecParameters& headers);
    static std::int64_t missingBefore(Track& track, std::span<const std::uint8_t> unit,
                                      const HevcSlice& slice);
    static std::int64_t keep(Track& track, int place, const HevcSlice& slice);

    std::map<int, Track> tracks_; ///< by stream
};

} // namespace ndas::engine
