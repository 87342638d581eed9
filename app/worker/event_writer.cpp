#include "app/worker/event_writer.h"

#include <cstdio>

namespace ndas::worker {

namespace {

constexpr std::chrono::milliseconds progressPause(250);

} // namespace

EventWriter::EventWriter()
{
    static_cast<void>(out_.open(stdout, QIODevice::WriteOnly));
}

void EventWriter::write(const media::Event& event)
{
    const QByteArray line = media::encode(event);
    const std::lock_guard lock(mutex_);
    out_.write(line);
    out_.flush();
}

void ProgressWriter::operator()(const media::ProgressEvent& progress)
{
    const auto now = std::chrono::steady_clock::now();
    if (progress.stage == stage_ && now - last_ < progressPause)
        return;
    last_ = now;
    stage_ = progress.stage;
    events_.write({.id = id_, .body = progress});
}

} // namespace ndas::worker
