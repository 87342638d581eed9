// Where things live. Everything hangs below one data folder: `--data-dir`, else NDAS_DATA_DIR, else the
// platform's place (XDG data home, AppData/Local, Library/Application Support).
#pragma once

#include "core/base/file_tools.h"

namespace ndas {

struct AppPaths {
    QString dataDir;

    QString database() const;     ///< ndas.db
    QString settingsFile() const; ///< settings.json
    QString libraryDir() const;   ///< library/ : originals/, renditions/, thumbnails/, .work/ on one volume
    QString originalsDir() const;
    QString renditionsDir() const;
    QString thumbnailsDir() const;
    QString workDir() const;      ///< library/.work
    QString instancesDir() const; ///< instances/<uuid>.lock
    QString logDir() const;
    QString backupsDir() const;

    /// The data folder to use for this command line option ("" = none given); absolute, cleaned.
    static AppPaths resolve(const QString& dataDirOption);
    /// Creates all folders (mode 0700). Errors: PermissionDenied, ReadOnly, DiskFull, NetworkLibrary.
    Result<void> create(const VolumeLookUp& look = volumeOf) const;
};

/// For files that only pass from one process to another: in memory where the system has such a folder with
/// `room` bytes free, so that they never get near a disk; else the temporary folder.
QString passingFolder(qint64 room);
/// Folder of the running program (resolves links), where ndas-worker and resources are looked for first.
QString programDir();
/// Full path of the worker program: NDAS_WORKER, else beside this program, else ../libexec/ndas.
/// WorkerMissing.
Result<QString> findWorker();

} // namespace ndas
