// What the presentation times of a stretch of frames say about the frame rate. Pure.
#pragma once

#include "core/media/media_info.h"

namespace ndas::engine {

struct FrameTiming {
    media::Rational average; ///< frames per second; 0/1 with fewer than two different times
    bool variable = false;
    media::Micros usualInterval{0}; ///< the median
};

/// `times` in any order, duplicates allowed. Rounding of containers (1 ms) and jitter do not make it
/// variable; gaps and a changing rate do, unless as many whole pictures are missing there as are `untimed`.
FrameTiming timingOf(std::vector<media::Micros> times, std::int64_t untimed = 0);

} // namespace ndas::engine
