// Carries out requests, one after the other.
#pragma once

#include "app/worker/event_writer.h"
#include "app/worker/request_queue.h"
#include "core/engine/frames/open_frames.h"

namespace ndas::worker {

/// What one request leaves for the next.
struct Desk {
    std::optional<engine::OpenFrames> frames; ///< the recording whose frames are looked at
};

/// Blocking; says how the request, or each rendition of a group, ended. Exceptions of libraries are among the
/// errors: OutOfMemory, ExternalLibrary.
void perform(const Work& work, EventWriter& events, Desk& desk);

} // namespace ndas::worker
