// Motion JPEG as cards capture it: the half pictures of one picture stand behind each other in its packet,
// each a JPEG by itself. libavcodec weaves them without saying so, and goes by the container for which is
// which.
#pragma once

#include "core/engine/av_handles.h"

#include <optional>

namespace ndas::engine {

/// Of a recording whose pictures are as high as in `headers`. nullopt: there are none; AV_FIELD_UNKNOWN: they
/// do not say which is which.
std::optional<AVFieldOrder> orderOfJpegFields(const AVPacket& packet, const AVCodecParameters& headers);

} // namespace ndas::engine
