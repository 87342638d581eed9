// The way to a sound database of this schema: checked after an unclean exit and after damage was seen,
// restored from a backup when damaged.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/clock.h"
#include "core/jobs/scheduler.h"

namespace ndas::app {

struct OpenedDatabase {
    std::unique_ptr<jobs::Instance> instance;
    std::optional<Error> restored; ///< DatabaseRestored: what the user has to know
};

/// One program at a time does this; others wait. Damage is mended only when no other program uses the
/// database; a file of another program or a newer schema is left alone. Blocking.
Result<OpenedDatabase> openDatabase(const AppPaths& paths, const Clock& clock);

} // namespace ndas::app
