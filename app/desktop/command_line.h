// What the desktop program is started with.
#pragma once

#include "core/base/error.h"

#include <QtCore/QStringList>

namespace ndas::app {

struct CommandLine {
    enum class Action { Run, SelfTest, PrintAndExit };

    Action action = Action::Run;
    QString dataDir;
    QStringList recordings; ///< absolute paths
    QString output;         ///< PrintAndExit: help, version or what is wrong
    ExitCode exitCode = ExitCode::Done;
};

/// `arguments` with the program's name first. Needs no application object.
CommandLine parseCommandLine(const QStringList& arguments);

} // namespace ndas::app
