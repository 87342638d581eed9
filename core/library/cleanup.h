// Tidying our own folders: what crashed attempts left behind. Blocking; any thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/clock.h"
#include "core/library/library_store.h"

namespace ndas::library {

/// Removes work folders and locks of jobs that are over or unknown, when nobody holds their lock, the
/// previews of programs that have ended, and what a self-check, a backup or the writing of settings or
/// thumbnails that died more than a day ago left. Touches nothing but names of ours. Returns how many were
/// removed.
Result<int> removeStaleWork(const AppPaths& paths, const jobs::JobStore& jobs, const Clock& clock);

/// Of these files of removed videos, those that are gone for good (their folders are synced) are forgotten.
/// Returns how many.
Result<int> forgetGone(const AppPaths& paths, LibraryStore& store, const QStringList& files);

/// Deletes and forgets the files of removed videos that whoever removed them did not get to. Those removed in
/// the last minutes are left alone: that may still be going on.
Result<int> finishRemovals(const AppPaths& paths, LibraryStore& store, const Clock& clock);

} // namespace ndas::library
