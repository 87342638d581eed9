// What keeping work apart costs: starting a worker for a job, and locking in a copy of a running one for a
// file. usage: bench_isolation WORKER ROUNDS
#include "core/jobs/worker_process.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace ndas;
using Now = std::chrono::steady_clock;

double milliseconds(Now::time_point from)
{
    return std::chrono::duration<double, std::milli>(Now::now() - from).count();
}

double median(std::vector<double> times)
{
    std::ranges::sort(times);
    return times.empty() ? 0.0 : times[times.size() / 2];
}

bool ask(jobs::WorkerProcess& worker)
{
    return worker.perform(media::CapabilitiesRequest{}, {}).has_value();
}

struct Cost {
    double start = 0;   ///< ms until a worker has answered its first question
    double request = 0; ///< ms for each further question
};

Cost costOf(const jobs::WorkerOptions& options, int rounds)
{
    std::vector<double> starts;
    std::vector<double> requests;
    for (int round = 0; round < rounds; ++round) {
        const Now::time_point begin = Now::now();
        const auto worker = jobs::WorkerProcess::start(options);
        if (!worker || !ask(**worker))
            return {};
        starts.push_back(milliseconds(begin));
        for (int i = 0; i < 10; ++i) {
            const Now::time_point asked = Now::now();
            ask(**worker);
            requests.push_back(milliseconds(asked));
        }
    }
    return {.start = median(starts), .request = median(requests)};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    for (const char* isolation : {"0", "1", "2"}) {
        jobs::WorkerOptions options;
        options.program = QFile::decodeName(argv[1]);
        options.arguments = {QStringLiteral("--isolation"), QString::fromLatin1(isolation)};
        const Cost cost = costOf(options, std::max(1, std::atoi(argv[2])));
        std::printf("%s %.1f %.2f\n", isolation, cost.start, cost.request);
    }
    return EXIT_SUCCESS;
}
