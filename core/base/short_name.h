// Names that file systems take: most allow 255 bytes. Pure.
#pragma once

#include <QtCore/QString>

namespace ndas {

/// The beginning of `name` that takes at most so many bytes in UTF-8, without half of what users take for a
/// character at its end.
QString shortName(const QString& name, qsizetype bytes);

} // namespace ndas
