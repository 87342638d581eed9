// A path as this system's own calls take it. For core/base only.
#pragma once

#include <QtCore/QString>

#include <filesystem>

namespace ndas {

/// Absolute; on Windows with backslashes and the prefix that lifts the 260 character limit.
std::filesystem::path nativePath(const QString& path);

} // namespace ndas
