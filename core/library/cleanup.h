// Tidying our own folders: what crashed attempts left behind. Blocking; any thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/clock.h"
#include "core/jobs/job_store.h"

namespace ndas::library {

/// Removes work folders and locks of jobs that are over or unknown, when nobody holds their lock, the
/// previews of programs that have ended, and what a self-check, a backup or the writing of settings or
/// thumbnails that died more than a day ago left. Touches nothing but names of ours. Returns how many were
/// removed.
Result<int> removeStaleWork(const AppPaths& paths, const jobs::JobStore& jobs, const Clock& clock);

} // namespace ndas::library
