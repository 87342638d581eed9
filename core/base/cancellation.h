// Cancellation: one source, many tokens, children. Cancelling a parent cancels its children and wakes those
// that wait.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

namespace ndas {

class CancellationToken {
public:
    CancellationToken() = default; ///< a token that is never cancelled

    bool isCancelled() const;
    /// Blocks until cancelled (true) or the time is over (false). Any thread.
    bool waitFor(std::chrono::milliseconds time) const;

private:
    friend class CancellationSource;
    struct State;
    explicit CancellationToken(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

class CancellationSource {
public:
    CancellationSource();
    /// A source that is cancelled together with `parent`.
    explicit CancellationSource(const CancellationToken& parent);

    /// A source that is cancelled when all of these are.
    static CancellationSource whenAll(const std::vector<CancellationToken>& parents);

    CancellationToken token() const;
    void cancel(); ///< idempotent, any thread

private:
    std::shared_ptr<CancellationToken::State> state_;
};

} // namespace ndas
