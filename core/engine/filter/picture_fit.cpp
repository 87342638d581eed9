#include "core/engine/filter/picture_fit.h"

#include "core/engine/decode/display_matrix.h"

#include <algorithm>
#include <cmath>

namespace ndas::engine {

std::optional<media::Orientation> turnOf(const AVFrame& frame)
{
    const AVFrameSideData* own = av_frame_get_side_data(&frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return own ? std::optional(orientationOf(std::span<const std::uint8_t>(own->data, own->size)).orientation)
               : std::nullopt;
}

double shapeOf(media::PixelSize size, double pixelAspect, const media::Orientation& turn)
{
    const double shape = pixelAspect * size.width / std::max(1, size.height);
    return turn.swapsSides() ? 1 / shape : shape;
}

media::PixelSize filledPart(media::PixelSize whole, double stretch)
{
    constexpr double tolerated = 0.02; // rounding to whole and even sizes
    if (std::abs(stretch - 1.0) < tolerated)
        return {};
    const auto even = [](double side, int limit) {
        return std::clamp(2 * static_cast<int>(std::lround(side / 2)), std::min(2, limit), limit);
    };
    return stretch > 1.0 ? media::PixelSize{whole.width, even(whole.height / stretch, whole.height)}
                         : media::PixelSize{even(whole.width * stretch, whole.width), whole.height};
}

} // namespace ndas::engine
