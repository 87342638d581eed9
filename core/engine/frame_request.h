// Carries out a FramesRequest.
#pragma once

#include "core/base/cancellation.h"
#include "core/media/worker_protocol.h"

namespace ndas::engine {

/// Refusals as FrameReader's; AlreadyExists, Io for the new files.
Result<media::FramesResult> readFrames(const media::FramesRequest& request, const CancellationToken& token);

} // namespace ndas::engine
