// One ndas-worker child and the conversation with it. Blocking; create, use and destroy on one thread, which
// must be a QThread, a thread of a QThreadPool that never expires, or main, and which must not end before
// this object: the worker dies with its parent, and on Linux the kernel takes the *thread* that started it
// for the parent. The destructor ends the child: asked (end of input), then terminated, then killed. Cancel
// and Ping carry the id of the request they are about.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/process_guard.h"
#include "core/media/worker_protocol.h"

#include <vector>

namespace ndas::jobs {

struct WorkerOptions {
    QString program; ///< full path of ndas-worker
    QStringList arguments;
    ProcessLimits limits;
    /// Locks (FileLock::handle(), taken with Inherit::No) that this child, and no sibling started meanwhile,
    /// keeps for its lifetime. POSIX: FD_CLOEXEC is cleared between fork and exec. Windows: not passed on;
    /// dieTogether() stands in for it.
    std::vector<qintptr> inheritedLocks;
    /// A machine that has too much to do takes its time: what ends the wait is the worker's end, or the
    /// caller.
    std::chrono::milliseconds startTimeout = std::chrono::minutes(10);
    std::chrono::milliseconds slowStart = std::chrono::seconds(10);
    std::function<void()> onSlowStart =
        {}; ///< once, when starting has taken that long; on the thread that waits
    std::chrono::milliseconds pingAfter = std::chrono::seconds(10);  ///< of silence
    std::chrono::milliseconds stallAfter = std::chrono::seconds(60); ///< without progress in media time
    std::chrono::milliseconds hardLimit = std::chrono::hours(1);     ///< per request
    std::chrono::milliseconds graceful = std::chrono::seconds(5);    ///< cancel -> terminate -> kill
    std::chrono::milliseconds toPause = std::chrono::seconds(15);    ///< pause -> cancel
};

/// What a caller hears while it waits, on its own thread.
struct WorkerListener {
    std::function<void(const media::ProgressEvent&)> onProgress = {};
    /// An error ends the request with it.
    std::function<Result<void>(const media::CheckpointEvent&)> onCheckpoint = {};
    /// Cancelled: a transcode ends with Paused as soon as its work so far is kept.
    CancellationToken pause = {};
    /// What will be returned, as soon as it is known: the others of a group may still be under way; the time
    /// this takes is not held against them. A worker that broke off or talked nonsense has ended before.
    std::function<void(const Result<media::DoneEvent>&)> onEnd = {};
};

/// One of a request's numbers: how it is stopped, and who hears of it.
struct WorkerCall {
    CancellationToken token = {};
    WorkerListener listener = {};
};

class WorkerProcess {
public:
    static Result<std::unique_ptr<WorkerProcess>> start(const WorkerOptions& options,
                                                        const CancellationToken& token = {});
    ~WorkerProcess();

    /// Sends one request and waits for its end. Errors: what the worker reported, Cancelled, WorkerCrashed,
    /// WorkerHung, OutOfMemory, SandboxViolation, ProtocolError. After any of the last five, isUsable() is
    /// false.
    Result<media::DoneEvent> perform(const media::RequestBody& request, const CancellationToken& token,
                                     const WorkerListener& listener = {});
    /// The same for a group: an answer for each of its renditions, which end on their own. Busy: the worker
    /// had to be ended because another one would not end.
    std::vector<Result<media::DoneEvent>> performTogether(const media::RequestBody& request,
                                                          const std::vector<WorkerCall>& calls);
    /// From the next request on its limits of memory and file size and the times are these; the rest of
    /// `options` says how a worker is started. False: it was started in another way, nothing changes.
    bool adopt(const WorkerOptions& options);
    bool isUsable() const;
    std::int64_t pid() const;
    QString standardError() const; ///< the last 16 KiB of library chatter, for technical details

private:
    struct Impl;
    explicit WorkerProcess(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// One worker for one piece of work after the other: to be started takes it a tenth of a second. As
/// WorkerProcess.
class KeptWorker {
public:
    /// The one at hand, where it is usable and was started in the same way; else a fresh one. Valid until the
    /// next call.
    Result<WorkerProcess*> within(const WorkerOptions& options, const CancellationToken& token = {});

private:
    std::unique_ptr<WorkerProcess> worker_;
};

} // namespace ndas::jobs
