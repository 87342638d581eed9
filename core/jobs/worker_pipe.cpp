#include "core/jobs/worker_pipe.h"

#include "core/base/file_lock.h"
#include "core/base/process_guard.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcessEnvironment>

#include <algorithm>

namespace ndas::jobs {

namespace {

using std::chrono::milliseconds;

constexpr qsizetype chatterBytes = 16 * 1024;

int whole(milliseconds time)
{
    return static_cast<int>(std::clamp<milliseconds::rep>(time.count(), 0, 1'000'000'000));
}

/// Pictures are megabytes: in large pages their memory comes with a hundredth of the page faults, which every
/// copy a worker makes of itself pays anew. glibc from 2.35 on; nothing else reads it.
QProcessEnvironment workerEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString tunables = QStringLiteral("GLIBC_TUNABLES");
    if (!environment.contains(tunables))
        environment.insert(tunables, QStringLiteral("glibc.malloc.hugetlb=1"));
    return environment;
}

} // namespace

Result<void> WorkerPipe::open(const QString& program, const QStringList& arguments, milliseconds timeout,
                              [[maybe_unused]] const std::vector<qintptr>& locks)
{
#ifdef Q_OS_UNIX
    if (!locks.empty())
        process_.setChildProcessModifier(
            [locks] { std::ranges::for_each(locks, FileLock::keepThroughExec); });
#endif
    process_.setProcessEnvironment(workerEnvironment());
    process_.start(program, arguments);
    if (!process_.waitForStarted(whole(timeout)))
        return fail(ErrorCode::WorkerMissing, QStringLiteral("%1: %2").arg(program, process_.errorString()));
    pid_ = process_.processId();
    return dieTogether(pid_);
}

void WorkerPipe::close(milliseconds graceful)
{
    process_.closeWriteChannel();
    if (waitForEnd(graceful))
        return;
    process_.terminate();
    if (waitForEnd(graceful))
        return;
    end();
}

void WorkerPipe::end()
{
    process_.kill();
    waitForEnd(std::chrono::seconds(30));
    keepChatter();
}

void WorkerPipe::send(const media::Request& request)
{
    process_.write(media::encode(request));
}

void WorkerPipe::pump(milliseconds time)
{
    QElapsedTimer waited;
    waited.start();
    const bool hasOutput = process_.waitForReadyRead(whole(time));
    // A child that closed its output but lives on makes the wait above return at once, for ever.
    if (!hasOutput && process_.state() != QProcess::NotRunning && waited.elapsed() < time.count())
        process_.waitForFinished(whole(time - milliseconds(waited.elapsed())));
    received_ += process_.readAllStandardOutput();
    keepChatter();
}

Result<std::optional<media::Event>> WorkerPipe::nextEvent()
{
    const qsizetype end = received_.indexOf('\n');
    const qsizetype length = end < 0 ? received_.size() : end + 1;
    if (length > media::maxEventBytes)
        return fail(ErrorCode::ProtocolError, QStringLiteral("the worker wrote a line that is too long"));
    if (end < 0)
        return std::optional<media::Event>();
    const QByteArray line = received_.left(end);
    received_.remove(0, end + 1);
    NDAS_TRY(media::Event event, media::decodeEvent(line));
    return std::optional<media::Event>(std::move(event));
}

bool WorkerPipe::hasEnded()
{
    if (process_.state() != QProcess::NotRunning)
        process_.waitForFinished(0);
    return process_.state() == QProcess::NotRunning;
}

WorkerExit WorkerPipe::exit() const
{
    return {.crashed = process_.exitStatus() == QProcess::CrashExit,
            .code = process_.exitCode(),
            .standardError = standardError()};
}

bool WorkerPipe::waitForEnd(milliseconds time)
{
    return process_.state() == QProcess::NotRunning || process_.waitForFinished(whole(time));
}

void WorkerPipe::keepChatter()
{
    chatter_ += process_.readAllStandardError();
    if (chatter_.size() > chatterBytes)
        chatter_.remove(0, chatter_.size() - chatterBytes);
}

} // namespace ndas::jobs
