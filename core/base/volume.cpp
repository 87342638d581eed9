#include "core/base/file_tools.h"
#include "core/base/native_path.h"

#include <QtCore/QFileInfo>
#include <QtCore/QStorageInfo>

#include <algorithm>
#include <array>

#if defined(Q_OS_WIN)
#include <qt_windows.h>
#elif defined(Q_OS_LINUX)
#include <sys/vfs.h>
#elif defined(Q_OS_UNIX)
#include <sys/mount.h>
#include <sys/param.h>
#endif

namespace ndas {

namespace {

#if defined(Q_OS_WIN)

bool isOnNetwork(const QStorageInfo& storage)
{
    const auto root = QDir::toNativeSeparators(storage.rootPath() + QLatin1Char('/')).toStdWString();
    return root.starts_with(L"\\\\") || GetDriveTypeW(root.c_str()) == DRIVE_REMOTE;
}

#elif defined(Q_OS_LINUX)

bool isOnNetwork(const QStorageInfo& storage)
{
    // statfs(2): NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, Lustre.
    constexpr std::array<std::uint32_t, 8> magics{0x6969,     0x517B,     0xFF534D42, 0xFE534D42,
                                                  0x5346414F, 0x73757245, 0x00C36400, 0x0BD00BD0};
    constexpr std::array<const char*, 6> throughFuse{"fuse.sshfs",     "fuse.rclone",     "fuse.curlftpfs",
                                                     "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.davfs"};

    struct statfs facts {};

    const bool known = statfs(nativePath(storage.rootPath()).c_str(), &facts) == 0;
    const auto magic = static_cast<std::uint32_t>(facts.f_type);
    const QByteArray type = storage.fileSystemType();
    return (known && std::ranges::find(magics, magic) != magics.end()) ||
           std::ranges::any_of(throughFuse, [&](const char* name) { return type == name; });
}

#else

bool isOnNetwork(const QStorageInfo& storage)
{
    struct statfs facts {};

    return statfs(nativePath(storage.rootPath()).c_str(), &facts) == 0 && !(facts.f_flags & MNT_LOCAL);
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
    const QStorageInfo storage(nearestExisting(path));
    if (!storage.isValid() || !storage.isReady())
        return fail(ErrorCode::SourceUnreachable, QStringLiteral("no volume for ") + path);
    return VolumeInfo{.name = storage.displayName(),
                      .bytesFree = storage.bytesAvailable(),
                      .bytesTotal = storage.bytesTotal(),
                      .isNetwork = isOnNetwork(storage)};
}

} // namespace ndas
