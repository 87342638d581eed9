// Turns media time reached into progress events, at most ten a second, and keeps what each stage took. Any
// threads.
#pragma once

#include "core/media/worker_protocol.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

namespace ndas::engine {

using ProgressHandler = std::function<void(const media::ProgressEvent&)>;

class ProgressMeter {
public:
    ProgressMeter(media::Micros total, ProgressHandler onProgress);

    /// A new stage: speed is measured anew, the event is sent at once. What an earlier attempt did up to
    /// `from` counts as done, but not as done now.
    void enter(media::Stage stage, media::Micros from = media::Micros(0));
    /// Media time reached in this stage; never goes back.
    void reached(media::Micros done);
    /// Something got done that is not counted in media time: the least step forward, which says "not stuck".
    void tick();
    /// No event is sent any more.
    void end();
    /// Of all stages entered so far, up to now.
    std::vector<media::StageCost> costs() const;

private:
    using Clock = std::chrono::steady_clock;
    void sendIfDue();
    void send(Clock::time_point now);
    media::StageCost costOfStage() const;

    mutable std::mutex mutex_;
    ProgressHandler onProgress_;
    media::ProgressEvent event_;
    media::Micros from_{0};
    media::Micros measured_{0}; ///< of what is done; the rest are ticks
    std::vector<media::StageCost> ended_;
    Clock::time_point stageStart_;
    media::Micros processorAtStart_{0};
    Clock::time_point lastSent_;
};

} // namespace ndas::engine
