#include "core/base/sandbox_linux.h"

#ifdef Q_OS_LINUX

#ifdef NDAS_HAVE_SECCOMP

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <memory>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace ndas::os {

namespace {

/// What decoding, encoding, threads and open files take, and asking for others.
constexpr std::array allowed{"read",
                             "readv",
                             "pread64",
                             "preadv",
                             "write",
                             "writev",
                             "pwrite64",
                             "pwritev",
                             "lseek",
                             "close",
                             "fsync",
                             "fdatasync",
                             "sync_file_range",
                             "ftruncate",
                             "fallocate",
                             "fadvise64",
                             "flock",
                             "fcntl",
                             "dup",
                             "dup2",
                             "dup3",
                             "pipe",
                             "pipe2",
                             "sendmsg",
                             "recvmsg",
                             "eventfd2",
                             "poll",
                             "ppoll",
                             "select",
                             "pselect6",
                             "fstat",
                             "fstatfs",
                             "fchmod",
                             "mmap",
                             "munmap",
                             "mremap",
                             "mprotect",
                             "madvise",
                             "brk",
                             "mincore",
                             "futex",
                             "rseq",
                             "membarrier",
                             "set_robust_list",
                             "get_robust_list",
                             "set_tid_address",
                             "rt_sigaction",
                             "rt_sigprocmask",
                             "rt_sigreturn",
                             "sigaltstack",
                             "restart_syscall",
                             "exit",
                             "exit_group",
                             "gettid",
                             "getpid",
                             "getppid",
                             "getuid",
                             "geteuid",
                             "getgid",
                             "getegid",
                             "getrandom",
                             "nanosleep",
                             "clock_nanosleep",
                             "clock_gettime",
                             "clock_getres",
                             "gettimeofday",
                             "time",
                             "times",
                             "sched_yield",
                             "sched_getaffinity",
                             "getcpu",
                             "getrusage",
                             "sysinfo",
                             "uname"};

/// Files by name. Drivers need them; which ones is then for Landlock to say.
constexpr std::array byName{"open",       "openat",   "stat",       "lstat",    "access",   "faccessat",
                            "faccessat2", "readlink", "readlinkat", "getcwd",   "statfs",   "getdents64",
                            "unlink",     "unlinkat", "rename",     "renameat", "renameat2"};

/// Libraries try these without harm meant and cope with a refusal. abort() without tgkill ends in SIGSEGV.
constexpr std::array refused{"execve",
                             "execveat",
                             "fork",
                             "vfork",
                             "socket",
                             "socketpair",
                             "connect",
                             "bind",
                             "ioctl",
                             "chmod",
                             "fchmodat",
                             "fchown",
                             "utimensat",
                             "mkdir",
                             "mkdirat",
                             "link",
                             "linkat",
                             "symlink",
                             "symlinkat",
                             "truncate",
                             "memfd_create",
                             "inotify_init1",
                             "tgkill",
                             "setpriority",
                             "sched_setaffinity",
                             "sched_setscheduler",
                             "sched_setparam",
                             "prlimit64",
                             "get_mempolicy"};

struct ContextDeleter {
    void operator()(void* context) const { seccomp_release(context); }
};

using Context = std::unique_ptr<void, ContextDeleter>;

class Filter {
public:
    /// `otherwise`: what becomes of calls without a rule.
    explicit Filter(std::uint32_t otherwise)
        : otherwise_(otherwise)
        , context_(seccomp_init(otherwise))
        , problem_(context_ ? 0 : -ENOMEM)
    {
    }

    /// A name this kernel's headers or this processor do not know needs no rule.
    void add(std::uint32_t action, const char* name, std::initializer_list<scmp_arg_cmp> when = {})
    {
        const int number = seccomp_syscall_resolve_name(name);
        if (problem_ != 0 || number == __NR_SCMP_ERROR || action == otherwise_)
            return;
        problem_ = seccomp_rule_add_array(context_.get(), action, number, static_cast<unsigned>(when.size()),
                                          when.begin());
    }

    /// The kernel's form of it, through a file in memory: libseccomp writes to files only.
    Result<QByteArray> program() const
    {
        if (problem_ != 0)
            return fail(systemError(-problem_, QStringLiteral("seccomp rules")));
        const int file = memfd_create("filter", MFD_CLOEXEC);
        if (file == -1)
            return fail(lastSystemError(QStringLiteral("memfd_create")));
        const int exported = seccomp_export_bpf(context_.get(), file);
        QByteArray bytes(lseek(file, 0, SEEK_END), Qt::Uninitialized);
        const ssize_t count = pread(file, bytes.data(), static_cast<std::size_t>(bytes.size()), 0);
        close(file);
        if (exported != 0 || count != bytes.size() || bytes.isEmpty())
            return fail(systemError(-exported, QStringLiteral("seccomp program")));
        return bytes;
    }

private:
    std::uint32_t otherwise_;
    Context context_;
    int problem_ = 0;
};

/// The kernel numbers the commands of a kind of device by a letter (ioctl-number.rst): graphics, buffers
/// shared between devices and their fences, NVIDIA's; NVIDIA's memory counts from 0. No terminals, no disks.
void addDeviceControl(Filter& filter)
{
    for (const std::uint64_t letter :
         {std::uint64_t{'d'}, std::uint64_t{'b'}, std::uint64_t{'>'}, std::uint64_t{'F'}, std::uint64_t{0}})
        filter.add(SCMP_ACT_ALLOW, "ioctl", {SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, 0xff00, letter << 8)});
}

constexpr std::uint32_t no = SCMP_ACT_ERRNO(EPERM);

/// Facts about an open file are asked for with the same calls as those about a name; the flag says which.
void addFacts(Filter& filter)
{
    for (const auto& [name, flags] : {std::pair("newfstatat", 3U), std::pair("statx", 2U)}) {
        filter.add(SCMP_ACT_ALLOW, name,
                   {SCMP_CMP64(flags, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)});
        filter.add(no, name, {SCMP_CMP64(flags, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0)});
    }
}

void addFilesByName(Filter& filter, Devices devices)
{
    for (const char* name : byName)
        filter.add(devices == Devices::Graphics ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES), name);
    if (devices == Devices::None)
        return addFacts(filter);
    filter.add(SCMP_ACT_ALLOW, "newfstatat");
    filter.add(SCMP_ACT_ALLOW, "statx");
}

