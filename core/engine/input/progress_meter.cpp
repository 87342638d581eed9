#include "core/engine/input/progress_meter.h"

#include "core/base/process_guard.h"

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr auto sendInterval = std::chrono::milliseconds(100);

} // namespace

ProgressMeter::ProgressMeter(media::Micros total, ProgressHandler onProgress)
    : onProgress_(std::move(onProgress))
{
    event_.total = total;
}

void ProgressMeter::enter(media::Stage stage, media::Micros from)
{
    const std::scoped_lock lock(mutex_);
    if (stageStart_ != Clock::time_point())
        ended_.push_back(costOfStage());
    event_.stage = stage;
    event_.done = from;
    event_.speed = 0;
    from_ = from;
    measured_ = from;
    stageStart_ = Clock::now();
    processorAtStart_ = processorTime();
    send(stageStart_);
}

media::StageCost ProgressMeter::costOfStage() const
{
    return {.stage = event_.stage,
            .elapsed = std::chrono::duration_cast<media::Micros>(Clock::now() - stageStart_),
            .processor = processorTime() - processorAtStart_};
}

std::vector<media::StageCost> ProgressMeter::costs() const
{
    const std::scoped_lock lock(mutex_);
    std::vector<media::StageCost> all = ended_;
    all.push_back(costOfStage());
    return all;
}

void ProgressMeter::reached(media::Micros done)
{
    const std::scoped_lock lock(mutex_);
    // May exceed the total, which a header understated: who watches takes what stands still for stuck.
    event_.done = std::max(event_.done, done);
    measured_ = event_.done;
    sendIfDue();
}

void ProgressMeter::tick()
{
    const std::scoped_lock lock(mutex_);
    event_.done += media::Micros(1);
    sendIfDue();
}

void ProgressMeter::end()
{
    const std::scoped_lock lock(mutex_);
    onProgress_ = {};
}

void ProgressMeter::sendIfDue()
{
    const auto now = Clock::now();
    if (now - lastSent_ >= sendInterval)
        send(now);
}

void ProgressMeter::send(Clock::time_point now)
{
    const std::chrono::duration<double> elapsed = now - stageStart_;
    const std::chrono::duration<double> media = measured_ - from_;
    if (elapsed.count() > 0)
        event_.speed = media / elapsed;
    lastSent_ = now;
    if (onProgress_)
        onProgress_(event_);
}

} // namespace ndas::engine
