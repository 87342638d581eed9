#include "core/jobs/worker_exit.h"

#include <QtCore/qsystemdetection.h>

#include <array>
#include <csignal>

namespace ndas::jobs {

namespace {

struct Cause {
    unsigned code;
    ErrorCode error;
    const char* what;
};

#ifdef Q_OS_WIN
// NTSTATUS values, from ntstatus.h.
constexpr std::array<Cause, 9> crashCauses{{
    {0xC0000005, ErrorCode::WorkerCrashed, "access violation"},
    {0xC000001D, ErrorCode::WorkerCrashed, "illegal instruction"},
    {0xC0000094, ErrorCode::WorkerCrashed, "division by zero"},
    {0xC00000FD, ErrorCode::WorkerCrashed, "stack overflow"},
    {0xC0000374, ErrorCode::WorkerCrashed, "heap corruption"},
    {0xC0000409, ErrorCode::WorkerCrashed, "abort"},
    {0xC0000017, ErrorCode::OutOfMemory, "no memory"},
    {0xC000012D, ErrorCode::OutOfMemory, "commitment limit"},
    {0xC000013A, ErrorCode::Interrupted, "ended by the console"},
}};
#else
constexpr std::array<Cause, 11> crashCauses{{
    {SIGSEGV, ErrorCode::WorkerCrashed, "segmentation fault"},
    {SIGABRT, ErrorCode::WorkerCrashed, "abort"},
    {SIGBUS, ErrorCode::WorkerCrashed, "bus error"},
    {SIGILL, ErrorCode::WorkerCrashed, "illegal instruction"},
    {SIGFPE, ErrorCode::WorkerCrashed, "arithmetic error"},
    {SIGKILL, ErrorCode::OutOfMemory, "killed by the system"},
    {SIGSYS, ErrorCode::SandboxViolation, "forbidden system call"},
    {SIGXFSZ, ErrorCode::OutputTooLarge, "file size limit"},
    {SIGTERM, ErrorCode::Interrupted, "asked to end from outside"},
    {SIGINT, ErrorCode::Interrupted, "interrupted from outside"},
    {SIGHUP, ErrorCode::Interrupted, "asked to end from outside"},
}};
#endif

/// An allocation that failed ends in abort() too; only the chatter tells it from other crashes.
bool ranOutOfMemory(const WorkerExit& exit)
{
    return exit.standardError.contains(QLatin1String("bad_alloc"));
}

Error errorOf(ErrorCode code, const WorkerExit& exit, const QString& what)
{
    return {.code = code,
            .detail = QStringLiteral("worker: %1").arg(what),
            .nativeCode = exit.code,
            .where = SourceLocation::current()};
}

} // namespace

Error classifyExit(const WorkerExit& exit)
{
    if (ranOutOfMemory(exit))
        return errorOf(ErrorCode::OutOfMemory, exit, QStringLiteral("allocation failed"));
    for (const Cause& cause : crashCauses) {
        if (exit.crashed && static_cast<unsigned>(exit.code) == cause.code)
            return errorOf(cause.error, exit, QLatin1String(cause.what));
    }
    const QString what = exit.crashed ? QStringLiteral("ended by signal or exception %1")
                                      : QStringLiteral("ended without an answer, exit code %1");
    return errorOf(ErrorCode::WorkerCrashed, exit, what.arg(exit.code));
}

} // namespace ndas::jobs
