// Raw pictures in AVI that say by masks which bits are of which colour (BI_BITFIELDS). libavcodec takes each
// for 16 bits of 5, 6 and 5.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Those of 32 bits, and of 15, get the name of usual ones, bottom row first. What is none stays as it is.
void nameUsualBitFields(AVCodecParameters& parameters);

} // namespace ndas::engine
