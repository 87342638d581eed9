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

void EventWriter::writeProgress(std::int64_t id, const media::ProgressEvent& progress)
{
    const auto now = std::chrono::steady_clock::now();
    const bool news = id != lastId_ || progress.stage != lastStage_;
    if (!news && now - lastProgress_ < progressPause)
        return;
    lastProgress_ = now;
    lastId_ = id;
    lastStage_ = progress.stage;
    write({.id = id, .body = progress});
}

} // namespace ndas::worker
