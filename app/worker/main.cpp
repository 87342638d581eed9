// ndas-worker: does the media work of its parent, one request at a time. It dies with its parent, touches no
// database and no network, and its crash costs one request.
#include "app/worker/session.h"
#include "app/worker/worker_options.h"
#include "core/engine/libav/library_log.h"
#include "core/engine/transcode/preparation.h"
#include "core/media/recording_date.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>

#include <cstdio>
#include <cstdlib>

namespace {

/// What is read from files of the system on first use, and could not be once locked in; and what every copy
/// would prepare for itself (patterns, 0.4 ms).
void loadOnce()
{
    static_cast<void>(QDateTime::currentDateTime().offsetFromUtc());
    static_cast<void>(ndas::media::recordingDateFromFileName(QStringLiteral("recording")));
    ndas::engine::prepareForCopies();
}

} // namespace

int main(int argc, char** argv)
{
    using namespace ndas;
    dieWithParent();
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    const auto options =
        worker::optionsFromArguments({const_cast<const char* const*>(argv) + 1, arguments.size() - 1});
    if (!options) {
        std::fprintf(stderr, "ndas-worker is started by ndas and ndas-cli; it does not know %s\n",
                     qPrintable(options.error().detail));
        return static_cast<int>(ExitCode::Usage);
    }
    worker::liveWithin(options->limits);
    engine::startLibraryLog();
    loadOnce();

    worker::EventWriter events;
    events.write({.id = 0, .body = media::HelloEvent{.pid = QCoreApplication::applicationPid()}});
    const auto served = worker::serve(events, *options);
    if (!served)
        std::fprintf(stderr, "sandbox: %s\n", qPrintable(served.error().detail));
    return served ? EXIT_SUCCESS : EXIT_FAILURE;
}
