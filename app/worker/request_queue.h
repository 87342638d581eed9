// Requests on their way from the reading thread to the working one, and the cancelling of the one under way.
#pragma once

#include "core/base/cancellation.h"
#include "core/media/worker_protocol.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace ndas::worker {

struct Work {
    media::Request request;
    CancellationToken token;
    CancellationToken pause;
};

class RequestQueue {
public:
    void add(media::Request request);
    /// Cancels the request of that number, waiting or under way; any other number is ignored.
    void cancel(std::int64_t id);
    /// Asks the transcode of that number to pause; any other request is cancelled.
    void pause(std::int64_t id);
    /// No more will come; what waits or is under way is cancelled.
    void close();

    bool isEmpty();
    /// The next request, waited for; nullopt once closed and empty.
    std::optional<Work> take();
    /// The work taken last is over.
    void done();
    /// Waits until closed, emptied and done (true) or the time is over.
    bool waitForEnd(std::chrono::milliseconds time);

private:
    struct Entry {
        media::Request request;
        CancellationSource source;
        CancellationSource pause;

        void askToPause();
    };

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Entry> waiting_;
    std::optional<Entry> current_;
    bool closed_ = false;
};

} // namespace ndas::worker
