// Pictures of H.264, MPEG-1 and MPEG-2 that others refer to and that are not there, as where a network
// camera's were lost on the way: their numbers say so (ITU-T H.264, 7.4.3; ISO/IEC 13818-2, 6.3.9).
// libavcodec shows something else in their place and tells nobody.
#pragma once

#include "core/engine/codec/h264_slices.h"
#include "core/engine/codec/picture_order.h"
#include "core/engine/libav/av_handles.h"

#include <map>
#include <optional>

namespace ndas::engine {

class MissingReferences {
public:
    /// Packets in the order of the file. Returns how many are missing in front of this one. Of other codecs
    /// nothing is known.
    std::int64_t follow(const AVPacket& packet, const AVStream& stream);

    /// Reading goes on elsewhere.
    void forget();

private:
    struct Track {
        H264Slices slices;
        std::optional<unsigned> latest; ///< number of a picture to refer to
        bool isLatestIntra = false;
    };

    static Track trackOf(const AVCodecParameters& headers);
    static std::int64_t missingBefore(Track& track, const H264Slice& slice, bool isKey);

    std::map<int, Track> tracks_; ///< by stream
    std::map<int, PictureOrder> orders_;
};

} // namespace ndas::engine
