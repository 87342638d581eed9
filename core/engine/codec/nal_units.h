// The NAL units that packets of H.264 and H.265 are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ndas::engine {

/// How NAL units stand in a packet.
struct NalFraming {
    int lengthBytes = 0; ///< 1, 2 or 4 as in MP4; 0 = start codes

    /// From the codec's extradata: an `avcC` record begins with 1 and names the length size.
    static NalFraming ofExtradata(std::span<const std::uint8_t> extradata);
    /// The same from H.265's `hvcC`.
    static NalFraming ofHevcExtradata(std::span<const std::uint8_t> extradata);
};

/// Without start codes or lengths; they are those of `packet`. nullopt: its lengths do not add up.
std::optional<std::vector<std::span<const std::uint8_t>>> nalUnitsIn(std::span<const std::uint8_t> packet,
                                                                     NalFraming framing);

/// What a unit says, without the bytes that keep start codes out of it.
std::vector<std::uint8_t> withoutEmulationPrevention(std::span<const std::uint8_t> nal);

} // namespace ndas::engine
