// How workers are started outside the queue's jobs: limits from the settings.
#pragma once

#include "core/jobs/worker_process.h"
#include "core/settings/settings.h"

namespace ndas::app {

/// For probes, thumbnails and single transcodes of the command line.
jobs::WorkerOptions workerOptions(const QString& program, const settings::Settings& settings);

} // namespace ndas::app
