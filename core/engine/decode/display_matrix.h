// The display matrix of containers and frames as one of the eight exact orientations.
#pragma once

#include "core/media/geometry.h"

#include <cstdint>
#include <span>

namespace ndas::engine {

struct MatrixOrientation {
    media::Orientation orientation;
    bool rounded = false; ///< the matrix asked for another angle; the nearest was taken
};

/// `matrix`: 9 values as in libavutil/display.h (16.16 and 2.30 fixed point). A matrix nothing can be seen
/// through counts as upright.
MatrixOrientation orientationOf(std::span<const std::int32_t, 9> matrix);
/// The same from the 36 bytes libav keeps; upright when there are fewer.
MatrixOrientation orientationOf(std::span<const std::uint8_t> bytes);

} // namespace ndas::engine
