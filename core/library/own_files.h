// Files of ours that are replaced or removed, and where they lie. An original that is read where it was found
// is never touched, not even where it bears one of our names. Blocking; any thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/library/library_store.h"

namespace ndas::library {

/// Below the library of `own` or of another data folder, through whatever links.
bool isInsideLibrary(const QString& path, const AppPaths& own);

/// Publishes a file under a name of ours that no record vouches for yet: what an interrupted attempt left
/// under that name is replaced. AlreadyExists, and nothing is changed, when that is an original in place.
Result<void> publishOurs(const QString& from, const QString& to, const LibraryStore& store);

/// Removes a file of ours; one that is gone already is no failure. AlreadyExists for an original in place.
Result<void> removeOurs(const QString& path, const LibraryStore& store);

/// The same for names relative to the library folder (LibraryStore::removeVideo): recordings and
/// renditions to the trash where there is one. Goes on after a failure and reports the first; a name that
/// leads out of the library is one.
Result<void> removeLibraryFiles(const AppPaths& paths, const QStringList& files, const LibraryStore& store);

} // namespace ndas::library
