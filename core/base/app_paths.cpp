#include "core/base/app_paths.h"

#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/base/native_path.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>

#include <array>
#include <cerrno>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace ndas {

namespace {

constexpr const char* applicationName = "ndas";
#ifdef Q_OS_WIN
constexpr const char* workerName = "ndas-worker.exe";
#else
constexpr const char* workerName = "ndas-worker";
#endif

bool makePrivateFolder(const QString& path)
{
#ifdef Q_OS_UNIX
    return ::mkdir(nativePath(path).c_str(), 0700) == 0;
#else
    return QDir().mkdir(path);
#endif
}

Result<void> createFolder(const QString& path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = QFileInfo(path).absolutePath();
    if (parent != path)
        NDAS_CHECK(createFolder(parent));
    if (!makePrivateFolder(path)) {
        Error error = lastSystemError(QStringLiteral("create folder ") + path);
        // Another instance may have been faster.
        return QFileInfo(path).isDir() ? Result<void>() : fail(std::move(error));
    }
    return syncFolder(parent);
}

Result<void> checkWritable(const QString& folder)
{
#ifdef Q_OS_UNIX
    if (::access(nativePath(folder).c_str(), W_OK | X_OK) != 0)
        return fail(lastSystemError(QStringLiteral("write to ") + folder));
#else
    if (!QFileInfo(folder).isWritable())
        return fail(ErrorCode::PermissionDenied, QStringLiteral("write to ") + folder);
#endif
    return {};
}

QString below(const QString& folder, const char* name)
{
    return folder + QLatin1Char('/') + QLatin1String(name);
}

} // namespace

QString AppPaths::database() const
{
    return below(dataDir, "ndas.db");
}

QString AppPaths::settingsFile() const
{
    return below(dataDir, "settings.json");
}

QString AppPaths::libraryDir() const
{
    return below(dataDir, "library");
}

QString AppPaths::originalsDir() const
{
    return below(libraryDir(), "originals");
}

QString AppPaths::renditionsDir() const
{
    return below(libraryDir(), "renditions");
}

QString AppPaths::thumbnailsDir() const
{
    return below(libraryDir(), "thumbnails");
}

QString AppPaths::workDir() const
{
    return below(libraryDir(), ".work");
}

QString AppPaths::instancesDir() const
{
    return below(dataDir, "instances");
}

QString AppPaths::logDir() const
{
    return below(dataDir, "logs");
}

QString AppPaths::backupsDir() const
{
    return below(dataDir, "backups");
}

AppPaths AppPaths::resolve(const QString& dataDirOption)
{
    QString folder = dataDirOption;
    if (folder.isEmpty())
        folder = qEnvironmentVariable("NDAS_DATA_DIR");
    if (folder.isEmpty())
        folder =
            below(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation), applicationName);
    return AppPaths{QDir::cleanPath(QDir::current().absoluteFilePath(folder))};
}

Result<void> AppPaths::create(const VolumeLookUp& look) const
{
    // Either may be a link to elsewhere.
    for (const QString& place : {dataDir, database(), libraryDir()}) {
        NDAS_TRY(const VolumeInfo volume, look(place));
        if (volume.isNetwork)
            return fail(ErrorCode::NetworkLibrary, place);
    }
    const std::array folders{originalsDir(), renditionsDir(), thumbnailsDir(), workDir(),
                             instancesDir(), logDir(),        backupsDir()};
    for (const QString& folder : folders) {
        NDAS_CHECK(createFolder(folder));
        NDAS_CHECK(checkWritable(folder));
    }
    return checkWritable(dataDir);
}

QString passingFolder(qint64 room)
{
    const QString inMemory = QStringLiteral("/dev/shm"); // Linux
    const auto volume = volumeOf(inMemory);
    const bool isUsable = QFileInfo(inMemory).isWritable() && volume && volume->bytesFree >= room;
    return isUsable ? inMemory : QDir::tempPath();
}

QString programDir()
{
    const QString program = QFileInfo(QCoreApplication::applicationFilePath()).canonicalFilePath();
    return QFileInfo(program).absolutePath();
}

Result<QString> findWorker()
{
    const std::array candidates{
        qEnvironmentVariable("NDAS_WORKER"), below(programDir(), workerName),
        below(QDir::cleanPath(programDir() + QStringLiteral("/../libexec/ndas")), workerName)};
    for (const QString& candidate : candidates) {
        const QFileInfo info(candidate);
        if (!candidate.isEmpty() && info.isFile() && info.isExecutable())
            return info.absoluteFilePath();
    }
    return fail(ErrorCode::WorkerMissing, QStringLiteral("looked for ") + candidates[1]);
}

} // namespace ndas
