// Takes out of AAC what is no sound: data elements, comments, whatever stands in fill elements that are to
// hold nothing, and what follows the end. Sound and what goes with it (band replication, loudness) stay bit
// by bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ndas::engine {

struct AacFormat {
    int rateIndex = 0; ///< ISO/IEC 14496-3, table 1.18

    /// Of packets as MP4 keeps them, AAC-LC with or without band replication; nullopt: another kind, or a
    /// configuration with more in it.
    static std::optional<AacFormat> ofExtradata(std::span<const std::uint8_t> extradata);
};

enum class AacContent {
    SoundOnly,
    UserData,
    Unreadable, ///< where the sound ends cannot be told
};

AacContent contentOf(std::span<const std::uint8_t> packet, AacFormat format);

/// The packet's sound; nullopt when it is unreadable.
std::optional<std::vector<std::uint8_t>> soundOnly(std::span<const std::uint8_t> packet, AacFormat format);

} // namespace ndas::engine
