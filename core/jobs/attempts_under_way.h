// The attempts that are under way in this process, in groups that share a handler's run: each group has a
// thread of the pool until all of it have landed in a state. Thread-safe.
#pragma once

#include "core/jobs/endings.h"

#include <QtCore/QThreadPool>

#include <functional>
#include <map>
#include <mutex>

namespace ndas::jobs {

using Group = std::vector<AttemptPtr>; ///< a job and its companions

class AttemptsUnderWay {
public:
    /// Called on threads of the pool.
    struct Listener {
        std::function<void(const Error&)> onError; ///< before the job lands: how it ended, or could not
        std::function<void()> onFree;              ///< there may be room, or somebody to hear of an end
    };

    AttemptsUnderWay(const std::map<JobKind, JobHandler*>& handlers, Endings& endings, Listener listener);

    void setMost(int groups);                     ///< at a time; those beyond it end in peace
    bool hasRoomBeside(std::size_t groups) const; ///< for one more than these that are about to begin
    bool isEmpty() const;

    void begin(const Group& group);
    void stopAll(StopReason reason);
    void waitForAll();

    std::vector<AttemptPtr> attempts() const;
    int count() const; ///< of attempts

private:
    void run(const Group& group);
    void land(const Ended& ended);

    const std::map<JobKind, JobHandler*>& handlers_;
    Endings& endings_;
    const Listener listener_;

    mutable std::mutex mutex_; ///< guards what follows
    std::map<JobId, AttemptPtr> attempts_;
    int groups_ = 0;
    int most_ = 1;

    QThreadPool pool_; ///< goes first: its threads use the rest
};

} // namespace ndas::jobs
