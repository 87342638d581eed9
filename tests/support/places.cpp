#include "tests/support/places.h"

#include <QtCore/QFile>

namespace ndas::test {

QString builtProgram(const char* name)
{
    return QStringLiteral(NDAS_BIN_DIR "/") + QLatin1String(name);
}

QString sourceFile(const char* path)
{
    return QStringLiteral(NDAS_SOURCE_DIR "/") + QLatin1String(path);
}

void useBuiltWorker()
{
    qputenv("NDAS_WORKER", QFile::encodeName(builtProgram("ndas-worker")));
}

} // namespace ndas::test
