// Whether two names lead to one file on disk. Blocking; any thread.
#pragma once

#include <QtCore/QString>

namespace ndas {

/// By device and inode (volume and file index on Windows), through symbolic and hard links. False when either
/// leads nowhere.
bool isSameFile(const QString& one, const QString& other);

} // namespace ndas
