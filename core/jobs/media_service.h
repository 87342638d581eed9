// Small requests (probe, thumbnails, capabilities) on up to `maxWorkers` long-lived workers; a worker that
// broke is replaced, the file that broke it reports WorkerCrashed/WorkerHung. Thread-safe; blocks the caller.
#pragma once

#include "core/jobs/worker_process.h"

namespace ndas::jobs {

class MediaService {
public:
    MediaService(WorkerOptions options, int maxWorkers);
    ~MediaService();

    Result<media::ProbeResult> probe(const media::ProbeRequest& request, const CancellationToken& token = {});
    Result<media::CapabilitiesResult> capabilities(const CancellationToken& token = {});
    const WorkerOptions& options() const;
    /// Ends all workers; callers get Cancelled, those to come too. Idempotent; the destructor calls it.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::jobs
