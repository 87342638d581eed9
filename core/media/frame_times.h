// When the frames of a recording are shown. Pure.
#pragma once

#include "core/media/media_info.h"

namespace ndas::media {

/// Number of the frame on screen at `time`; before the first the first, after the last the last. `times`:
/// when each is first shown, ascending.
std::int64_t frameOnScreen(const std::vector<Micros>& times, Micros time);

} // namespace ndas::media
