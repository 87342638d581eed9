// What the way a worker ended says about the cause. Pure.
#pragma once

#include "core/base/error.h"

namespace ndas::jobs {

struct WorkerExit {
    bool crashed = false; ///< by a signal, or by what Windows takes for a crash
    int code = 0;         ///< exit code; the signal's number when crashed (Unix)
    QString standardError;
};

/// For a worker that ended without an answer and without being asked to: WorkerCrashed, OutOfMemory,
/// SandboxViolation, OutputTooLarge (file size limit) or Busy (somebody, such as a system shutting down,
/// asked it to end).
Error classifyExit(const WorkerExit& exit);

} // namespace ndas::jobs
