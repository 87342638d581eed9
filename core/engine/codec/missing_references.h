// Pictures of H.264, MPEG-1 and MPEG-2 that others refer to and that are not there, as where a network
// camera's were lost on the way: their numbers say so (ITU-T H.264, 7.4.3; ISO/IEC 13818-2, 6.3.9).
// libavcodec shows something else in their place and tells nobody.
#pragma once

#include "core/engine/codec/nal_units.h"
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
    struct Sequence {
        unsigned numbers = 0; ///< count from 0 to this; 0 = nothing is known
        bool mayLeaveOut = false;
        bool hasPlanes = false; ///< of colour, with slices of their own
    };

    struct Track {
        NalFraming framing;
        std::map<unsigned, Sequence> sequences; ///< by their id
        std::map<unsigned, unsigned> pictures;  ///< parameter set of a picture -> of its sequence
        std::optional<unsigned> latest;         ///< number of a picture to refer to
        bool isLatestIntra = false;
    };

    static Track trackOf(const AVCodecParameters& headers);
    static void learn(Track& track, std::span<const std::uint8_t> unit);
    static std::int64_t missingBefore(Track& track, std::span<const std::uint8_t> slice, bool isKey);

    std::map<int, Track> tracks_; ///< by stream
    std::map<int, PictureOrder> orders_;
};

} // namespace ndas::engine
