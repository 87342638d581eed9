// From the words typed to the command that runs.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/error.h"

#include <QtCore/QStringList>

namespace ndas::cli {

/// `arguments` with the program's name first. Prints usage errors and help; never throws.
ExitCode runCommandLine(const QStringList& arguments, const CancellationToken& token);

} // namespace ndas::cli
