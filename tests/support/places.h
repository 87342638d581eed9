// Where things of this build are. Told by one source alone, so that all others compile to the same in every
// folder and ccache knows them again.
#pragma once

#include <QtCore/QString>

namespace ndas::test {

/// "ndas-worker".
QString builtProgram(const char* name);

/// "resources/presets.json".
QString sourceFile(const char* path);

/// That programs and tests start the worker of this build.
void useBuiltWorker();

} // namespace ndas::test
