// Carries out a plan: one recording in, one finished and verified rendition out.
#pragma once

#include "core/base/cancellation.h"
#include "core/media/worker_protocol.h"

#include <functional>

namespace ndas::engine {

/// What a caller hears while it waits, on the calling thread, and how it asks for a pause.
struct TranscodeWatch {
    std::function<void(const media::ProgressEvent&)> onProgress = {}; ///< at most about ten times a second
    std::function<void(const media::CheckpointEvent&)> onCheckpoint = {}; ///< with a journal
    CancellationToken pause = {}; ///< end with Paused as soon as what is done is kept
};

/// Blocks until done. On any failure and on cancellation nothing is left at the request's output path; the
/// journal stays, and a later call goes on from it: frames, times and bitrate cap are those of a single run.
/// Errors: those of opening and reading the recording, Damaged, AlreadyExists, DiskFull and the like for the
/// output, EncoderMissing, Cancelled, Paused, VerificationFailed.
Result<media::TranscodeResult> transcode(const media::TranscodeRequest& request,
                                         const CancellationToken& token, const TranscodeWatch& watch = {});

} // namespace ndas::engine
