// Still pictures of a recording: of an exact moment, or of a frame chosen because it shows something.
#pragma once

#include "core/engine/input/input.h"
#include "core/media/worker_protocol.h"

namespace ndas::engine {

/// Writes one image file per spec, upright, in square pixels, SDR, without metadata. Times count from the
/// start of the recording and are clamped to its length. A thumbnail that cannot be made has an empty path;
/// errors are Cancelled, and what is not the recording's fault and will pass (RetryClass::Environment: a full
/// disk). Leaves `input` anywhere. `keyFrame`: one that was decoded already on the way, if any, tried first
/// for small pictures.
Result<std::vector<media::ThumbnailResult>> makeThumbnails(Input& input, const media::MediaInfo& info,
                                                           const std::vector<media::ThumbnailSpec>& specs,
                                                           const AVFrame* keyFrame = nullptr);

} // namespace ndas::engine
