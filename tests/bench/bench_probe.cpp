// Probes files and makes a 320 px JPEG of each, as the importer does: long-lived workers, one per thread.
// usage: bench_probe WORKER ISOLATION THREADS FOLDER FILE...   (ISOLATION: see app/worker/session.h)
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

} // namespace

int main(int argc, char** argv)
{
    if (argc < 6)
        return 2;
    const int threads = std::max(1, std::atoi(argv[3]));
    const QString folder = QFile::decodeName(argv[4]);
    std::vector<QString> files;
    for (int i = 5; i < argc; ++i)
        files.push_back(QFile::decodeName(argv[i]));

    jobs::WorkerOptions options;
    options.program = QFile::decodeName(argv[1]);
    options.arguments = {QStringLiteral("--isolation"), QString::fromLatin1(argv[2])};
    jobs::MediaService service(options, threads);
    std::atomic<int> next = 0;
    std::atomic<int> failed = 0;
    std::vector<std::jthread> pool;
    for (int i = 0; i < threads; ++i) {
        pool.emplace_back([&] {
            for (int n = next++; n < static_cast<int>(files.size()); n = next++) {
                const auto result = service.probe(requestFor(files[static_cast<std::size_t>(n)], folder, n));
                if (!result || result->thumbnails.empty() || result->thumbnails.front().path.isEmpty())
                    ++failed;
            }
        });
    }
    pool.clear();
    std::printf("%zu files, %d failed\n", files.size(), failed.load());
    return failed == 0 ? 0 : 1;
}
