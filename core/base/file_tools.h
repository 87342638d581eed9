// Hashing, verified copies and facts about volumes. Blocking; any thread.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <QtCore/QDateTime>

#include <functional>

namespace ndas {

using BytesProgress = std::function<void(qint64 done, qint64 total)>; ///< called on the calling thread

/// Lower-case hex SHA-256 of the file's content. NotFound, NotReadable, Io, Cancelled.
Result<QString> sha256OfFile(const QString& path, const CancellationToken& token = {},
                             const BytesProgress& progress = {});

/// The same of what the disk gives back, for files that have been synced: what the system remembers of the
/// content is forgotten first (Linux, macOS).
Result<QString> sha256OnDisk(const QString& path, const CancellationToken& token = {},
                             const BytesProgress& progress = {});

/// What a file system tells of a file: equal as long as nobody has written to it. All empty: it is not there.
struct FileFacts {
    qint64 sizeBytes = 0;
    QDateTime modified;
    QDateTime changed; ///< anything about it, which nobody can set back; not everywhere

    friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

FileFacts fileFacts(const QString& path);

struct CopyResult {
    QString sha256; ///< of what was read and, read back from the copy, found equal
    qint64 bytes = 0;
};

/// Copies `from` to the new file `to` (createNew), syncs, reads the copy back from disk and compares hashes;
/// keeps the modification time. On any failure `to` is removed. `from` is only read.
Result<CopyResult> copyFileVerified(const QString& from, const QString& to,
                                    const CancellationToken& token = {}, const BytesProgress& progress = {});

struct VolumeInfo {
    QString name; ///< what users call it: label or mount point
    qint64 bytesFree = 0;
    qint64 bytesTotal = 0;
    bool isNetwork = false;
};

Result<VolumeInfo> volumeOf(const QString& path);
using VolumeLookUp = std::function<Result<VolumeInfo>(const QString& path)>;

/// By the number and the name Linux has for a kind of file system.
bool isNetworkFileSystem(std::uint32_t magic, const QByteArray& type);

/// Removes what bears a name of ours (`pattern`, matching all of it) directly in `folder` and was last
/// written to before `before`: its maker is gone. What cannot be removed stays. Returns how many.
int removeLeftovers(const QString& folder, const QString& pattern, const QDateTime& before);

/// Renames aside or deletes a folder tree of ours; never follows links. Refuses anything outside `root`.
Result<void> removeTree(const QString& folder, const QString& root);

} // namespace ndas
