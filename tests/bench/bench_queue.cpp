// What the queue's table costs: recordings registered in one transaction, and jobs claimed and finished, each
// in transactions of its own. usage: bench_queue FOLDER JOBS CLAIMS
#include "core/base/freed_memory.h"
#include "core/db/migrations.h"
#include "core/library/library_store.h"

#include <cstdio>
#include <cstdlib>

namespace {

using namespace ndas;
using Now = std::chrono::steady_clock;

double seconds(Now::time_point from)
{
    return std::chrono::duration<double>(Now::now() - from).count();
}

Result<double> enqueue(db::Connection& connection, library::LibraryStore& videos, int count)
{
    const Now::time_point begin = Now::now();
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(connection));
    for (int number = 0; number < count; ++number) {
        library::NewVideo video;
        video.originalPath = QStringLiteral("/recordings/%1.mp4").arg(number);
        video.presets = {QStringLiteral("medium")};
        NDAS_CHECK(videos.registerVideo(video));
    }
    NDAS_CHECK(transaction.commit());
    return seconds(begin);
}

struct Costs {
    double claiming = 0; ///< s
    double finishing = 0;
};

Result<Costs> claim(jobs::JobStore& store, int count)
{
    Costs costs;
    for (int number = 0; number < count; ++number) {
        const Now::time_point begin = Now::now();
        NDAS_TRY(const std::optional<jobs::Job> job, store.claimNext(QStringLiteral("bench")));
        if (!job)
            return fail(ErrorCode::NoSuchItem);
        costs.claiming += seconds(begin);
        const Now::time_point claimed = Now::now();
        NDAS_CHECK(store.succeed({.job = job->id, .fence = job->fence}));
        costs.finishing += seconds(claimed);
    }
    return costs;
}

Result<void> run(const QString& folder, int count, int claims)
{
    const SystemClock clock;
    db::DatabasePool pool(folder + QStringLiteral("/ndas.db"));
    NDAS_TRY(db::Connection* const connection, pool.connection());
    NDAS_CHECK(db::migrate(*connection, {}));
    jobs::JobStore store(pool, clock);
    library::LibraryStore videos(pool, store, clock);
    NDAS_TRY(const double enqueued, enqueue(*connection, videos, count));
    NDAS_TRY(const Costs costs, claim(store, claims));
    std::printf("%.3f %.1f %.1f\n", enqueued, claims / costs.claiming, claims / costs.finishing);
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    ndas::keepFreedMemory(); // as the programs do
    if (argc != 4)
        return 2;
    return run(QFile::decodeName(argv[1]), std::atoi(argv[2]), std::atoi(argv[3])) ? EXIT_SUCCESS
                                                                                   : EXIT_FAILURE;
}
