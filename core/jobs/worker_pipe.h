// The pipes of one worker child: protocol lines both ways and the tail of its chatter. Blocking; all calls on
// the thread that opened it, which must be a QThread (or main) and must outlive the child: the child asks the
// kernel to die with its parent, and on Linux the parent is that thread.
#pragma once

#include "core/jobs/worker_exit.h"
#include "core/media/worker_protocol.h"

#include <QtCore/QProcess>

#include <chrono>
#include <vector>

namespace ndas::jobs {

class WorkerPipe {
public:
    /// WorkerMissing when the program cannot be started.
    Result<void> open(const QString& program, const QStringList& arguments, std::chrono::milliseconds timeout,
                      const std::vector<qintptr>& locks = {});
    /// Ends what still runs: end of input, then terminate, then kill, `graceful` apart.
    void close(std::chrono::milliseconds graceful);

    void send(const media::Request& request);  ///< queued; written by the next pump()
    void pump(std::chrono::milliseconds time); ///< waits so long at most for output or the end
    /// The next whole event that was read; nullopt when there is none. ProtocolError for anything else.
    Result<std::optional<media::Event>> nextEvent();

    bool hasEnded();
    WorkerExit exit() const;

    void terminate() { process_.terminate(); }

    void kill() { process_.kill(); }

    void end(); ///< kills and waits until it is gone

    std::int64_t pid() const { return pid_; }

    QString standardError() const { return QString::fromUtf8(chatter_); } ///< its last 16 KiB

    void forgetStandardError() { chatter_.clear(); }

private:
    bool waitForEnd(std::chrono::milliseconds time);
    void keepChatter();

    QProcess process_;
    std::int64_t pid_ = 0;
    QByteArray received_;
    QByteArray chatter_;
};

} // namespace ndas::jobs
