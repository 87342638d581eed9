// `ndas --self-test`: does this copy have everything it needs? What the command line program checks, plus
// what a screen needs.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/error.h"

namespace ndas::app {

/// Prints one line per check; needs a QApplication. `file`: tried instead of the built-in sample.
ExitCode runSelfTest(const AppPaths& paths, const QString& file);

} // namespace ndas::app
