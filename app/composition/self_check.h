// What an installed copy needs to do its work: the probe behind `ndas-cli doctor` and `ndas --self-test`.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/cancellation.h"

#include <vector>

namespace ndas::app {

struct CheckLine {
    QString name; ///< "database", "data folder", "free space", "queue", "library", "thumbnails", "worker",
                  ///< "sandbox", "encoders", "filters", "trial conversion"
    bool fine = false;
    QString detail; ///< what was found, or what is missing and what helps; names no recording
};

/// Runs all checks, also after one has failed. Blocking (a few seconds). `file`: a recording for the trial
/// conversion, "" = a built-in sample. Makes the data folder when it is missing; leaves nothing in it.
std::vector<CheckLine> selfCheck(const AppPaths& paths, const QString& file, const CancellationToken& token);

} // namespace ndas::app
