// Brings a database to this program's schema: one transaction a step, backup first, newer schema refused.
#pragma once

#include "core/db/database.h"

namespace ndas::db {

inline constexpr int applicationId = 0x4E444153; ///< "NDAS"
inline constexpr int schemaVersion = 6;

/// backupsDir: where `VACUUM INTO` puts the state before a step ("" = no backup; used for empty files).
/// SchemaTooNew, DatabaseCorrupt (not ours, or quick_check failed), Database, DiskFull.
Result<void> migrate(Connection& connection, const QString& backupsDir);

/// A quick look for damage, for starts after an unclean exit. DatabaseCorrupt says what was found.
Result<void> quickCheck(Connection& connection);
/// The same, and whether indexes agree with their tables; takes seconds in a large database.
Result<void> fullCheck(Connection& connection);

/// The file itself is damaged; not merely another program's, which must be left alone.
bool isDamage(const Error& error);

} // namespace ndas::db
