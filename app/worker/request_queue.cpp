#include "app/worker/request_queue.h"

namespace ndas::worker {

void RequestQueue::add(media::Request request)
{
    const std::lock_guard lock(mutex_);
    waiting_.push_back({.request = std::move(request), .source = {}, .pause = {}});
    changed_.notify_all();
}

void RequestQueue::cancel(std::int64_t id)
{
    const std::lock_guard lock(mutex_);
    for (Entry& entry : waiting_) {
        if (entry.request.id == id)
            entry.source.cancel();
    }
    if (current_ && current_->request.id == id)
        current_->source.cancel();
}

void RequestQueue::Entry::askToPause()
{
    const bool canGoOn = std::holds_alternative<media::TranscodeRequest>(request.body);
    (canGoOn ? pause : source).cancel();
}

void RequestQueue::pause(std::int64_t id)
{
    const std::lock_guard lock(mutex_);
    for (Entry& entry : waiting_) {
        if (entry.request.id == id)
            entry.askToPause();
    }
    if (current_ && current_->request.id == id)
        current_->askToPause();
}

void RequestQueue::close()
{
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (Entry& entry : waiting_)
        entry.source.cancel();
    if (current_)
        current_->source.cancel();
    changed_.notify_all();
}

bool RequestQueue::isEmpty()
{
    const std::lock_guard lock(mutex_);
    return waiting_.empty();
}

std::optional<Work> RequestQueue::take()
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty())
        return std::nullopt;
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    return Work{
        .request = current_->request, .token = current_->source.token(), .pause = current_->pause.token()};
}

void RequestQueue::done()
{
    const std::lock_guard lock(mutex_);
    current_.reset();
    changed_.notify_all();
}

bool RequestQueue::waitForEnd(std::chrono::milliseconds time)
{
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return closed_ && waiting_.empty() && !current_; });
}

} // namespace ndas::worker
