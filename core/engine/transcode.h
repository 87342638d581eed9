// Carries out a plan: one recording in, one finished and verified rendition out.
#pragma once

#include "core/base/cancellation.h"
#include "core/media/worker_protocol.h"

#include <functional>

namespace ndas::engine {

/// Blocks until done; calls `onProgress` on the calling thread, at most about ten times a second. On any
/// failure and on cancellation nothing is left at the request's output path. Errors: those of opening and
/// reading the recording, Damaged, AlreadyExists, DiskFull and the like for the output, EncoderMissing,
/// Cancelled, VerificationFailed.
Result<media::TranscodeResult> transcode(const media::TranscodeRequest& request,
                                         const CancellationToken& token,
                                         const std::function<void(const media::ProgressEvent&)>& onProgress);

} // namespace ndas::engine
