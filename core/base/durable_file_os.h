// The system calls below DurableFile; one implementation per system. For core/base only.
#pragma once

#include "core/base/result.h"

#include <QtCore/QByteArrayView>

namespace ndas::os {

struct OpenedFile {
    qintptr handle;
    qint64 size;
};

Result<qintptr> createFile(const QString& path); ///< exclusively, mode 0600
Result<OpenedFile> openFileToAppend(const QString& path);
Result<void> writeAll(qintptr handle, QByteArrayView bytes);
Result<void> syncData(qintptr handle);
Result<void> truncateFile(qintptr handle, qint64 size); ///< and positions at the new end
Result<void> closeFile(qintptr handle);
Result<void> renameWithoutReplacing(const QString& from, const QString& to);
Result<void> renameReplacing(const QString& from, const QString& to);

} // namespace ndas::os
