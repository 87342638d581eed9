// Carries out one request.
#pragma once

#include "app/worker/event_writer.h"
#include "app/worker/request_queue.h"

namespace ndas::worker {

/// Blocking; says how the request, or each rendition of a group, ended. Exceptions of libraries are among the
/// errors: OutOfMemory, ExternalLibrary.
void perform(const Work& work, EventWriter& events);

} // namespace ndas::worker
