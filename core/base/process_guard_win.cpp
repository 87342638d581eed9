#include "core/base/process_guard.h"

#include <QtCore/QtGlobal>

#ifdef Q_OS_WIN

#include <qt_windows.h>

#include <psapi.h>
#include <tlhelp32.h>

namespace ndas {

namespace {

DWORD parentId()
{
    const HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (snapshot == INVALID_HANDLE_VALUE)
        return 0;
    PROCESSENTRY32W entry{};
    entry.dwSize = sizeof entry;
    DWORD parent = 0;
    for (BOOL more = Process32FirstW(snapshot, &entry); more; more = Process32NextW(snapshot, &entry)) {
        if (entry.th32ProcessID == GetCurrentProcessId())
            parent = entry.th32ParentProcessID;
    }
    CloseHandle(snapshot);
    return parent;
}

void CALLBACK onParentEnded(void*, BOOLEAN)
{
    TerminateProcess(GetCurrentProcess(), 1);
}

/// Null unless it could be made what it is for.
template <class Prepare>
HANDLE newJob(const Prepare& prepare)
{
    const HANDLE job = CreateJobObjectW(nullptr, nullptr);
    if (!job || prepare(job))
        return job;
    CloseHandle(job);
    return nullptr;
}

/// Closed by the system when this process ends, and never before: that closing kills what is in it.
HANDLE jobOfChildren()
{
    static const HANDLE job = newJob([](HANDLE created) {
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION facts{};
        facts.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        return SetInformationJobObject(created, JobObjectExtendedLimitInformation, &facts, sizeof facts);
    });
    return job;
}

/// For the memory this process may take: it stands in it from the first call on.
HANDLE ownJob()
{
    static const HANDLE job =
        newJob([](HANDLE created) { return AssignProcessToJobObject(created, GetCurrentProcess()); });
    return job;
}

} // namespace

/// Nested jobs need Windows 8: a child puts itself into one of its own besides, for its memory limit.
Result<void> dieTogether(qint64 childId)
{
    const HANDLE job = jobOfChildren();
    if (!job)
        return fail(ErrorCode::Io, QStringLiteral("no job object for workers"));
    const HANDLE child =
        OpenProcess(PROCESS_SET_QUOTA | PROCESS_TERMINATE, FALSE, static_cast<DWORD>(childId));
    if (!child)
        return fail(lastSystemError(QStringLiteral("open worker")));
    const BOOL assigned = AssignProcessToJobObject(job, child);
    const DWORD reason = GetLastError();
    CloseHandle(child);
    if (!assigned)
        return fail(systemError(static_cast<int>(reason), QStringLiteral("put worker into job")));
    return {};
}

void dieWithParent()
{
    SetConsoleCtrlHandler(nullptr, TRUE); // Ctrl+C is the parent's decision
    const HANDLE parent = OpenProcess(SYNCHRONIZE, FALSE, parentId());
    HANDLE wait = nullptr;
    if (parent)
        RegisterWaitForSingleObject(&wait, parent, onParentEnded, nullptr, INFINITE, WT_EXECUTEONLYONCE);
}

Result<void> applyLimits(const ProcessLimits& limits)
{
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
    if (limits.niceness > 0)
        SetPriorityClass(GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS);
    const HANDLE job = ownJob();
    if (!job)
        return fail(ErrorCode::Io, QStringLiteral("no job object to limit memory"));
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION facts{};
    if (limits.memoryBytes > 0) {
        facts.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY;
        facts.ProcessMemoryLimit = static_cast<SIZE_T>(limits.memoryBytes);
    }
    if (!SetInformationJobObject(job, JobObjectExtendedLimitInformation, &facts, sizeof facts))
        return fail(lastSystemError(QStringLiteral("limit memory")));
    return {};
}

qint64 peakMemory()
{
    PROCESS_MEMORY_COUNTERS counters{};
    if (!GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters))
        return 0;
    return static_cast<qint64>(counters.PeakWorkingSetSize);
}

qint64 physicalMemory()
{
    MEMORYSTATUSEX status{};
    status.dwLength = sizeof status;
    return GlobalMemoryStatusEx(&status) ? static_cast<qint64>(status.ullTotalPhys) : 0;
}

std::chrono::microseconds processorTime()
{
    FILETIME created{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    if (!GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user))
        return {};
    const auto of = [](const FILETIME& time) { // in steps of 100 ns
        return std::chrono::microseconds(
            ((static_cast<qint64>(time.dwHighDateTime) << 32) | static_cast<qint64>(time.dwLowDateTime)) /
            10);
    };
    return of(kernel) + of(user);
}

} // namespace ndas

#endif
