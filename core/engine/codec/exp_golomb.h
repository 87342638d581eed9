// Numbers in headers of H.264 and H.265 (ITU-T H.264, 9.1; H.265, 9.2).
#pragma once

#include "core/engine/codec/bit_reader.h"

namespace ndas::engine {

inline unsigned readExpGolomb(BitReader& bits)
{
    int zeros = 0;
    while (zeros < 31 && !bits.isPastEnd() && !bits.flag())
        ++zeros;
    return (1U << zeros) - 1 + bits.read(zeros);
}

inline int readSigned(BitReader& bits)
{
    const unsigned code = readExpGolomb(bits);
    const int half = static_cast<int>((code + 1) / 2);
    return code % 2 == 1 ? half : -half;
}

} // namespace ndas::engine
