#include "core/base/forked_child.h"

#include "core/base/freed_memory.h"
#include "core/base/process_guard.h"

#include <QtCore/qsystemdetection.h>

#ifdef Q_OS_LINUX

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <malloc.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace ndas {

namespace {

constexpr int none = -1;

/// Two descriptors that belong together; closed unless taken.
struct Pair {
    std::array<int, 2> ends{none, none};

    int takeFirst() { return std::exchange(ends[0], none); }

    int takeSecond() { return std::exchange(ends[1], none); }

    Pair() = default;
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    ~Pair()
    {
        for (const int end : ends)
            if (end != none)
                close(end);
    }
};

/// Only the heap of the first thread grows by large pages (the environment its program was started with asks
/// for them), and several lie half empty.
void shareOneHeap()
{
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
#endif
}

[[noreturn]] void runCopy(const Pair& input, const Pair& wishes, const std::function<void()>& work)
{
    dieWithParent();
    keepFreedMemory(); // of which a copy starts without what its program has adapted to
    shareOneHeap();
    dup2(input.ends[0], STDIN_FILENO);
    close(input.ends[0]);
    close(input.ends[1]);
    close(wishes.ends[0]);
    os::askForFilesAt(wishes.ends[1]);
    work();
    _exit(EXIT_SUCCESS);
}

} // namespace

bool ForkedChild::isSupported()
{
    return true;
}

Result<ForkedChild> ForkedChild::start(const std::function<void()>& work)
{
    std::signal(SIGPIPE, SIG_IGN); // a child that is gone no longer reads
    Pair input;
    Pair wishes;
    if (pipe(input.ends.data()) != 0 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, wishes.ends.data()) != 0)
        return fail(lastSystemError(QStringLiteral("pipe")));
    const pid_t process = fork();
    if (process == -1)
        return fail(lastSystemError(QStringLiteral("fork")));
    if (process == 0)
        runCopy(input, wishes, work);
    return ForkedChild(process, input.takeSecond(), wishes.takeFirst());
}

ForkedChild::ForkedChild(int process, int input, int wishes)
    : process_(process)
    , input_(input)
    , wishes_(wishes)
{
}

ForkedChild::ForkedChild(ForkedChild&& other) noexcept
    : process_(std::exchange(other.process_, none))
    , input_(std::exchange(other.input_, none))
    , wishes_(std::exchange(other.wishes_, none))
{
}

ForkedChild& ForkedChild::operator=(ForkedChild&& other) noexcept
{
    std::swap(process_, other.process_);
    std::swap(input_, other.input_);
    std::swap(wishes_, other.wishes_);
    return *this;
}

ForkedChild::~ForkedChild()
{
    if (process_ != none) {
        kill(process_, SIGKILL);
        wait();
    }
    letGo();
}

void ForkedChild::send(QByteArrayView bytes)
{
    while (input_ != none && !bytes.isEmpty()) {
        const ssize_t written = write(input_, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        bytes = bytes.sliced(written);
    }
}

void ForkedChild::closeInput()
{
    if (input_ != none)
        close(std::exchange(input_, none));
}

void ForkedChild::letGo()
{
    closeInput();
    if (wishes_ != none)
        close(std::exchange(wishes_, none));
}

void ForkedChild::grant(const FileGrants& grants)
{
    os::answerFileWish(wishes_, grants);
}

ForkedChild::End ForkedChild::wait()
{
    int status = 0;
    while (waitpid(process_, &status, 0) == -1 && errno == EINTR) {
    }
    process_ = none;
    if (WIFSIGNALED(status))
        return {.signal = WTERMSIG(status), .exitCode = 0};
    return {.signal = 0, .exitCode = WEXITSTATUS(status)};
}

ForkedChild::Event ForkedChild::waitForEvent(bool wantInput, const ForkedChild* child)
{
    // A descriptor of -1 is passed over.
    std::array<pollfd, 2> waited{pollfd{wantInput ? STDIN_FILENO : none, POLLIN, 0},
                                 pollfd{child ? child->wishes_ : none, POLLIN, 0}};
    while (poll(waited.data(), waited.size(), -1) == -1 && errno == EINTR) {
    }
    const bool ended = (waited[1].revents & ~POLLIN) != 0;
    return {.input = waited[0].revents != 0, .wish = waited[1].revents != 0 && !ended, .ended = ended};
}

QByteArray ForkedChild::readInput()
{
    QByteArray bytes(64 * 1024, Qt::Uninitialized);
    ssize_t count = 0;
    do
        count = read(STDIN_FILENO, bytes.data(), static_cast<std::size_t>(bytes.size()));
    while (count == -1 && errno == EINTR);
    bytes.truncate(std::max<qsizetype>(0, count));
    return bytes;
}

void ForkedChild::endLike(const End& end)
{
    if (end.signal != 0) {
        std::signal(end.signal, SIG_DFL);
        std::raise(end.signal);
    }
    _exit(end.signal == 0 ? end.exitCode : EXIT_FAILURE);
}

} // namespace ndas

#else

#include <cstdlib>

namespace ndas {

bool ForkedChild::isSupported()
{
    return false;
}

Result<ForkedChild> ForkedChild::start(const std::function<void()>&)
{
    return fail(ErrorCode::Internal);
}

ForkedChild::ForkedChild(ForkedChild&&) noexcept = default;
ForkedChild& ForkedChild::operator=(ForkedChild&&) noexcept = default;
ForkedChild::~ForkedChild() = default;

void ForkedChild::send(QByteArrayView) {}

void ForkedChild::closeInput() {}

void ForkedChild::letGo() {}

void ForkedChild::grant(const FileGrants&) {}

ForkedChild::End ForkedChild::wait()
{
    return {};
}

ForkedChild::Event ForkedChild::waitForEvent(bool, const ForkedChild*)
{
    return {};
}

QByteArray ForkedChild::readInput()
{
    return {};
}

void ForkedChild::endLike(const End& end)
{
    std::_Exit(end.exitCode);
}

} // namespace ndas

#endif
