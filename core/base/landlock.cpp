#include "core/base/sandbox_linux.h"

#ifdef Q_OS_LINUX

#include "core/base/native_path.h"

#include <QtCore/QDir>

#include <array>
#include <cstdint>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace ndas::os {

namespace {

// From the kernel's interface; headers older than the kernel lack the later ones.
constexpr std::uint64_t refer = std::uint64_t{1} << 13;
constexpr std::uint64_t truncate = std::uint64_t{1} << 14;
constexpr std::uint64_t deviceControl = std::uint64_t{1} << 15;

constexpr std::uint64_t onDevices =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | deviceControl;
constexpr std::uint64_t inSystemFolders = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

/// Everything a Landlock of this version can forbid.
std::uint64_t knownRights(int version)
{
    std::uint64_t rights = refer - 1;
    if (version >= 2)
        rights |= refer;
    if (version >= 3)
        rights |= truncate;
    if (version >= 5)
        rights |= deviceControl;
    return rights;
}

class Handle {
public:
    explicit Handle(long number)
        : number_(static_cast<int>(number))
    {
    }

    ~Handle()
    {
        if (number_ >= 0)
            ::close(number_);
    }

    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    int number() const { return number_; }

    bool isOpen() const { return number_ >= 0; }

private:
    int number_;
};

/// A path that cannot be opened gets no rule: whoever tries it will be told why.
Result<void> allow(const Handle& ruleset, const QString& path, std::uint64_t rights)
{
    const Handle file(open(nativePath(path).c_str(), O_PATH | O_CLOEXEC));

    struct stat facts {};

    if (!file.isOpen() || fstat(file.number(), &facts) != 0)
        return {};
    const bool isFolder = S_ISDIR(facts.st_mode);
    const landlock_path_beneath_attr rule{.allowed_access = isFolder ? rights : rights & onDevices,
                                          .parent_fd = file.number()};
    if (syscall(SYS_landlock_add_rule, ruleset.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        return fail(lastSystemError(QStringLiteral("landlock_add_rule")));
    return {};
}

/// Drivers are loaded when they are first used, and read their settings and what the kernel tells of the
/// chip.
constexpr std::array driverFolders{"/usr/lib",
                                   "/usr/lib64",
                                   "/lib",
                                   "/lib64",
                                   "/usr/share/libdrm",
                                   "/usr/share/drirc.d",
                                   "/etc/drirc",
                                   "/etc/ld.so.cache",
                                   "/sys/dev/char",
                                   "/sys/devices",
                                   "/sys/bus/pci",
                                   "/sys/class/drm",
                                   "/proc/driver/nvidia",
                                   "/proc/devices"};

/// Those that only compute and encode: none that drives a screen.
QStringList graphicsDevices()
{
    QStringList paths;
    for (const auto& [folder, names] : {std::pair("/dev/dri", "renderD*"), std::pair("/dev", "nvidia*")}) {
        const QDir parent{QLatin1String(folder)};
        for (const QString& name : parent.entryList({QLatin1String(names)}, QDir::System))
            paths << parent.filePath(name);
    }
    return paths;
}

Result<void> allowGraphics(const Handle& ruleset, std::uint64_t known)
{
    for (const QString& device : graphicsDevices())
        NDAS_CHECK(allow(ruleset, device, onDevices & known));
    NDAS_CHECK(allow(ruleset, QStringLiteral("/dev/dri"), LANDLOCK_ACCESS_FS_READ_DIR));
    for (const char* folder : driverFolders)
        NDAS_CHECK(allow(ruleset, QLatin1String(folder), inSystemFolders));
    return {};
}

} // namespace

Result<void> renouncePrivileges()
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(lastSystemError(QStringLiteral("no_new_privs")));
    return {};
}

int landlockVersion()
{
    const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? static_cast<int>(version) : 0;
}

Result<void> limitFiles(Devices devices)
{
    const std::uint64_t rights = knownRights(landlockVersion());
    const landlock_ruleset_attr handled{.handled_access_fs = rights};
    const Handle ruleset(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
    if (!ruleset.isOpen())
        return fail(lastSystemError(QStringLiteral("landlock_create_ruleset")));
    if (devices == Devices::Graphics)
        NDAS_CHECK(allowGraphics(ruleset, rights));
    if (syscall(SYS_landlock_restrict_self, ruleset.number(), 0) != 0)
        return fail(lastSystemError(QStringLiteral("landlock_restrict_self")));
    return {};
}

} // namespace ndas::os

#endif
