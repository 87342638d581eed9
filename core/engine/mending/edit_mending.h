// Edit lists of an MP4 or MOV that cannot be meant as they stand: what they would show lies behind the end of
// the media, or lasts no time. libavformat moves such a track away from the others, or shows nothing of it.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <vector>

namespace ndas::engine {

/// What would have to stand in the file: the whole track where all of its list is behind the end, nothing for
/// as long as one of several edits is, and all that is left where a list of one gives no length; before
/// fragments that is what no length means. Leaves `io` where it is.
std::vector<MendedBytes> mendedEdits(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
