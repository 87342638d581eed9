// Carries out plans: one recording in, finished and verified renditions out.
#pragma once

#include "core/base/cancellation.h"
#include "core/media/worker_protocol.h"

#include <functional>

namespace ndas::engine {

/// What a caller hears of a rendition, from a thread that belongs to it, and how it asks for a pause.
struct TranscodeWatch {
    std::function<void(const media::ProgressEvent&)> onProgress = {}; ///< at most about ten times a second
    std::function<void(const media::CheckpointEvent&)> onCheckpoint = {}; ///< with a journal
    CancellationToken pause = {}; ///< end with Paused as soon as what is done is kept
};

struct RenditionOrder {
    media::TranscodeRequest request;
    CancellationToken token = {};
    TranscodeWatch watch = {};
    std::function<void(Result<media::TranscodeResult>)> onEnd = {}; ///< once, also from a thread of its own
};

/// Blocks until done. On any failure and on cancellation nothing is left at the request's output path; the
/// journal stays, and a later call goes on from it: frames, times and bitrate cap are those of a single run.
/// Errors: those of opening and reading the recording, Damaged, AlreadyExists, DiskFull and the like for the
/// output, EncoderMissing, media::begunByProcessor, Cancelled, Paused, VerificationFailed.
Result<media::TranscodeResult> transcode(const media::TranscodeRequest& request,
                                         const CancellationToken& token, const TranscodeWatch& watch = {});

/// The same for several renditions of one recording, which is read and decoded once for all of them. Each
/// ends on its own; the others go on.
void transcodeTogether(const std::vector<RenditionOrder>& orders);

} // namespace ndas::engine
