#include "core/engine/decode/display_matrix.h"

#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

namespace ndas::engine {

namespace {

constexpr double toleratedDegrees = 1.0;

} // namespace

MatrixOrientation orientationOf(std::span<const std::int32_t, 9> matrix)
{
    // x' = a x + c y, y' = b x + d y, with y pointing down: turning clockwise by t after an optional
    // mirroring of x gives c = -sin t and d = cos t in both cases.
    const double a = matrix[0];
    const double b = matrix[1];
    const double c = matrix[3];
    const double d = matrix[4];
    const double determinant = a * d - b * c;
    if (determinant == 0.0)
        return {};
    const double degrees = std::atan2(-c, d) * 180.0 / std::numbers::pi;
    const int quarters = static_cast<int>(std::lround(degrees / 90.0));
    return {.orientation = {.clockwiseDegrees = ((quarters % 4 + 4) % 4) * 90, .mirrored = determinant < 0},
            .rounded = std::abs(degrees - quarters * 90.0) > toleratedDegrees};
}

MatrixOrientation orientationOf(std::span<const std::uint8_t> bytes)
{
    std::array<std::int32_t, 9> matrix{};
    if (bytes.size() < sizeof matrix)
        return {};
    std::memcpy(matrix.data(), bytes.data(), sizeof matrix);
    return orientationOf(std::span<const std::int32_t, 9>(matrix));
}

} // namespace ndas::engine
