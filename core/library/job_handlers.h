// The work behind the queue's jobs: taking a recording in, and making a rendition.
#pragma once

#include "core/base/app_paths.h"
#include "core/jobs/job_handler.h"
#include "core/jobs/media_service.h"
#include "core/library/library_store.h"
#include "core/settings/settings.h"

namespace ndas::library {

struct HandlerParts {
    AppPaths paths;
    LibraryStore& store;
    jobs::JobStore& jobs;
    jobs::MediaService& media;
    std::function<settings::Settings()> settings; ///< as they are when a job starts; thread-safe
    std::vector<media::Preset> presets;
};

/// hash -> duplicate? -> copy verified -> probe the copy + thumbnail -> one transaction.
class IngestHandler final : public jobs::JobHandler {
public:
    explicit IngestHandler(HandlerParts parts);
    Result<void> run(jobs::JobContext& context) override;

private:
    HandlerParts parts_;
};

/// plan -> space -> worker into .work/<job>/ (going on from the journal there) -> publishing record ->
/// publish -> succeeded -> work folder removed. Starts from the publishing record when one is there (a crash
/// in between). Pause and quit take effect at the next checkpoint. Renditions of one recording share a worker
/// and its decode as far as memory allows.
class TranscodeHandler final : public jobs::JobHandler {
public:
    explicit TranscodeHandler(HandlerParts parts);
    Result<void> run(jobs::JobContext& context) override;
    std::vector<JobId> companionsOf(const jobs::Job& first, const std::vector<jobs::Job>& waiting) override;
    void runTogether(const std::vector<jobs::JobContext*>& contexts, const EndHandler& onEnd) override;

private:
    HandlerParts parts_;
};

} // namespace ndas::library
