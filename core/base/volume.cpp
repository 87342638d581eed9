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
    struct statfs facts {};

    const bool known = statfs(path.c_str(), &facts) == 0;
    return isNetworkFileSystem(known ? static_cast<std::uint32_t>(facts.f_type) : 0,
                               storage.fileSystemType());
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

bool isNetworkFileSystem(std::uint32_t magic, const QByteArray& type)
{
    // statfs(2) and linux/magic.h: NFS, SMB, CIFS, SMB2, AFS (two), Coda, Ceph, Lustre, GPFS, 9p (WSL's
    // drives and virtual machines), and the shared folders of VirtualBox, VMware and Parallels.
    constexpr std::array<std::uint32_t, 14> magics{0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x5346414F,
                                                   0x6B414653, 0x73757245, 0x00C36400, 0x0BD00BD0, 0x47504653,
                                                   0x01021997, 0x786F4256, 0xBACBACBC, 0x7C7C6673};
    // These have no number of their own or share that of FUSE.
    constexpr std::array types{"virtiofs",       "9p",        "vboxsf",           "vmhgfs",
                               "gpfs",           "ceph",      "fuse.sshfs",       "fuse.rclone",
                               "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse",   "fuse.gvfsd-fuse",
                               "fuse.davfs",     "fuse.s3fs", "fuse.vmhgfs-fuse", "fuse.curlftpfs"};
    return std::ranges::find(magics, magic) != magics.end() ||
           std::ranges::any_of(types, [&](const char* name) { return type == name; });
}

Result<VolumeInfo> volumeOf(const QString& path)
{
    return factsOf(nearestExisting(path));
}

} // namespace ndas
