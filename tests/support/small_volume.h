// A volume of its own for tests of full and read-only disks: a small tmpfs, where the tester may mount one.
#pragma once

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#ifdef Q_OS_LINUX
#include <sys/mount.h>
#endif

namespace ndas::test {

class SmallVolume {
public:
    explicit SmallVolume(int kibibytes)
    {
#ifdef Q_OS_LINUX
        const QByteArray options = "size=" + QByteArray::number(kibibytes) + "k";
        mounted_ = ::mount("tmpfs", name().constData(), "tmpfs", 0, options.constData()) == 0;
#else
        Q_UNUSED(kibibytes)
#endif
    }

    ~SmallVolume()
    {
#ifdef Q_OS_LINUX
        if (mounted_)
            ::umount2(name().constData(), MNT_DETACH);
#endif
    }

    SmallVolume(const SmallVolume&) = delete;
    SmallVolume& operator=(const SmallVolume&) = delete;

    bool isMounted() const
    {
        return mounted_;
    } ///< false: not Linux, or not allowed; skip the test

    bool makeReadOnly()
    {
#ifdef Q_OS_LINUX
        return ::mount(nullptr, name().constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
#else
        return false;
#endif
    }

    QString filePath(const QString& file) const
    {
        return folder_.filePath(file);
    }

private:
    QByteArray name() const
    {
        return QFile::encodeName(folder_.path());
    }

    QTemporaryDir folder_;
    bool mounted_ = false;
};

} // namespace ndas::test
