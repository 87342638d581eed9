// A worker with one recording open for its frames to be read: the conversation, and the file pictures come
// through. Blocking; create, use and destroy on one thread, as WorkerProcess.
#pragma once

#include "core/jobs/frame_session.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

namespace ndas::jobs {

class FrameWorker {
public:
    /// Errors as FrameSession::open().
    static Result<std::unique_ptr<FrameWorker>>
    open(const WorkerOptions& options, const FrameSessionOptions& session, const CancellationToken& token);

    /// Of the recording; the worker's word for it.
    const FrameFacts& facts() const { return facts_; }

    /// Errors as FrameSession::read().
    Result<Frame> read(const media::ReadFrameRequest& request, const CancellationToken& token);

    /// False: no further frame will be had; the last error says why.
    bool isOpen() const { return !isOver_ && worker_->isUsable(); }

private:
    FrameWorker(const QString& path, std::unique_ptr<WorkerProcess> worker);
    Result<void> openFrames(std::int64_t cacheBytes, const CancellationToken& token);
    Result<void> openExchange(const QString& path);
    Result<QByteArray> received(std::int64_t bytes);
    Failure nonsense(QString what);
    Result<void> checkUnchanged();

    QString path_;
    FileFacts found_; ///< what the recording was like before it was opened
    bool isOver_ = false;
    FrameFacts facts_;
    QTemporaryDir folder_;
    std::unique_ptr<QFile> exchange_;
    std::unique_ptr<WorkerProcess> worker_; ///< goes first
};

} // namespace ndas::jobs
