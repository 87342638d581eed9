// What the head of a VP9 frame says; libavcodec's parser leaves out the size. Pure.
#pragma once

#include "core/media/media_info.h"

#include <cstdint>
#include <span>

namespace ndas::engine {

/// Of a key frame; empty for other frames and what is none.
media::PixelSize sizeOfVp9KeyFrame(std::span<const std::uint8_t> packet);

} // namespace ndas::engine
