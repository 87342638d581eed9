// One log file per program (rotated at 5 MB, 3 kept) plus stderr when asked for. Messages carry ids, never
// names, paths or other patient data; Error::detail stays out of it (code, native code and source line go
// in).
#pragma once

#include "core/base/error.h"

#include <QtCore/QLoggingCategory>

namespace ndas {

Q_DECLARE_LOGGING_CATEGORY(logCore)
Q_DECLARE_LOGGING_CATEGORY(logJobs)
Q_DECLARE_LOGGING_CATEGORY(logWorker)

enum class LogEcho { Off, Warnings, Everything };

/// Installs the message handler; before it, messages go to stderr. Call once, at program start.
void startLogging(const QString& folder, const QString& program, LogEcho echo);

/// "disk-full (28) durable_file.cpp:71": what the log may say about an error.
QString logText(const Error& error);

} // namespace ndas
