// What was decided for recordings that are not imported yet: kept in the data folder, so that it outlives the
// program. Blocking (files); any thread, one call at a time.
#pragma once

#include "core/base/app_paths.h"
#include "ui/models/import_row.h"

namespace ndas::ui {

struct DraftRecording {
    QString path;
    ImportDecision decision;
};

using ImportDraft = std::vector<DraftRecording>;

Result<void> keepDraft(const AppPaths& paths, const ImportDraft& draft);
/// Empty when there is none, or none that can be read.
ImportDraft readDraft(const AppPaths& paths);
bool dropDraft(const AppPaths& paths);

} // namespace ndas::ui