/// Threads yes, processes no. glibc takes ENOSYS for clone3 as the hint to use clone, whose arguments a
/// filter can see.
void addConditional(Filter& filter)
{
    filter.add(SCMP_ACT_ERRNO(ENOSYS), "clone3");
    filter.add(SCMP_ACT_ALLOW, "clone", {SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)});
    filter.add(no, "clone", {SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)});
    filter.add(SCMP_ACT_ALLOW, "prctl", {SCMP_CMP64(0, SCMP_CMP_EQ, PR_SET_NAME)});
    filter.add(no, "prctl", {SCMP_CMP64(0, SCMP_CMP_NE, PR_SET_NAME)});
}

} // namespace

bool canFilterCalls()
{
    return prctl(PR_GET_SECCOMP) >= 0;
}

Result<QByteArray> makeCallFilter(Devices devices)
{
    const bool withDrivers = devices == Devices::Graphics;
    Filter filter(withDrivers ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS);
    for (const char* name : allowed)
        filter.add(SCMP_ACT_ALLOW, name);
    for (const char* name : refused)
        filter.add(no, name);
    addFilesByName(filter, devices);
    addConditional(filter);
    if (withDrivers)
        addDeviceControl(filter);
    return filter.program();
}

Result<void> limitCalls(const QByteArray& filter)
{
    std::vector<sock_filter> steps(static_cast<std::size_t>(filter.size()) / sizeof(sock_filter));
    std::memcpy(steps.data(), filter.constData(), steps.size() * sizeof(sock_filter));
    const sock_fprog program{.len = static_cast<unsigned short>(steps.size()), .filter = steps.data()};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        return fail(lastSystemError(QStringLiteral("seccomp")));
    return {};
}

} // namespace ndas::os

#else

namespace ndas::os {

bool canFilterCalls()
{
    return false;
}

Result<QByteArray> makeCallFilter(Devices)
{
    return QByteArray();
}

Result<void> limitCalls(const QByteArray&)
{
    return {};
}

} // namespace ndas::os

#endif

#endif
