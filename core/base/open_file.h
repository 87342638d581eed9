// Regular files by name, also for a process that is locked in (Sandbox), where the one outside opens them.
// Blocking; any thread.
#pragma once

#include "core/base/result.h"

#include <QtCore/QFile>

#include <memory>

namespace ndas {

/// NotFound; NotReadable (no permission, or a folder, a pipe, a device); SourceUnreachable, ... The file does
/// not know its name.
Result<std::unique_ptr<QFile>> openToRead(const QString& path, QIODevice::OpenMode how = {});
/// To write and read, mode 0600, never replacing: AlreadyExists, PermissionDenied, DiskFull, ...
Result<std::unique_ptr<QFile>> createFile(const QString& path, QIODevice::OpenMode how = {});
/// False: it is still there, or was not.
bool removeFile(const QString& path);

} // namespace ndas
