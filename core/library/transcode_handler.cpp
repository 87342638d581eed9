#include "core/base/process_guard.h"
#include "core/jobs/transcode_worker.h"
#include "core/library/rendition_attempt.h"
#include "core/media/together.h"

#include <QtCore/QThread>

#include <set>

namespace ndas::library {

namespace {

/// Memory that renditions made at once may take: what one job may, or half of what the machine has for each
/// job at a time.
std::int64_t memoryForGroup(const settings::Settings& settings)
{
    return std::max<qint64>(settings.jobMemoryBytes, physicalMemory() / 2 / settings.effectiveMaxJobs());
}

/// Renditions of one recording, made by one worker.
class TogetherRun {
public:
    using Parts = std::vector<std::unique_ptr<RenditionAttempt>>;

    TogetherRun(const HandlerParts& parts, const std::vector<jobs::JobContext*>& contexts, const Video& video,
                const jobs::JobHandler::EndHandler& onEnd)
        : parts_(parts)
        , contexts_(contexts)
        , onEnd_(onEnd)
        , video_(video)
        , original_(video, parts.paths)
    {
        for (jobs::JobContext* context : contexts)
            attempts_.push_back(std::make_unique<RenditionAttempt>(parts, *context, video, original_));
    }

    void run()
    {
        for (std::size_t index = 0; index < attempts_.size(); ++index) {
            const Result<bool> prepared = attempts_[index]->prepare();
            if (prepared && *prepared)
                open_.push_back(index);
            else
                end(index, prepared ? Result<void>{} : fail(prepared.error()));
        }
        if (open_.empty())
            return;
        if (const Result<void> worked = work(); !worked)
            for (const std::size_t index : open_)
                end(index, fail(worked.error()));
    }

private:
    Result<void> work()
    {
        std::vector<media::TranscodePlan> plans;
        for (const std::size_t index : open_)
            plans.push_back(attempts_[index]->request().plan);
        NDAS_TRY(const media::Threads threads, threadsFor(plans));
        const jobs::WorkerOptions options = workerOptions(plans);
        std::vector<media::TranscodeRequest> requests;
        std::vector<jobs::WorkerCall> calls;
        for (std::size_t number = 0; number < open_.size(); ++number) {
            RenditionAttempt& attempt = *attempts_[open_[number]];
            attempt.request().threads = threads.encoders[number];
            attempt.request().decoderThreads = threads.decoder;
            requests.push_back(attempt.request());
            calls.push_back(attempt.call(softLimit(options.hardLimit)));
        }
        const bool useHardware = parts_.settings().useHardware;
        jobs::KeptWorker worker;
        jobs::transcodeInWorker(worker, options, std::move(requests),
                                useHardware ? jobs::Hardware::WhereItWorks : jobs::Hardware::Unused, calls,
                                [this](std::size_t number, const Result<media::TranscodeResult>& result) {
                                    const std::size_t index = open_[number];
                                    end(index, attempts_[index]->publish(result));
                                });
        return {};
    }

    void end(std::size_t index, Result<void> made) { onEnd_(index, attempts_[index]->end(std::move(made))); }

    /// Cores by the number of recordings under way, but two at least: one thread leaves the decoder waiting
    /// for the encoder. One only after an attempt that ran out of memory.
    Result<media::Threads> threadsFor(const std::vector<media::TranscodePlan>& plans) const
    {
        const jobs::Job& job = contexts_.front()->job();
        if (job.hasError && job.errorCode == ErrorCode::OutOfMemory)
            return media::Threads{.decoder = 1, .encoders = std::vector<int>(plans.size(), 1)};
        jobs::JobFilter underWay;
        underWay.states = {jobs::JobState::Running};
        underWay.kind = jobs::JobKind::Transcode;
        NDAS_TRY(const std::vector<jobs::Job> running, parts_.jobs.list(underWay));
        std::set<VideoId> recordings;
        for (const jobs::Job& other : running)
            recordings.insert(other.video);
        const int cores = QThread::idealThreadCount();
        const int share = cores / std::max(1, static_cast<int>(recordings.size()));
        return media::threadShares(plans, std::max(std::min(2, cores), share));
    }

