// What lies in the library's folders, put back into a database that was restored from an older copy.
// Blocking.
#pragma once

#include "core/base/app_paths.h"
#include "core/library/library_store.h"

namespace ndas::library {

/// Registers every original that no row names (its import is queued and finds the file in place), and queues
/// the renditions whose files are there but not known. Returns how many recordings this concerned.
Result<int> adoptFoundFiles(const AppPaths& paths, LibraryStore& store);

} // namespace ndas::library
