// Damage that was seen while a database was in use, noted in a file beside it: the next start checks the
// whole of it first, however well the program ended. Blocking; any thread.
#pragma once

#include "core/base/result.h"

namespace ndas::db {

Result<void> requestCheck(const QString& database);
bool isCheckRequested(const QString& database);
void withdrawCheckRequest(const QString& database);

} // namespace ndas::db
