// Results small enough to be written in one go.
#pragma once

#include "core/base/result.h"

#include <QtCore/QByteArray>

namespace ndas::engine {

/// Never replaces: AlreadyExists; Io. What was half written is removed.
Result<void> writeNewFile(const QString& path, const QByteArray& bytes);

} // namespace ndas::engine
