// Which recording a file holds, as far as can be told without reading all of it.
#pragma once

#include "core/base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace ndas::engine {

/// Changes with the file's size, its time of change, and with what stands in some places spread over it:
/// another recording under the same name is told from the one that was there, a library that was moved is
/// not. Blocking, a few milliseconds. NotFound, Io, SourceUnreachable, ...
Result<QByteArray> sourceIdentity(const QString& path);

} // namespace ndas::engine
