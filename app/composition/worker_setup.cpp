#include "app/composition/worker_setup.h"

namespace ndas::app {

jobs::WorkerOptions workerOptions(const QString& program, const settings::Settings& settings)
{
    jobs::WorkerOptions options;
    options.program = program;
    // Address space, not resident memory: thread stacks and mapped libraries reserve far more than they use.
    options.limits.memoryBytes = 3 * settings.jobMemoryBytes + (qint64{1} << 30);
    options.limits.fileBytes = qint64{2} << 30; // the largest picture without compression takes one gigabyte
    options.hardLimit = std::chrono::minutes(10);
    return options;
}

} // namespace ndas::app
