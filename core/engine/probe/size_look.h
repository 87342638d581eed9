// Headers that stand among the pictures: those may change their size in mid-track, and no index foretells it.
#pragma once

#include "core/engine/input/input.h"

namespace ndas::engine {

/// The index of an MP4 or MOV says that its pictures have their headers with them, or they are of
/// VP8, VP9 or AV1, which have none elsewhere.
bool mayHideSizes(const AVStream& stream);

/// Whether key frames from all over the recording differ in their size. Leaves `input` anywhere. Cancelled
/// and what reading fails with.
Result<bool> lookAtSizes(Input& input, const AVStream& stream);

} // namespace ndas::engine
