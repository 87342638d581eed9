// The reading thread: lines from standard input become queued work; Cancel, Pause and Ping are answered at
// once.
#pragma once

#include "app/worker/event_writer.h"
#include "app/worker/request_queue.h"

namespace ndas::worker {

/// Queues a line's work, or answers it at once.
void takeLine(const QByteArray& line, RequestQueue& queue, EventWriter& events);
/// Reads until the parent closes its end, then closes the queue; a worker that has not stopped some seconds
/// later ends here and now, since nobody is left to read what it finds.
void readRequests(RequestQueue& queue, EventWriter& events);

} // namespace ndas::worker
