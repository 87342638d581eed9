// What slices of H.264 say of their pictures (ITU-T H.264, 7.3.3), and what must be known to read it.
#pragma once

#include "core/engine/codec/nal_units.h"
#include "core/engine/libav/av_handles.h"

#include <map>
#include <optional>

namespace ndas::engine {

struct H264Slice {
    unsigned number = 0;      ///< of the frame: those that others refer to are counted (7.4.3), from 0 to
    unsigned numbers = 1;     ///< this; a power of 2
    bool mayLeaveOut = false; ///< numbers, as there are fewer frames than were counted
    bool isReferredTo = false;
    bool isIntra = false;
};

class H264Slices {
public:
    explicit H264Slices(const AVCodecParameters& headers);

    /// Packets in the order of the file, which may bring parameter sets. Slices whose sets are not known are
    /// left out.
    std::vector<H264Slice> in(const AVPacket& packet);

private:
    struct Sequence {
        int numberBits = 0;
        bool mayLeaveOut = false;
        bool hasPlanes = false; ///< of colour, with slices of their own
    };

    void learn(std::span<const std::uint8_t> unit);
    std::optional<H264Slice> read(std::span<const std::uint8_t> unit) const;

    NalFraming framing_;
    std::map<unsigned, Sequence> sequences_; ///< by their id
    std::map<unsigned, unsigned> pictures_;  ///< parameter set of a picture -> of its sequence
};

} // namespace ndas::engine
