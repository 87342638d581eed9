// Writes events as lines on standard output. Thread-safe.
#pragma once

#include "core/media/worker_protocol.h"

#include <QtCore/QFile>

#include <chrono>
#include <mutex>
#include <optional>

namespace ndas::worker {

class EventWriter {
public:
    EventWriter();

    void write(const media::Event& event);

private:
    std::mutex mutex_;
    QFile out_;
};

/// Writes the progress of one request or rendition, at most four times a second; a change of stage always
/// goes through. One thread at a time.
class ProgressWriter {
public:
    ProgressWriter(EventWriter& events, std::int64_t id)
        : events_(events)
        , id_(id)
    {
    }

    void operator()(const media::ProgressEvent& progress);

private:
    EventWriter& events_;
    std::int64_t id_;
    std::chrono::steady_clock::time_point last_;
    std::optional<media::Stage> stage_;
};

} // namespace ndas::worker
