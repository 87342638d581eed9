// Probes files and makes a 320 px JPEG of each, as the importer does: long-lived workers, one per thread; or
// without a worker, in this process, to see what the isolation costs.
// usage: bench_probe WORKER|in-process ISOLATION THREADS FOLDER FILE...   (ISOLATION: see
// app/worker/session.h)
#include "core/engine/frames/thumbnail.h"
#include "core/engine/libav/library_log.h"
#include "core/engine/probe/probe.h"
#include "core/jobs/media_service.h"

#include <cstdio>
#include <thread>

namespace {

using namespace ndas;

media::ProbeRequest requestFor(const QString& file, const QString& folder, int number)
{
    media::ProbeRequest request{.path = file, .thumbnails = {}};
    media::ThumbnailSpec thumbnail;
    thumbnail.outputPath = QStringLiteral("%1/%2.jpg").arg(folder).arg(number);
    request.thumbnails.push_back(thumbnail);
    return request;
}

Result<media::ProbeResult> probeHere(const media::ProbeRequest& request)
{
    NDAS_TRY(engine::Input input, engine::Input::open(request.path, {}, engine::Depth::Headers));
    NDAS_TRY(engine::Probed probed, engine::probe(input, request.path));
    NDAS_TRY(auto thumbnails,
             engine::makeThumbnails(input, probed.info, request.thumbnails, probed.keyFrame.get()));
    return media::ProbeResult{.info = std::move(probed.info), .thumbnails = std::move(thumbnails)};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 6)
        return 2;
    const QString worker = QFile::decodeName(argv[1]);
    const int threads = std::max(1, std::atoi(argv[3]));
    const QString folder = QFile::decodeName(argv[4]);
    std::vector<QString> files;
    for (int i = 5; i < argc; ++i)
        files.push_back(QFile::decodeName(argv[i]));

    engine::startLibraryLog();
    jobs::WorkerOptions options;
    options.program = worker;
    options.arguments = {QStringLiteral("--isolation"), QString::fromLatin1(argv[2])};
    jobs::MediaService service(options, threads);
    const bool isHere = worker == QLatin1String("in-process");
    std::atomic<int> next = 0;
    std::atomic<int> failed = 0;
    std::vector<std::jthread> pool;
    for (int i = 0; i < threads; ++i) {
        pool.emplace_back([&] {
            for (int n = next++; n < static_cast<int>(files.size()); n = next++) {
                const media::ProbeRequest request = requestFor(files[static_cast<std::size_t>(n)], folder, n);
                const auto result = isHere ? probeHere(request) : service.probe(request);
                if (!result || result->thumbnails.empty() || result->thumbnails.front().path.isEmpty())
                    ++failed;
            }
        });
    }
    pool.clear();
    std::printf("%zu files, %d failed\n", files.size(), failed.load());
    return failed == 0 ? 0 : 1;
}
