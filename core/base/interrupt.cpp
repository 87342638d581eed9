#include "core/base/interrupt.h"

#include <QtCore/QtGlobal>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <thread>

#ifdef Q_OS_WIN
#include <qt_windows.h>
#else
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace ndas {

namespace {

constexpr int exitInterrupted = 130;

// A signal reaches the process, not an object: this is the one place that has to be found from nowhere.
std::atomic<int> interrupts{0};
std::atomic<std::int64_t> firstAt{0}; ///< monotonic milliseconds

std::int64_t nowMs();

/// The user insists. timeout(1) and some shells send one wish twice, to the process and to its group.
bool isSecondWish()
{
    constexpr std::int64_t sameWish = 500;
    if (interrupts.fetch_add(1) == 0) {
        firstAt = nowMs();
        return false;
    }
    return nowMs() - firstAt > sameWish;
}

/// Never destroyed: a signal may come while the program is ending.
CancellationSource& source()
{
    static auto* const instance = new CancellationSource;
    return *instance;
}

#ifdef Q_OS_WIN

std::int64_t nowMs()
{
    return static_cast<std::int64_t>(GetTickCount64());
}

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (isSecondWish())
        std::_Exit(exitInterrupted);
    source().cancel(); // Windows calls this on a thread of its own
    return TRUE;
}

void listen()
{
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

#else

std::atomic<int> wakeUpEnd{-1};

/// Async-signal-safe, unlike std::chrono by the letter.
std::int64_t nowMs()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

extern "C" void onSignal(int)
{
    const int kept = errno;
    if (isSecondWish())
        _exit(exitInterrupted);
    const char byte = 1;
    if (write(wakeUpEnd, &byte, 1) != 1)
        _exit(exitInterrupted);
    errno = kept;
}

/// A handler may only do a few async-signal-safe calls; cancelling is done by a thread it wakes.
void cancelWhenWoken(int readEnd)
{
    char byte = 0;
    while (read(readEnd, &byte, 1) == -1 && errno == EINTR) {
    }
    source().cancel();
}

/// The thread takes no signals itself: it ends after the first, and a second one must not be lost with it.
void startWithoutSignals(int readEnd)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread(cancelWhenWoken, readEnd).detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void listen()
{
    int ends[2];
    if (pipe(ends) != 0)
        return;
    for (const int end : ends)
        fcntl(end, F_SETFD, FD_CLOEXEC);
    wakeUpEnd = ends[1];

    struct sigaction action {};

    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaction(signal, &action, nullptr);
    startWithoutSignals(ends[0]);
}

#endif

} // namespace

CancellationToken installInterruptHandler()
{
    listen();
    return source().token();
}

bool wasInterrupted()
{
    return interrupts > 0;
}

} // namespace ndas
