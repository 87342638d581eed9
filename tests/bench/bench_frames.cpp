// How long looking at a recording frame by frame takes: through a session with a worker, or in this process.
// usage: bench_frames WORKER|in-process RECORDING
#include "core/engine/frames/frame_reader.h"
#include "core/jobs/frame_session.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace ndas;
using Now = std::chrono::steady_clock;
using Read = std::function<bool(std::int64_t index, media::PixelSize box)>;

double milliseconds(Now::time_point from)
{
    return std::chrono::duration<double, std::milli>(Now::now() - from).count();
}

double part(std::vector<double> times, double share)
{
    std::ranges::sort(times);
    return times.empty() ? 0.0
                         : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
}

std::vector<double> timed(const Read& read, const std::vector<std::int64_t>& indexes,
                          media::PixelSize box = {})
{
    std::vector<double> times;
    for (const std::int64_t index : indexes) {
        const Now::time_point asked = Now::now();
        if (!read(index, box))
            std::exit(EXIT_FAILURE);
        times.push_back(milliseconds(asked));
    }
    return times;
}

std::vector<std::int64_t> counted(std::int64_t from, std::int64_t step, int count)
{
    std::vector<std::int64_t> all;
    for (int i = 0; i < count; ++i)
        all.push_back(from + i * step);
    return all;
}

int measure(double opened, std::int64_t frames, const Read& read)
{
    QRandomGenerator random(5);
    std::vector<std::int64_t> anywhere;
    for (int i = 0; i < 30; ++i)
        anywhere.push_back(random.bounded(static_cast<int>(frames)));
    const std::int64_t middle = frames / 2 - frames / 2 % 30;
    timed(read, {middle});
    const double next = part(timed(read, counted(middle + 1, 1, 29)), 0.5);
    const double before = part(timed(read, counted(middle + 28, -1, 6)), 0.5);
    const double jump = part(timed(read, anywhere), 0.5);
    timed(read, {middle});
    const double reduced = part(timed(read, counted(middle + 1, 1, 29), {1280, 720}), 0.5);
    const std::int64_t end = std::min<std::int64_t>(frames - 1, middle + 60);
    timed(read, {end});
    const double back = part(timed(read, counted(end - 1, -1, 100)), 0.95);
    std::printf("%.2f %.2f %.2f %.2f %.2f %.2f\n", opened, next, before, jump, reduced, back);
    return EXIT_SUCCESS;
}

int measureHere(const QString& path)
{
    const Now::time_point begin = Now::now();
    auto reader = engine::FrameReader::open(path);
    if (!reader)
        return EXIT_FAILURE;
    return measure(
        milliseconds(begin), std::ssize(reader->times()),
        [&](std::int64_t index, media::PixelSize box) { return reader->read(index, box).has_value(); });
}

int measureSession(const QString& worker, const QString& path)
{
    jobs::WorkerOptions options;
    options.program = worker;
    const Now::time_point begin = Now::now();
    const auto session = jobs::FrameSession::open(options, {.path = path});
    if (!session) {
        std::fprintf(stderr, "%s\n", qPrintable(session.error().detail));
        return EXIT_FAILURE;
    }
    return measure(milliseconds(begin), std::ssize((*session)->facts().times),
                   [&](std::int64_t index, media::PixelSize box) {
                       return (*session)->read({.index = index, .box = box}).has_value();
                   });
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    const QString worker = QFile::decodeName(argv[1]);
    const QString path = QFile::decodeName(argv[2]);
    return worker == QLatin1String("in-process") ? measureHere(path) : measureSession(worker, path);
}
