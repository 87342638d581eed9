// Writes events as lines on standard output. Thread-safe.
#pragma once

#include "core/media/worker_protocol.h"

#include <QtCore/QFile>

#include <chrono>
#include <mutex>

namespace ndas::worker {

class EventWriter {
public:
    EventWriter();

    void write(const media::Event& event);
    /// As write(), but at most four a second; a change of stage always goes through.
    void writeProgress(std::int64_t id, const media::ProgressEvent& progress);

private:
    std::mutex mutex_;
    QFile out_;
    std::chrono::steady_clock::time_point lastProgress_;
    std::int64_t lastId_ = -1;
    media::Stage lastStage_ = media::Stage::Opening;
};

} // namespace ndas::worker
