#include "core/engine/tracks/item_queue.h"

namespace ndas::engine {

namespace {

constexpr std::size_t mostItems = 256;
constexpr std::size_t mostBytes = 16 << 20; ///< of packets; one that is larger passes alone
constexpr std::chrono::milliseconds lookAtToken(50);

} // namespace

bool ItemQueue::hasRoom() const
{
    return pictures_ < mostPictures_ && items_.size() < mostItems && bytes_ < mostBytes;
}

bool ItemQueue::push(MediaItem&& item)
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return abandoned_ || hasRoom(); });
    if (abandoned_)
        return false;
    pictures_ += item.isPicture() ? 1 : 0;
    bytes_ += item.bytes();
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
}

void ItemQueue::close(Result<void> outcome)
{
    const std::scoped_lock lock(mutex_);
    if (!outcome_)
        outcome_ = std::move(outcome);
    changed_.notify_all();
}

std::optional<MediaItem> ItemQueue::pop(const CancellationToken& token)
{
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, lookAtToken, [&] { return !items_.empty() || outcome_; })) {
        if (token.isCancelled())
            return std::nullopt;
    }
    if (items_.empty())
        return std::nullopt;
    MediaItem item = std::move(items_.front());
    items_.pop_front();
    pictures_ -= item.isPicture() ? 1 : 0;
    bytes_ -= item.bytes();
    changed_.notify_all();
    return item;
}

Result<void> ItemQueue::outcome() const
{
    const std::scoped_lock lock(mutex_);
    return outcome_.value_or(Result<void>{});
}

void ItemQueue::abandon()
{
    const std::scoped_lock lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
}

} // namespace ndas::engine
