// Serves requests until the parent closes its end.
#pragma once

#include "app/worker/event_writer.h"
#include "app/worker/worker_options.h"

namespace ndas::worker {

/// Each request in a copy of this process where the system can (Linux): what a file does to it concerns no
/// other. The copy that opens a recording's frames stays for reading them. A copy that ends without an answer
/// takes this process with it, so that the parent sees how. An error: nothing was served, for want of the
/// sandbox the system offers.
Result<void> serve(EventWriter& events, const Options& options);

} // namespace ndas::worker
