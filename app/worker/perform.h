// Carries out one request.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/transcode.h"

namespace ndas::worker {

/// Blocking. Exceptions of libraries come back as errors: OutOfMemory, ExternalLibrary.
Result<media::DoneEvent> perform(const media::RequestBody& request, const CancellationToken& token,
                                 const engine::TranscodeWatch& watch);

} // namespace ndas::worker
