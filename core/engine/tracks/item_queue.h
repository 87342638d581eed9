// Items on their way from the thread that reads to one that writes. Few pictures fit in, and few
// large packets.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/tracks/media_item.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace ndas::engine {

class ItemQueue {
public:
    explicit ItemQueue(std::size_t mostPictures)
        : mostPictures_(mostPictures)
    {
    }

    /// Waits for room. False when the writer gave up.
    bool push(MediaItem&& item);
    /// The reader is done; `outcome` is what outcome() returns. The first one counts.
    void close(Result<void> outcome);

    /// Waits for an item; nullopt after the last one, and when cancelled.
    std::optional<MediaItem> pop(const CancellationToken& token);
    /// How reading ended; after pop() returned nothing.
    Result<void> outcome() const;
    /// The writer gives up: push() fails from now on.
    void abandon();

private:
    bool hasRoom() const;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<MediaItem> items_;
    std::size_t mostPictures_;
    std::size_t pictures_ = 0;
    std::size_t bytes_ = 0;
    bool abandoned_ = false;
    std::optional<Result<void>> outcome_;
};

} // namespace ndas::engine
