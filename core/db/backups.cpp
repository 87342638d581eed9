#include "core/db/backups.h"

#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/base/log.h"
#include "core/db/migrations.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QUuid>

#include <map>
#include <set>

namespace ndas::db {

namespace {

const QString& timeFormat()
{
    static const QString format = QStringLiteral("yyyyMMdd-HHmmss-zzz");
    return format;
}

struct Backup {
    QString name;
    QDateTime time;
    QString schema; ///< "" = an ordinary one
};

std::optional<Backup> parse(const QString& name)
{
    static const QRegularExpression pattern(
        QStringLiteral(R"(\Andas-(\d{8}-\d{6}-\d{3})(?:-schema-(\d+))?\.db\z)"));
    const QRegularExpressionMatch match = pattern.match(name);
    const QDateTime time = QDateTime::fromString(match.captured(1), timeFormat());
    if (!match.hasMatch() || !time.isValid())
        return std::nullopt;
    return Backup{.name = name, .time = time, .schema = match.captured(2)};
}

/// Newest first.
std::vector<Backup> parseAll(const QStringList& names)
{
    std::vector<Backup> backups;
    for (const QString& name : names) {
        if (auto backup = parse(name))
            backups.push_back(std::move(*backup));
    }
    std::ranges::sort(backups, std::ranges::greater(), &Backup::time);
    return backups;
}

std::vector<Backup> backupsIn(const QString& folder)
{
    return parseAll(QDir(folder).entryList(QDir::Files));
}

/// The first of each group, for the first `most` groups.
template <class GroupOf>
std::set<QString> newestOfEach(const std::vector<Backup>& backups, std::size_t most, GroupOf groupOf)
{
    std::set<QString> kept;
    std::set<decltype(groupOf(backups.front()))> seen;
    for (const Backup& backup : backups) {
        if (seen.size() < most && seen.insert(groupOf(backup)).second)
            kept.insert(backup.name);
    }
    return kept;
}

qint64 weekOf(const Backup& backup)
{
    constexpr qint64 julianMonday = 0; // Julian day 0 was a Monday
    return (backup.time.date().toJulianDay() - julianMonday) / 7;
}

Result<void> copyDatabase(Connection& connection, const QString& path)
{
    NDAS_CHECK(connection.run(QStringLiteral("VACUUM INTO ?"), {path}));
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return syncFile(path);
}

/// The version of a copy's schema.
Result<int> versionOfSound(const QString& path)
{
    NDAS_TRY(const auto connection, Connection::open(path, Access::ReadOnly));
    NDAS_TRY(const QVariant application, connection->value(QStringLiteral("PRAGMA application_id")));
    if (application.toInt() != applicationId)
        return fail(ErrorCode::DatabaseCorrupt, QStringLiteral("not of this program"));
    NDAS_CHECK(quickCheck(*connection));
    NDAS_TRY(const QVariant version, connection->value(QStringLiteral("PRAGMA user_version")));
    return version.toInt();
}

Result<QString> setAside(const QString& database, const QDateTime& now)
{
    const QString folder = QStringLiteral("%1-damaged-%2").arg(database, now.toUTC().toString(timeFormat()));
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::PermissionDenied, folder);
    for (const char* ending : {"", "-journal", "-wal", "-shm"}) {
        const QString path = database + QLatin1String(ending);
        if (QFile::exists(path))
            NDAS_CHECK(publishFile(path, folder + QLatin1Char('/') + QFileInfo(path).fileName()));
    }
    return folder;
}

/// Under its name there is all of it or nothing.
Result<void> publishCopy(const QString& backup, const QString& database)
{
    const QString part = database + QStringLiteral(".part-") + QUuid::createUuid().toString(QUuid::Id128);
    NDAS_CHECK(copyFileVerified(backup, part));
    QFile::setPermissions(part, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    auto published = publishFile(part, database);
    if (!published)
        QFile::remove(part);
    return published;
}

/// Another program may have migrated the database meanwhile: the copy itself says what is in it.
Result<QString> publishSoundCopy(Connection& connection, const QString& part, const QString& stem,
                                 Occasion occasion)
{
    NDAS_CHECK(copyDatabase(connection, part));
    NDAS_TRY(const int version, versionOfSound(part));
    const QString label =
        occasion == Occasion::Migration ? QStringLiteral("-schema-%1").arg(version) : QString();
    const QString path = stem + label + QStringLiteral(".db");
    NDAS_CHECK(publishFile(part, path));
    return path;
}

} // namespace

Result<QString> backUp(Connection& connection, const QString& folder, const QDateTime& now, Occasion occasion)
{
    const QString stem = QStringLiteral("%1/ndas-%2").arg(folder, now.toUTC().toString(timeFormat()));
    const QString part = stem + QStringLiteral(".db.part");
    auto made = publishSoundCopy(connection, part, stem, occasion);
    if (!made) {
        QFile::remove(part);
        QFile::remove(part + QStringLiteral("-journal"));
    }
    return made;
}

bool hasBackups(const QString& folder)
{
    return !backupsIn(folder).empty();
}

bool isBackupDue(const QString& folder, const QDateTime& now)
{
    const std::vector<Backup> backups = backupsIn(folder);
    return std::ranges::none_of(
        backups, [&](const Backup& backup) { return backup.time.date() == now.toUTC().date(); });
}

QStringList superfluousBackups(const QStringList& names)
{
    const std::vector<Backup> all = parseAll(names);
    std::vector<Backup> ordinary;
    std::vector<Backup> beforeSchemas;
    for (const Backup& backup : all)
        (backup.schema.isEmpty() ? ordinary : beforeSchemas).push_back(backup);
    std::set<QString> kept =
        newestOfEach(ordinary, dailyBackups, [](const Backup& backup) { return backup.time.date(); });
    kept.merge(newestOfEach(ordinary, weeklyBackups, weekOf));
    kept.merge(newestOfEach(beforeSchemas, beforeSchemas.size(),
                            [](const Backup& backup) { return backup.schema; }));
    QStringList superfluous;
    for (const Backup& backup : all) {
        if (!kept.contains(backup.name))
            superfluous << backup.name;
    }
    return superfluous;
}

int thinOutBackups(const QString& folder)
{
    int removed = 0;
    for (const QString& name : superfluousBackups(QDir(folder).entryList(QDir::Files)))
        removed += QFile::remove(folder + QLatin1Char('/') + name) ? 1 : 0;
    return removed;
}

Result<Restored> restoreNewestBackup(const QString& database, const QString& backupsDir, const QDateTime& now)
{
    Restored restored;
    NDAS_TRY(restored.asideFolder, setAside(database, now));
    for (const Backup& backup : backupsIn(backupsDir)) {
        const QString path = backupsDir + QLatin1Char('/') + backup.name;
        if (const auto sound = versionOfSound(path); !sound) {
            qCWarning(logCore, "a backup is not sound: %s", qUtf8Printable(logText(sound.error())));
            continue;
        }
        NDAS_CHECK(publishCopy(path, database));
        restored.backup = backup.name;
        break;
    }
    return restored;
}

} // namespace ndas::db
