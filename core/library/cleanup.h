// Tidying our own folders: what crashed attempts and removed videos left behind. Blocking; any thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/clock.h"
#include "core/jobs/job_store.h"

namespace ndas::library {

/// Removes work folders and locks of jobs that are over or unknown, when nobody holds their lock, and what a
/// self-check or a backup that died more than a day ago left. Touches nothing but names of ours below
/// library/.work and backups/. Returns how many were removed.
Result<int> removeStaleWork(const AppPaths& paths, const jobs::JobStore& jobs, const Clock& clock);

/// Deletes files by name relative to the library folder (LibraryStore::removeVideo). Goes on after a failure
/// and reports the first; a file that is gone already is no failure, a name that leads out of the library is.
Result<void> deleteLibraryFiles(const AppPaths& paths, const QStringList& files);

} // namespace ndas::library
