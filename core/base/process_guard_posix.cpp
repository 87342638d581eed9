#include "core/base/process_guard.h"

#include <QtCore/QtGlobal>

#ifdef Q_OS_UNIX

#include "core/base/sanitizers.h"

#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace ndas {

namespace {

using Resource = decltype(RLIMIT_CORE);

/// Can be raised again, up to what the system allows.
Result<void> limit(Resource resource, rlim_t value)
{
    rlimit wanted{};
    getrlimit(resource, &wanted);
    wanted.rlim_cur = std::min(value, wanted.rlim_max);
    if (setrlimit(resource, &wanted) != 0)
        return fail(lastSystemError(QStringLiteral("setrlimit %1").arg(static_cast<int>(resource))));
    return {};
}

Result<void> limitForGood(Resource resource, rlim_t value)
{
    NDAS_CHECK(limit(resource, value));
    rlimit lowered{};
    getrlimit(resource, &lowered);
    lowered.rlim_max = lowered.rlim_cur;
    setrlimit(resource, &lowered);
    return {};
}

rlim_t orUnlimited(qint64 bytes)
{
    return bytes > 0 ? static_cast<rlim_t>(bytes) : RLIM_INFINITY;
}

} // namespace

Result<void> dieTogether(qint64)
{
    return {};
}

void dieWithParent()
{
    // Ctrl+C reaches the whole terminal; what becomes of the work is the parent's decision.
    std::signal(SIGINT, SIG_IGN);
#ifdef Q_OS_LINUX
    const pid_t parent = getppid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // A parent that died before this call sends no signal; one that died before main() closed our stdin.
    if (getppid() != parent)
        _exit(1);
#endif
}

Result<void> applyLimits(const ProcessLimits& limits)
{
    NDAS_CHECK(limitForGood(RLIMIT_CORE, 0));
    NDAS_CHECK(limitForGood(RLIMIT_NOFILE, static_cast<rlim_t>(limits.openFiles)));
    std::signal(SIGXFSZ, SIG_IGN); // a write past the limit then answers EFBIG
    NDAS_CHECK(limit(RLIMIT_FSIZE, orUnlimited(limits.fileBytes)));
    // Sanitizers reserve terabytes of address space and look at their own process.
    if (!isSanitized) {
        NDAS_CHECK(limit(RLIMIT_AS, orUnlimited(limits.memoryBytes)));
#ifdef Q_OS_LINUX
        prctl(PR_SET_DUMPABLE, 0);
#endif
    }
    // Where the system refuses, the work is done at the usual priority.
    static_cast<void>(setpriority(PRIO_PROCESS, 0, limits.niceness));
    return {};
}

qint64 peakMemory()
{
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
#ifdef Q_OS_MACOS
    return usage.ru_maxrss;
#else
    return qint64{usage.ru_maxrss} * 1024;
#endif
}

qint64 physicalMemory()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long pageSize = sysconf(_SC_PAGESIZE);
    return pages > 0 && pageSize > 0 ? qint64{pages} * pageSize : 0;
}

std::chrono::microseconds processorTime()
{
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return {};
    const auto of = [](const timeval& time) {
        return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

} // namespace ndas

#endif
