// A packet that begins something new in its stream, whose headers it brings along: at the joint of two
// recordings, and where reading goes on elsewhere among them. Decoders finish what they hold before it.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Copies `parameters` into the packet.
Result<void> bringHeaders(AVPacket& packet, const AVCodecParameters& parameters);

/// Null when it brings none.
const AVCodecParameters* broughtHeaders(const AVPacket& packet);

/// What decodes the one decodes the other. What is not known makes no difference.
bool areAlike(const AVCodecParameters& one, const AVCodecParameters& other);

} // namespace ndas::engine
