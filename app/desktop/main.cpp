// ndas: the desktop program.
#include "app/desktop/command_line.h"
#include "app/desktop/desktop_session.h"
#include "app/desktop/display.h"
#include "app/desktop/self_test.h"
#include "app/desktop/single_instance.h"
#include "core/base/freed_memory.h"
#include "core/base/interrupt.h"
#include "core/base/log.h"

#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

#include <cstdio>

using namespace ndas;
using namespace ndas::app;

namespace {

void print(std::FILE* stream, const QString& text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
    std::fflush(stream);
}

QStringList argumentsOf(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

int withoutDisplay()
{
    print(stderr, QStringLiteral("ndas: there is no display to show a window on.\n"
                                 "Start it from a desktop session, or use ndas-cli, which does the same work "
                                 "in a terminal.\n"));
    return static_cast<int>(ExitCode::Environment);
}

int handOver(SingleInstance& instance, const CommandLine& line)
{
    print(stderr,
          QStringLiteral("NDAS is already running with this library; its window comes to the front.\n"));
    if (instance.handToFirst(line.recordings))
        return static_cast<int>(ExitCode::Done);
    print(stderr, QStringLiteral("It does not answer; perhaps it is just closing. Try again in a moment.\n"));
    return static_cast<int>(ExitCode::Environment);
}

/// Ctrl+C in the terminal it was started from: stop cleanly, the queue goes on next time.
void closeWhenInterrupted(DesktopSession& session)
{
    auto* timer = new QTimer(&session);
    QObject::connect(timer, &QTimer::timeout, &session, [&session, token = installInterruptHandler()] {
        if (token.isCancelled())
            session.close();
    });
    timer->start(250);
}

/// The folder is there and ours alone; false: another window has it.
Result<bool> takeDataFolder(const AppPaths& paths, SingleInstance& instance)
{
    NDAS_CHECK(paths.create());
    NDAS_TRY(const bool first, instance.becomeFirst());
    if (first)
        startLogging(paths.logDir(), QStringLiteral("ndas"), LogEcho::Warnings);
    return first;
}

int runWindow(QApplication& application, const CommandLine& line)
{
    const AppPaths paths = AppPaths::resolve(line.dataDir);
    ui::SystemDialogs dialogs;
    SingleInstance instance(paths);
    const auto taken = takeDataFolder(paths, instance);
    if (taken && !*taken)
        return handOver(instance, line);

    DesktopSession session(paths, dialogs, [&]() -> Result<void> {
        NDAS_TRY(const bool first, takeDataFolder(paths, instance));
        return first ? Result<void>() : fail(ErrorCode::Busy, QStringLiteral("another window has it open"));
    });
    QObject::connect(&instance, &SingleInstance::startedAgain, &session,
                     [&session](const QStringList& files) {
                         session.bringToFront();
                         session.offerForImport(files);
                     });
    session.offerForImport(line.recordings);
    closeWhenInterrupted(session);
    session.open();
    return application.exec();
}

} // namespace

int main(int argc, char** argv)
{
    keepFreedMemory();
    const CommandLine line = parseCommandLine(argumentsOf(argc, argv));
    if (line.action == CommandLine::Action::PrintAndExit) {
        print(line.exitCode == ExitCode::Done ? stdout : stderr, line.output);
        return static_cast<int>(line.exitCode);
    }
    if (!hasDisplay()) {
        if (line.action == CommandLine::Action::Run)
            return withoutDisplay();
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("NDAS"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NDAS_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("ndas"));
    if (line.action == CommandLine::Action::SelfTest)
        return static_cast<int>(runSelfTest(AppPaths::resolve(line.dataDir), line.recordings.value(0)));
    return runWindow(application, line);
}
