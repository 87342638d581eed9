#include "app/worker/request_queue.h"

namespace ndas::worker {

RequestQueue::Part* RequestQueue::Entry::find(std::int64_t id)
{
    const bool isMine = id >= request.id && id < request.id + static_cast<std::int64_t>(parts.size());
    return isMine ? &parts[static_cast<std::size_t>(id - request.id)] : nullptr;
}

void RequestQueue::Entry::cancel()
{
    for (Part& part : parts)
        part.source.cancel();
}

void RequestQueue::add(media::Request request)
{
    const std::lock_guard lock(mutex_);
    std::vector<Part> parts(static_cast<std::size_t>(request.numbers()));
    waiting_.push_back({.request = std::move(request), .parts = std::move(parts)});
    changed_.notify_all();
}

template <class Act>
void RequestQueue::forNumber(std::int64_t id, const Act& act)
{
    const std::lock_guard lock(mutex_);
    for (Entry& entry : waiting_) {
        if (Part* part = entry.find(id))
            act(entry, *part);
    }
    if (Part* part = current_ ? current_->find(id) : nullptr)
        act(*current_, *part);
}

void RequestQueue::cancel(std::int64_t id)
{
    forNumber(id, [](const Entry&, Part& part) { part.source.cancel(); });
}

void RequestQueue::pause(std::int64_t id)
{
    forNumber(id, [](const Entry& entry, Part& part) {
        const bool canGoOn = std::holds_alternative<media::TranscodeGroup>(entry.request.body);
        (canGoOn ? part.pause : part.source).cancel();
    });
}

void RequestQueue::close()
{
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (Entry& entry : waiting_)
        entry.cancel();
    if (current_)
        current_->cancel();
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
    Work work{.request = current_->request, .parts = {}};
    for (const Part& part : current_->parts)
        work.parts.push_back({.token = part.source.token(), .pause = part.pause.token()});
    return work;
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
