// How long a recording really is: what the container says when its packets agree, else what they cover.
#pragma once

#include "core/engine/input/packet_survey.h"

namespace ndas::engine {

struct Length {
    media::Micros start{0};
    media::Micros duration{0};
    bool measured = false; ///< the container did not say, or could not be right
};

/// May read on, up to the whole file, when `survey` covers only its head; leaves `input` anywhere.
Result<Length> measureLength(Input& input, std::span<const int> streamIndexes, const Survey& survey,
                             const TimeProgress& onProgress);

} // namespace ndas::engine
