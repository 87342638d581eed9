// ndas-worker: does the media work of its parent, one request at a time. It dies with its parent, touches no
// database and no network, and its crash costs one request.
#include "app/worker/perform.h"
#include "app/worker/request_reader.h"
#include "app/worker/worker_options.h"
#include "core/engine/library_log.h"

#include <QtCore/QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

using namespace ndas;

media::EventBody outcomeOf(const worker::Work& work, worker::EventWriter& events)
{
    engine::renewLibraryLogAllowance();
    const auto onProgress = [&](const media::ProgressEvent& progress) {
        events.writeProgress(work.request.id, progress);
    };
    auto done = worker::perform(work.request.body, work.token, onProgress);
    if (!done)
        return media::FailedEvent{std::move(done).error()};
    return std::move(*done);
}

void serve(worker::RequestQueue& queue, worker::EventWriter& events)
{
    while (const std::optional<worker::Work> work = queue.take()) {
        events.write({.id = work->request.id, .body = outcomeOf(*work, events)});
        queue.done();
    }
}

} // namespace

int main(int argc, char** argv)
{
    dieWithParent();
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    const auto limits =
        worker::limitsFromArguments({const_cast<const char* const*>(argv) + 1, arguments.size() - 1});
    if (!limits) {
        std::fprintf(stderr, "ndas-worker is started by ndas and ndas-cli; it does not know %s\n",
                     qPrintable(limits.error().detail));
        return static_cast<int>(ExitCode::Usage);
    }
    if (const auto applied = applyLimits(*limits); !applied)
        std::fprintf(stderr, "limits: %s\n", qPrintable(applied.error().detail));
    engine::startLibraryLog();

    worker::RequestQueue queue;
    worker::EventWriter events;
    events.write({.id = 0, .body = media::HelloEvent{.pid = QCoreApplication::applicationPid()}});
    std::thread reader([&] { worker::readRequests(queue, events); });
    serve(queue, events);
    reader.join();
    return EXIT_SUCCESS;
}
