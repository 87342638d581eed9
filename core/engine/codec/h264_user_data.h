// Removes from H.264 what a camera or an encoder wrote about itself: user-data SEI messages (serial numbers,
// positions, encoder settings, captions), times of day in picture timing, units no decoder of the picture
// reads. What decoding needs stays: slices, parameter sets, recovery points and the like.
#pragma once

#include "core/engine/codec/nal_units.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ndas::engine {

/// The packet without user data; nullopt when it holds none and may stay as it is, or cannot be taken apart.
/// SEI that cannot be read counts as user data.
std::optional<std::vector<std::uint8_t>> withoutUserData(std::span<const std::uint8_t> packet,
                                                         NalFraming framing);
/// Whether user data is left in the packet, or may be: its lengths do not add up.
bool hasUserData(std::span<const std::uint8_t> packet, NalFraming framing);

/// Whether an H.265 packet holds what its writer added in words of its own.
bool hasHevcUserData(std::span<const std::uint8_t> packet, NalFraming framing);

/// A codec's extradata with its parameter sets and nothing behind them; nullopt: it holds something else.
std::optional<std::vector<std::uint8_t>> plainDecoderConfiguration(std::span<const std::uint8_t> extradata);

} // namespace ndas::engine
