// Recordings that are not imported yet and what was decided for them: kept in the data folder, so that they
// outlive the program. Blocking (files); any thread, one call at a time.
#pragma once

#include "core/base/app_paths.h"
#include "ui/models/import_row.h"

namespace ndas::ui {

struct DraftRecording {
    QString path;
    ImportDecision decision;
};

struct ImportDraft {
    std::vector<DraftRecording> recordings{};
    QStringList unsearched{}; ///< files and folders in which there may be more

    bool isEmpty() const { return recordings.empty() && unsearched.isEmpty(); }
};

Result<void> keepDraft(const AppPaths& paths, const ImportDraft& draft);
/// Empty when there is none, or none that can be read.
ImportDraft readDraft(const AppPaths& paths);
bool dropDraft(const AppPaths& paths);

} // namespace ndas::ui
