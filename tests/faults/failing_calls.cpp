#include "tests/faults/failing_calls.h"

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ndas::test {

namespace {

struct State {
    std::atomic<int> seen{0};
    std::atomic<int> at{0};
    std::atomic<int> error{0};
    std::atomic<bool> lasting{false};
    std::atomic<bool> isDiskFull{false}; ///< after the half that found room
    std::atomic<bool> withoutExclusiveRename{false};
    std::atomic<Calls> calls{Calls::Changing};
};

State& state()
{
    static State instance;
    return instance;
}

enum class Verdict { Pass, Fail, FailHalfWay };

Verdict nextCall(Calls kind)
{
    State& now = state();
    if (kind != now.calls)
        return Verdict::Pass;
    const int at = now.at;
    const int number = ++now.seen;
    if (at == 0)
        return Verdict::Pass;
    if (now.isDiskFull.exchange(false) || (now.lasting && number > at))
        return Verdict::Fail;
    if (number != at)
        return Verdict::Pass;
    return now.error == ENOSPC ? Verdict::FailHalfWay : Verdict::Fail;
}

/// For calls that have no half.
bool fails(Calls kind = Calls::Changing)
{
    if (nextCall(kind) == Verdict::Pass)
        return false;
    errno = state().error;
    return true;
}

/// Pipes and the terminal are none of ours.
bool isWatched(int handle)
{
    struct stat facts {};

    return fstat(handle, &facts) == 0 && (S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode));
}

template <class Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

template <class Write>
ssize_t writeOrFail(int handle, std::size_t size, Write write)
{
    const Verdict verdict = isWatched(handle) ? nextCall(Calls::Changing) : Verdict::Pass;
    if (verdict == Verdict::FailHalfWay && size > 1) {
        state().isDiskFull = true;
        return write(size / 2);
    }
    if (verdict == Verdict::Pass)
        return write(size);
    errno = state().error;
    return -1;
}

template <class Open>
int openOrFail(int flags, Open open)
{
    const bool isWatchedOpen = (flags & O_CREAT) != 0;
    return isWatchedOpen && fails() ? -1 : open();
}

/// "AT:ERROR:once|lasting", for programs that know nothing of this file.
[[gnu::constructor]] void readEnvironment()
{
    int at = 0;
    int error = 0;
    char span[16] = {};
    const char* text = std::getenv("NDAS_FAULT");
    if (text && std::sscanf(text, "%d:%d:%15s", &at, &error, span) == 3)
        inject({.at = at,
                .error = error,
                .span = std::strcmp(span, "lasting") == 0 ? Span::Lasting : Span::Once});
}

} // namespace

void inject(const Fault& fault)
{
    State& now = state();
    now.at = fault.at;
    now.error = fault.error;
    now.lasting = fault.span == Span::Lasting;
    now.isDiskFull = false;
    now.withoutExclusiveRename = fault.withoutExclusiveRename;
    now.calls = fault.calls;
    now.seen = 0;
}

int watchedCalls()
{
    return state().seen;
}

} // namespace ndas::test

#define STANDS_BEFORE extern "C" [[gnu::visibility("default")]]

using ndas::test::Calls;
using ndas::test::fails;
using ndas::test::isWatched;
using ndas::test::next;

STANDS_BEFORE ssize_t write(int handle, const void* bytes, std::size_t size)
{
    static const auto real = next<ssize_t(int, const void*, std::size_t)>("write");
    return ndas::test::writeOrFail(handle, size, [&](std::size_t part) { return real(handle, bytes, part); });
}

STANDS_BEFORE ssize_t pwrite(int handle, const void* bytes, std::size_t size, off_t offset)
{
    static const auto real = next<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
    return ndas::test::writeOrFail(handle, size,
                                   [&](std::size_t part) { return real(handle, bytes, part, offset); });
}

STANDS_BEFORE ssize_t pwrite64(int handle, const void* bytes, std::size_t size, off64_t offset)
{
    return pwrite(handle, bytes, size, offset);
}

STANDS_BEFORE ssize_t read(int handle, void* bytes, std::size_t size)
{
    static const auto real = next<ssize_t(int, void*, std::size_t)>("read");
    return isWatched(handle) && fails(Calls::Reading) ? -1 : real(handle, bytes, size);
}

STANDS_BEFORE ssize_t pread(int handle, void* bytes, std::size_t size, off_t offset)
{
    static const auto real = next<ssize_t(int, void*, std::size_t, off_t)>("pread");
    return isWatched(handle) && fails(Calls::Reading) ? -1 : real(handle, bytes, size, offset);
}

STANDS_BEFORE ssize_t pread64(int handle, void* bytes, std::size_t size, off64_t offset)
{
    return pread(handle, bytes, size, offset);
}

STANDS_BEFORE int ftruncate(int handle, off_t size) noexcept
{
    static const auto real = next<int(int, off_t)>("ftruncate");
    return isWatched(handle) && fails() ? -1 : real(handle, size);
}

STANDS_BEFORE int ftruncate64(int handle, off64_t size) noexcept
{
    return ftruncate(handle, size);
}

STANDS_BEFORE int fsync(int handle)
{
    static const auto real = next<int(int)>("fsync");
    return isWatched(handle) && fails() ? -1 : real(handle);
}

STANDS_BEFORE int fdatasync(int handle)
{
    static const auto real = next<int(int)>("fdatasync");
    return isWatched(handle) && fails() ? -1 : real(handle);
}

STANDS_BEFORE int rename(const char* from, const char* to) noexcept
{
    static const auto real = next<int(const char*, const char*)>("rename");
    return fails() ? -1 : real(from, to);
}

STANDS_BEFORE int link(const char* from, const char* to) noexcept
{
    static const auto real = next<int(const char*, const char*)>("link");
    return fails() ? -1 : real(from, to);
}

STANDS_BEFORE int mkdir(const char* path, mode_t mode) noexcept
{
    static const auto real = next<int(const char*, mode_t)>("mkdir");
    return fails() ? -1 : real(path, mode);
}

STANDS_BEFORE int unlink(const char* path) noexcept
{
    static const auto real = next<int(const char*)>("unlink");
    return fails(Calls::Removing) ? -1 : real(path);
}

STANDS_BEFORE int unlinkat(int folder, const char* path, int flags) noexcept
{
    static const auto real = next<int(int, const char*, int)>("unlinkat");
    return fails(Calls::Removing) ? -1 : real(folder, path, flags);
}

STANDS_BEFORE int open(const char* path, int flags, ...)
{
    static const auto real = next<int(const char*, int, ...)>("open");
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return ndas::test::openOrFail(flags, [&] { return real(path, flags, mode); });
}

STANDS_BEFORE int open64(const char* path, int flags, ...)
{
    static const auto real = next<int(const char*, int, ...)>("open64");
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return ndas::test::openOrFail(flags, [&] { return real(path, flags, mode); });
}

STANDS_BEFORE long syscall(long number, ...) noexcept
{
    static const auto real = next<long(long, ...)>("syscall");
    std::va_list rest;
    va_start(rest, number);
    long given[6];
    for (long& argument : given)
        argument = va_arg(rest, long);
    va_end(rest);
    if (number == SYS_renameat2) {
        if (ndas::test::state().withoutExclusiveRename) {
            errno = EINVAL;
            return -1;
        }
        if (fails())
            return -1;
    }
    return real(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}
