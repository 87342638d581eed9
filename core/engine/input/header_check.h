// Whether a container's headers say enough about its streams to read and decode them without a long look.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// True for one video stream and any sound of the usual codecs in MP4/MOV or Matroska, with duration, sizes
/// and what decoders need. What else the packets hold must be taken from the first decoded frame.
bool headersSuffice(const AVFormatContext& context);

} // namespace ndas::engine
