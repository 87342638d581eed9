// An ext4 file system of its own whose power can be cut: an image on a loop device, shut down without writing
// its journal (EXT4_IOC_SHUTDOWN). What was not synced is gone, as after a real cut; what a drive's own cache
// would lose beyond that is not shown. Linux, root, loop devices; elsewhere isThere() is false.
#pragma once

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace ndas::test {

class PowerVolume {
public:
    PowerVolume()
    {
#ifdef Q_OS_LINUX
        QFile image(image_);
        isThere_ = ::geteuid() == 0 && image.open(QIODevice::WriteOnly) && image.resize(qint64{256} << 20) &&
                   run(QStringLiteral("mkfs.ext4"), {QStringLiteral("-q"), QStringLiteral("-F"), image_}) &&
                   mount();
#endif
    }

    ~PowerVolume()
    {
        unmount();
    }

    PowerVolume(const PowerVolume&) = delete;
    PowerVolume& operator=(const PowerVolume&) = delete;

    bool isThere() const
    {
        return isThere_;
    }

    QString path() const
    {
        return folder_.path() + QStringLiteral("/volume");
    }

    /// From now on nothing reaches the device any more; programs see errors.
    bool cutPower() const
    {
#ifdef Q_OS_LINUX
        constexpr auto shutdown = _IOR('X', 125, quint32); // EXT4_IOC_SHUTDOWN
        quint32 withoutFlushingTheJournal = 2;             // EXT4_GOING_FLAGS_NOLOGFLUSH
        const int handle = ::open(QFile::encodeName(path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const bool cut = handle != -1 && ::ioctl(handle, shutdown, &withoutFlushingTheJournal) == 0;
        ::close(handle);
        return cut;
#else
        return false;
#endif
    }

    /// As a failing drive does it: changes one byte of what is stored of a file with this content, behind the
    /// back of the file system, which goes on showing what it remembers. To be synced before.
    bool damage(const QByteArray& content) const
    {
        QFile image(image_);
        if (!image.open(QIODevice::ReadWrite))
            return false;
        const uchar* const bytes = image.map(0, image.size());
        if (!bytes)
            return false;
        const QByteArrayView all(bytes, image.size());
        const qsizetype at = all.indexOf(content);
        return at >= 0 && image.seek(at) && image.putChar(static_cast<char>(~content.front())) &&
               image.flush();
    }

    /// Nobody may have a file of it open. The file system is checked besides.
    bool restart() const
    {
        return unmount() && mount() && unmount() &&
               run(QStringLiteral("e2fsck"), {QStringLiteral("-fn"), image_}) && mount();
    }

private:
    bool mount() const
    {
        QDir().mkpath(path());
        return run(QStringLiteral("mount"), {QStringLiteral("-o"), QStringLiteral("loop"), image_, path()});
    }

    bool unmount() const
    {
        return run(QStringLiteral("umount"), {path()});
    }

    static bool run(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        process.start(program, arguments);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit &&
               process.exitCode() == 0;
    }

    QTemporaryDir folder_;
    QString image_ = folder_.filePath(QStringLiteral("image"));
    bool isThere_ = false;
};

} // namespace ndas::test
