#include "core/media/geometry.h"

#include <algorithm>
#include <cmath>

namespace ndas::media {

namespace {

constexpr double widestAspect = 16.0;
constexpr int longestSide = 1'000'000'000; // keeps sums of a side and a little within int

double sensibleAspect(Rational aspect)
{
    return aspect.isPositive() && isSensibleAspect(aspect) ? aspect.toDouble() : 1.0;
}

bool isPortrait(PixelSize size)
{
    return size.height > size.width;
}

/// The even number nearest to `wanted`, at least 2 and not above `limit` (unless that is below 2).
int nearestEven(double wanted, int limit)
{
    const int even = 2 * static_cast<int>(std::lround(wanted / 2.0));
    const int highest = limit - limit % 2;
    return std::max(2, std::min(even, highest));
}

} // namespace

bool isSensibleAspect(Rational aspect)
{
    const double ratio = aspect.isPositive() ? aspect.toDouble() : 1.0;
    return ratio <= widestAspect && ratio >= 1.0 / widestAspect;
}

PixelSize displaySize(PixelSize coded, Rational pixelAspect, Orientation orientation)
{
    const double width = std::max(1, coded.width) * sensibleAspect(pixelAspect);
    const PixelSize square{std::max(1, static_cast<int>(std::min<double>(width + 0.5, longestSide))),
                           std::clamp(coded.height, 1, longestSide)};
    return orientation.swapsSides() ? square.transposed() : square;
}

PixelSize fitInto(PixelSize display, PixelSize box)
{
    const PixelSize from{std::clamp(display.width, 1, longestSide),
                         std::clamp(display.height, 1, longestSide)};
    PixelSize limit = box.isEmpty() ? from : box;
    if (isPortrait(limit) != isPortrait(from))
        limit = limit.transposed();
    const double scale = std::min({1.0, static_cast<double>(limit.width) / from.width,
                                   static_cast<double>(limit.height) / from.height});
    return {nearestEven(from.width * scale, std::min(limit.width, from.width)),
            nearestEven(from.height * scale, std::min(limit.height, from.height))};
}

} // namespace ndas::media
