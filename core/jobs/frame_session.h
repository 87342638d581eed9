// Looking at one recording frame by frame: a locked-in worker of its own opens it once and keeps it open,
// with where its frames are and those decoded last, so that the next and the one before come at once.
// Thread-safe; all calls block. What hostile bytes do to the worker ends the session, with the reason, and no
// more; it can be opened anew.
#pragma once

#include "core/base/file_tools.h"
#include "core/jobs/worker_process.h"

namespace ndas::jobs {

struct FrameSessionOptions {
    QString path;
    std::int64_t cacheBytes = 96'000'000; ///< of decoded frames in the worker; at least a few are kept
};

struct FrameFacts {
    media::MediaInfo info;
    std::vector<media::Micros> times; ///< when each frame is first shown, ascending; at least one
};

struct Frame {
    std::int64_t index = 0; ///< the one before where the recording is damaged
    media::Micros at{0};    ///< from the recording's start
    media::PixelSize size;
    QByteArray bytes; ///< rows of RGBA without gaps, or an image file
};

class FrameSession {
public:
    /// Reads the whole recording once. Errors: those of WorkerProcess::start() and of the recording,
    /// Cancelled.
    static Result<std::unique_ptr<FrameSession>> open(const WorkerOptions& worker,
                                                      const FrameSessionOptions& options,
                                                      const CancellationToken& token = {});
    ~FrameSession(); ///< close()
    FrameSession(const FrameSession&) = delete;
    FrameSession& operator=(const FrameSession&) = delete;

    const FrameFacts& facts() const;

    /// One frame by its number; for one by time see frameOnScreen(). One is read at a time, the one under way
    /// to its end unless `token` is cancelled. At most one waits: a newer call takes its place, and the older
    /// gets Cancelled, so that whoever drags a slider sees what comes in between and never lags behind.
    ///
    /// BadOption (no such number), Damaged, Cancelled: the session goes on. It is over, and every later call
    /// gets the same error, after: OriginalChanged, NotFound, SourceUnreachable (the file is another one or
    /// gone), Io and its like from the file pictures come through, and whatever ends a WorkerProcess.
    Result<Frame> read(const media::ReadFrameRequest& request, const CancellationToken& token = {});

    /// Ends the worker; whoever waits gets Cancelled, later callers too. Idempotent; takes some milliseconds,
    /// longer when the worker does not hear.
    void close();

private:
    struct Impl;
    explicit FrameSession(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::jobs
