// Pictures that differ in shape, or in which side is up, from those a rendition or a still was planned for:
// all of each is shown, upright and never distorted.
#pragma once

#include "core/engine/filter/picture_chain.h"

#include <optional>

namespace ndas::engine {

/// As the frame itself says.
std::optional<media::Orientation> turnOf(const AVFrame& frame);

/// Width by height once it is turned.
double shapeOf(media::PixelSize size, double pixelAspect, const media::Orientation& turn);

/// The part of `whole` that a picture fills which is `stretch` times as wide, for its height, as one that
/// fills all of it; empty = all.
media::PixelSize filledPart(media::PixelSize whole, double stretch);

} // namespace ndas::engine
