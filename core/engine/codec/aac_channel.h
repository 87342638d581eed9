// The channels within a packet of AAC-LC: read only to know where they end (ISO/IEC 14496-3, 4.4.2).
#pragma once

#include "core/engine/codec/bit_reader.h"

namespace ndas::engine::aac {

/// How many sample rates have an index.
inline constexpr int sampleRates = 13;

/// Behind the element's type; false: it cannot be told where they end.
bool skipSingleChannel(BitReader& bits, int rateIndex);
bool skipChannelPair(BitReader& bits, int rateIndex);

} // namespace ndas::engine::aac
