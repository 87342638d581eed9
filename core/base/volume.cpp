#include "core/base/file_tools.h"
#include "core/base/native_path.h"

#include <QtCore/QFileInfo>
#include <QtCore/QStorageInfo>

#include <algorithm>
#include <array>

#if defined(Q_OS_WIN)
#include <qt_windows.h>
#else
#include <sys/statvfs.h>
#if defined(Q_OS_LINUX)
#include <sys/vfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif
#endif

namespace ndas {

namespace {

#if defined(Q_OS_WIN)

Result<VolumeInfo> factsOf(const QString& existing)
{
    const QStorageInfo storage(existing);
    if (!storage.isValid() || !storage.isReady())
        return fail(ErrorCode::SourceUnreachable, QStringLiteral("no volume there"));
    const auto root = QDir::toNativeSeparators(storage.rootPath() + QLatin1Char('/')).toStdWString();
    return VolumeInfo{.name = storage.displayName(),
                      .bytesFree = storage.bytesAvailable(),
                      .bytesTotal = storage.bytesTotal(),
                      .isNetwork = root.starts_with(L"\\\\") || GetDriveTypeW(root.c_str()) == DRIVE_REMOTE};
}

#else

#if defined(Q_OS_LINUX)

bool isOnNetwork(const std::string& path, const QStorageInfo& storage)
{
    // statfs(2): NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, Lustre.
    constexpr std::array<std::uint32_t, 8> magics{0x6969,     0x517B,     0xFF534D42, 0xFE534D42,
                                                  0x5346414F, 0x73757245, 0x00C36400, 0x0BD00BD0};
    constexpr std::array<const char*, 6> throughFuse{"fuse.sshfs",     "fuse.rclone",     "fuse.curlftpfs",
                                                     "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.davfs"};

    struct statfs facts {};

    const bool known = statfs(path.c_str(), &facts) == 0;
    const auto magic = static_cast<std::uint32_t>(facts.f_type);
    const QByteArray type = storage.fileSystemType();
    return (known && std::ranges::find(magics, magic) != magics.end()) ||
           std::ranges::any_of(throughFuse, [&](const char* name) { return type == name; });
}

#else

bool isOnNetwork(const std::string& path, const QStorageInfo&)
{
    struct statfs facts {};

    return statfs(path.c_str(), &facts) == 0 && !(facts.f_flags & MNT_LOCAL);
}

#endif

/// Sizes come from the system itself: QStorageInfo knows only what the mount table lists, and in a container
/// or a changed root that may be nothing.
Result<VolumeInfo> factsOf(const QString& existing)
{
    const std::string path = nativePath(existing);

    struct statvfs facts {};

    if (statvfs(path.c_str(), &facts) != 0)
        return fail(lastSystemError(QStringLiteral("read the volume of ") + existing));
    const QStorageInfo storage(existing);
    const auto blockSize = static_cast<qint64>(facts.f_frsize);
    return VolumeInfo{.name = storage.isValid() ? storage.displayName() : QStringLiteral("/"),
                      .bytesFree = static_cast<qint64>(facts.f_bavail) * blockSize,
                      .bytesTotal = static_cast<qint64>(facts.f_blocks) * blockSize,
                      .isNetwork = isOnNetwork(path, storage)};
}

#endif

/// A path that does not exist yet lies on the volume of the nearest folder that does.
QString nearestExisting(const QString& path)
{
    QString existing = QFileInfo(path).absoluteFilePath();
    while (!QFileInfo::exists(existing)) {
        const QString parent = QFileInfo(existing).absolutePath();
        if (parent == existing)
            break;
        existing = parent;
    }
    return existing;
}

} // namespace

Result<VolumeInfo> volumeOf(const QString& path)
{
    return factsOf(nearestExisting(path));
}

} // namespace ndas
