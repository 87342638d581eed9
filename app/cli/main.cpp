#include "app/cli/command_line.h"
#include "core/base/freed_memory.h"
#include "core/base/interrupt.h"

#include <QtCore/QCoreApplication>

int main(int argc, char** argv)
{
    ndas::keepFreedMemory();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ndas-cli"));
    const ndas::CancellationToken token = ndas::installInterruptHandler();
    return static_cast<int>(ndas::cli::runCommandLine(QCoreApplication::arguments(), token));
}
