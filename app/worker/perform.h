// Carries out one request.
#pragma once

#include "core/base/cancellation.h"
#include "core/media/worker_protocol.h"

#include <functional>

namespace ndas::worker {

using OnProgress = std::function<void(const media::ProgressEvent&)>;

/// Blocking. Exceptions of libraries come back as errors: OutOfMemory, ExternalLibrary.
Result<media::DoneEvent> perform(const media::RequestBody& request, const CancellationToken& token,
                                 const OnProgress& onProgress);

} // namespace ndas::worker
