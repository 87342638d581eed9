// One attempt at one rendition: everything but the work of the worker, which others may share. Blocking; one
// thread.
#pragma once

#include "core/jobs/transcode_worker.h"
#include "core/library/job_handlers.h"
#include "core/library/source_file.h"
#include "core/library/work_folder.h"

namespace ndas::library {

class RenditionAttempt {
public:
    /// All outlive it. `original` is of the same recording, and may be shared with attempts made at once.
    RenditionAttempt(const HandlerParts& parts, jobs::JobContext& context, const Video& video,
                     ContentCheck& original);

    /// Takes the work folder and plans. False: it is done already.
    Result<bool> prepare();

    /// After prepare() was true.
    media::TranscodeRequest& request() { return request_; }

    const WorkFolder& work() const { return *work_; }

    /// Later than `softLimit` from now it ends at its next checkpoint, so that others get their turn.
    jobs::WorkerCall call(std::chrono::milliseconds softLimit);

    /// What the worker made, unless it is not what it should be or the original is not what it was.
    Result<void> publish(const Result<media::TranscodeResult>& result);

    /// Gives the work folder back; what its journal may be needed for decides what stays. Returns `made` with
    /// the cause behind its error.
    Result<void> end(Result<void> made);

private:
    bool hasHadItsTurn(const Error& error) const;
    bool wasCancelled() const;
    Result<bool> finishWhatIsThere();
    Result<void> plan();
    Result<void> checkRoomFor(qint64 journalBytes) const;
    Result<void> checkOutput(const media::TranscodeResult& result) const;
    Result<void> describe(const media::TranscodeResult& result);
    Result<void> publish();

    const HandlerParts& parts_;
    jobs::JobContext& context_;
    const Video& video_;
    ContentCheck& original_;
    const settings::Settings settings_;
    CancellationSource pause_; ///< child of the token: also by the soft time limit
    std::optional<WorkFolder> work_;
    Rendition rendition_;
    media::TranscodeRequest request_;
};

} // namespace ndas::library
