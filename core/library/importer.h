// Finding recordings and looking at them before they are imported. Blocking; any thread; reads only.
#pragma once

#include "core/base/app_paths.h"
#include "core/jobs/media_service.h"
#include "core/library/library_store.h"
#include "core/settings/settings.h"

namespace ndas::library {

struct ScanOptions {
    bool recursive = true;
    QStringList extensions; ///< inside folders; a file named directly is always looked at
    AppPaths own = {};      ///< whose library is no place for recordings to import
};

/// Files below `paths` in a stable order, no links followed out, hidden files and our own library left out.
/// `found` is called as they turn up (any number); returns NotFound for a path that is not there,
/// InsideLibrary for one in the library.
Result<QStringList> findRecordings(const QStringList& paths, const ScanOptions& options,
                                   const CancellationToken& token,
                                   const std::function<void(const QString&)>& found = {});

struct Candidate {
    QString path;
    qint64 sizeBytes = 0;
    EpochMs fileModifiedAt = 0;
    std::optional<media::MediaInfo> info;
    std::optional<Error> problem;         ///< why it cannot be imported
    std::optional<Video> alreadyImported; ///< same content is in the library
    QString previewFile; ///< JPEG in a folder of its own below the caller's, who removes it; "" = none
};

/// Probes one file through the worker, checks limits, and hashes it when a video of the same size is known.
Candidate inspect(const QString& path, jobs::MediaService& media, const LibraryStore& store,
                  const settings::Settings& settings, const QString& previewFolder,
                  const CancellationToken& token);

} // namespace ndas::library
