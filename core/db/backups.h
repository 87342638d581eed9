// Copies of the database, taken while it is in use, and the way back to the newest sound one. Blocking; any
// thread. Names: ndas-<UTC time>.db, with -schema-<n> of what is in it when a migration was about to start.
#pragma once

#include "core/db/database.h"

#include <QtCore/QDateTime>

namespace ndas::db {

inline constexpr int dailyBackups = 7;
inline constexpr int weeklyBackups = 4;

enum class Occasion { Everyday, Migration };

/// Appears under its name only when it is whole, sound and durable. Returns the path. DiskFull, Io,
/// DatabaseCorrupt, ...
Result<QString> backUp(Connection& connection, const QString& folder, const QDateTime& now,
                       Occasion occasion = Occasion::Everyday);
bool hasBackups(const QString& folder);
/// The newest is of another day than `now`, or there is none.
bool isBackupDue(const QString& folder, const QDateTime& now);
/// Of these names, those to delete: kept are the newest of each of the last 7 days and 4 weeks that have one,
/// and the newest before each schema. Names of any other form are never returned.
QStringList superfluousBackups(const QStringList& names);
/// Deletes them; goes on after a failure. Returns how many went.
int thinOutBackups(const QString& folder);

struct Restored {
    QString asideFolder; ///< where the damaged files are now
    QString backup;      ///< name of the copy that took their place; "" = none was sound, the file is gone
};

/// Moves the database and its journals into a new folder beside it and puts the newest sound backup in their
/// place. Nobody may have the database open.
Result<Restored> restoreNewestBackup(const QString& database, const QString& backupsDir,
                                     const QDateTime& now);

} // namespace ndas::db
