// Results small enough to be written in one go.
#pragma once

#include "core/base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QFile>

namespace ndas::engine {

/// Why the last write failed: DiskFull, Io.
Failure writeFailure(const QFile& file);

/// Never replaces: AlreadyExists; DiskFull, Io. What was half written is removed.
Result<void> writeNewFile(const QString& path, const QByteArray& bytes);

} // namespace ndas::engine
