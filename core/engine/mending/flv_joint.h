// Two FLV files one behind the other: libav takes the header of the second for one more tag, of megabytes.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Between two packets: goes behind the header of a further file when that is what comes next, or after tags
/// without content that end the first; else stays where it is.
void skipHeaderOfNextFlv(AVIOContext* io);
/// Whether one was passed on the way from the first tag to here. Leaves `io` where it is.
bool hasPassedNextFlv(AVIOContext* io);

} // namespace ndas::engine
