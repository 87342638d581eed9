// Requests on their way from the reading thread to the working one, and the cancelling of the one under way.
#pragma once

#include "core/base/cancellation.h"
#include "core/media/worker_protocol.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace ndas::worker {

/// How one of a request's numbers is stopped.
struct WorkPart {
    CancellationToken token;
    CancellationToken pause;
};

struct Work {
    media::Request request;
    std::vector<WorkPart> parts; ///< as many as the request has numbers
};

class RequestQueue {
public:
    void add(media::Request request);
    /// Cancels what has that number, waiting or under way; any other number is ignored.
    void cancel(std::int64_t id);
    /// Asks the rendition of that number to pause; any other request is cancelled.
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
    struct Part {
        CancellationSource source;
        CancellationSource pause;
    };

    struct Entry {
        media::Request request;
        std::vector<Part> parts;

        Part* find(std::int64_t id);
        void cancel();
    };

    template <class Act>
    void forNumber(std::int64_t id, const Act& act);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Entry> waiting_;
    std::optional<Entry> current_;
    bool closed_ = false;
};

} // namespace ndas::worker
