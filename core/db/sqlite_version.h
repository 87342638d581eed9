// Which SQLite is in use decides how its journal is kept.
#pragma once

#include <QtCore/QString>

namespace ndas::db {

/// True for a version with the fix of the WAL-reset bug (two connections, a checkpoint and a commit at once
/// could corrupt the file): 3.51.3 and later, 3.50.7 and later 3.50, 3.44.6 and later 3.44.
bool walIsSafe(const QString& version);

} // namespace ndas::db
