// Looks after a data folder in the background: the daily backup of its database, clearing away what crashed
// attempts left behind, and files of removed recordings that are still there. Only one of several programs on
// the same folder does it at a time.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/clock.h"
#include "core/library/library_store.h"

namespace ndas::library {

class Caretaker {
public:
    Caretaker(const AppPaths& paths, const jobs::JobStore& jobs, LibraryStore& library, const Clock& clock);
    ~Caretaker(); ///< waits for what is under way (a backup takes seconds at most)

    /// Does the chores at once and then every hour, on a thread of its own.
    void start();
    /// Once, on the calling thread. Blocking. False: another program is at it.
    Result<bool> doChores() const;

private:
    struct Impl;
    AppPaths paths_;
    const jobs::JobStore& jobs_;
    LibraryStore& library_;
    const Clock& clock_;
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::library
