#include "core/engine/progress_meter.h"

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

void ProgressMeter::enter(media::Stage stage)
{
    event_.stage = stage;
    event_.done = media::Micros(0);
    event_.speed = 0;
    stageStart_ = Clock::now();
    send(stageStart_);
}

void ProgressMeter::reached(media::Micros done)
{
    event_.done = std::max(event_.done, done);
    if (event_.total > media::Micros(0))
        event_.done = std::min(event_.done, event_.total);
    const auto now = Clock::now();
    if (now - lastSent_ >= sendInterval)
        send(now);
}

void ProgressMeter::send(Clock::time_point now)
{
    const std::chrono::duration<double> elapsed = now - stageStart_;
    const std::chrono::duration<double> media = event_.done;
    if (elapsed.count() > 0)
        event_.speed = media / elapsed;
    lastSent_ = now;
    if (onProgress_)
        onProgress_(event_);
}

} // namespace ndas::engine