    /// Raised for long recordings as much as the hard one.
    std::chrono::milliseconds softLimit(std::chrono::milliseconds hardLimit) const
    {
        const settings::Settings settings = parts_.settings();
        return settings.softTimeLimit * (hardLimit / std::chrono::milliseconds(settings.hardTimeLimit));
    }

    jobs::WorkerOptions workerOptions(const std::vector<media::TranscodePlan>& plans) const
    {
        const settings::Settings settings = parts_.settings();
        jobs::WorkerOptions options = parts_.media.options();
        // The limit counts address space. Thread stacks, arenas and about 150 mapped libraries reserve far
        // more of that than ever becomes resident, so the resident memory allowed is tripled and a gigabyte
        // added.
        const qint64 resident = std::max<qint64>(settings.jobMemoryBytes, 2 * media::memoryTogether(plans));
        options.limits.memoryBytes = 3 * resident + (qint64{1} << 30);
        options.limits.fileBytes = media::largestFile(plans, video_.sizeBytes);
        const auto byLength = std::chrono::duration_cast<std::chrono::milliseconds>(
            20 * plans.front().duration * static_cast<int>(plans.size()));
        options.hardLimit = std::max({std::chrono::milliseconds(std::chrono::minutes(10)),
                                      std::chrono::milliseconds(settings.hardTimeLimit), byLength});
        for (const std::size_t index : open_)
            options.inheritedLocks.push_back(attempts_[index]->work().lock().handle());
        return options;
    }

    const HandlerParts& parts_;
    const std::vector<jobs::JobContext*>& contexts_;
    const jobs::JobHandler::EndHandler& onEnd_;
    const Video& video_;
    ContentCheck original_; ///< for all of them
    Parts attempts_;
    std::vector<std::size_t> open_; ///< that the worker makes
};

} // namespace

TranscodeHandler::TranscodeHandler(HandlerParts parts)
    : parts_(std::move(parts))
{
}

Result<void> TranscodeHandler::run(jobs::JobContext& context)
{
    Result<void> outcome = fail(ErrorCode::Internal, QStringLiteral("no end"));
    runTogether({&context}, [&outcome](std::size_t, Result<void> end) { outcome = std::move(end); });
    return outcome;
}

std::vector<JobId> TranscodeHandler::companionsOf(const jobs::Job& first,
                                                  const std::vector<jobs::Job>& waiting)
{
    const Result<Video> video = parts_.store.find(first.video);
    if (!video || !video->info)
        return {};
    std::vector<JobId> ids;
    std::vector<media::TranscodePlan> plans;
    const auto add = [&](const jobs::Job& job) {
        if (const auto preset = settings::findPreset(parts_.presets, job.preset)) {
            ids.push_back(job.id);
            plans.push_back(media::makePlan(*video->info, *preset));
        }
    };
    add(first);
    for (const jobs::Job& job : waiting)
        add(job);
    std::vector<JobId> companions;
    for (const auto& group : media::groupsOf(plans, memoryForGroup(parts_.settings()))) {
        if (ids[group.front()] != first.id)
            continue;
        for (std::size_t index = 1; index < group.size() && index < media::mostAtOnce; ++index)
            companions.push_back(ids[group[index]]);
    }
    return companions;
}

void TranscodeHandler::runTogether(const std::vector<jobs::JobContext*>& contexts, const EndHandler& onEnd)
{
    const Result<Video> video = parts_.store.find(contexts.front()->job().video);
    if (video)
        return TogetherRun(parts_, contexts, *video, onEnd).run();
    for (std::size_t index = 0; index < contexts.size(); ++index)
        onEnd(index, fail(video.error()));
}

} // namespace ndas::library
