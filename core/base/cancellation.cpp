#include "core/base/cancellation.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace ndas {

struct CancellationToken::State {
    std::mutex mutex;
    std::condition_variable changed;
    bool cancelled = false;
    std::vector<std::weak_ptr<State>> children;
    std::size_t parents = 1; ///< that are not cancelled

    void cancel();
    void loseParent();
    void adopt(const std::shared_ptr<State>& child);
};

void CancellationToken::State::cancel()
{
    std::vector<std::weak_ptr<State>> toTell;
    {
        const std::scoped_lock lock(mutex);
        cancelled = true;
        toTell.swap(children);
    }
    changed.notify_all();
    for (const auto& weak : toTell) {
        if (const auto child = weak.lock())
            child->loseParent();
    }
}

void CancellationToken::State::loseParent()
{
    {
        const std::scoped_lock lock(mutex);
        if (--parents > 0)
            return;
    }
    cancel();
}

void CancellationToken::State::adopt(const std::shared_ptr<State>& child)
{
    {
        const std::scoped_lock lock(mutex);
        if (!cancelled) {
            // A long-lived parent sees many short children: forget those that are gone.
            std::erase_if(children, [](const auto& weak) { return weak.expired(); });
            children.push_back(child);
            return;
        }
    }
    child->loseParent();
}

CancellationToken::CancellationToken(std::shared_ptr<State> state)
    : state_(std::move(state))
{
}

bool CancellationToken::isCancelled() const
{
    if (!state_)
        return false;
    const std::scoped_lock lock(state_->mutex);
    return state_->cancelled;
}

bool CancellationToken::waitFor(std::chrono::milliseconds time) const
{
    if (!state_) {
        std::this_thread::sleep_for(time);
        return false;
    }
    std::unique_lock lock(state_->mutex);
    return state_->changed.wait_for(lock, time, [this] { return state_->cancelled; });
}

CancellationSource::CancellationSource()
    : state_(std::make_shared<CancellationToken::State>())
{
}

CancellationSource::CancellationSource(const CancellationToken& parent)
    : CancellationSource()
{
    if (parent.state_)
        parent.state_->adopt(state_);
}

CancellationSource CancellationSource::whenAll(const std::vector<CancellationToken>& parents)
{
    CancellationSource source;
    source.state_->parents = parents.size();
    for (const CancellationToken& parent : parents)
        if (parent.state_)
            parent.state_->adopt(source.state_);
    return source;
}

CancellationToken CancellationSource::token() const
{
    return CancellationToken(state_);
}

void CancellationSource::cancel()
{
    state_->cancel();
}

} // namespace ndas
