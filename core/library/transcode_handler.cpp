#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/base/process_guard.h"
#include "core/jobs/transcode_worker.h"
#include "core/library/disk_space.h"
#include "core/library/job_handlers.h"
#include "core/library/own_files.h"
#include "core/library/source_file.h"
#include "core/library/stored_names.h"
#include "core/library/work_folder.h"
#include "core/media/together.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QThread>

#include <set>

namespace ndas::library {

namespace {

Result<Rendition> renditionOf(const Video& video, const QString& preset)
{
    for (const Rendition& rendition : video.renditions) {
        if (rendition.preset == preset)
            return rendition;
    }
    return fail(ErrorCode::NoSuchItem,
                QStringLiteral("video %1 has no rendition \"%2\"").arg(video.id.value).arg(preset));
}

/// Whether the queue will give up on this error at once.
bool isFinal(const Error& error)
{
    const RetryClass kind = retryClass(error.code);
    return kind == RetryClass::Input || kind == RetryClass::Configuration || kind == RetryClass::Violation;
}

/// Stopped by the soft time limit; it goes on from its checkpoint.
Error tookTooLong()
{
    return fail(ErrorCode::TimedOut, QStringLiteral("others have their turn first")).value();
}

/// Memory that renditions made at once may take: what one job may, or half of what the machine has for each
/// job at a time.
std::int64_t memoryForGroup(const settings::Settings& settings)
{
    return std::max<qint64>(settings.jobMemoryBytes, physicalMemory() / 2 / settings.effectiveMaxJobs());
}

/// One attempt at one rendition: everything but the work that others share.
class Transcode {
public:
    Transcode(const HandlerParts& parts, jobs::JobContext& context, const Video& video,
              ContentCheck& original)
        : parts_(parts)
        , context_(context)
        , video_(video)
        , original_(original)
        , settings_(parts.settings())
        , pause_(context.token())
    {
    }

    /// False: it is done already.
    Result<bool> prepare()
    {
        NDAS_TRY(WorkFolder folder, WorkFolder::open(parts_.paths, context_.job().id, context_.token()));
        work_.emplace(std::move(folder));
        NDAS_TRY(rendition_, renditionOf(video_, context_.job().preset));
        NDAS_TRY(const bool published, finishWhatIsThere());
        if (published)
            return false;
        NDAS_CHECK(plan());
        return true;
    }

    /// After prepare() was true.
    media::TranscodeRequest& request() { return request_; }

    const WorkFolder& work() const { return *work_; }

    /// Later than `softLimit` from now it ends at its next checkpoint, so that others get their turn.
    jobs::WorkerCall call(std::chrono::milliseconds softLimit)
    {
        const auto onProgress = [this, turn = QDeadlineTimer(softLimit)](const media::ProgressEvent& event) {
            if (turn.hasExpired())
                pause_.cancel();
            context_.progress(media::fractionOf(event), QString::fromLatin1(media::name(event.stage)),
                              event.speed);
        };
        const auto onCheckpoint = [this](const media::CheckpointEvent& event) -> Result<void> {
            NDAS_CHECK(context_.checkpoint(
                {.at = event.at, .journalBytes = event.journalBytes, .bufferBits = event.bufferBits}));
            return checkRoomFor(event.journalBytes);
        };
        return {
            .token = context_.urgentToken(),
            .listener = {.onProgress = onProgress, .onCheckpoint = onCheckpoint, .pause = pause_.token()}};
    }

    Result<void> publish(const Result<media::TranscodeResult>& result)
    {
        if (!result)
            return fail(hasHadItsTurn(result.error()) ? tookTooLong() : result.error());
        context_.progress(0.99, QStringLiteral("publishing"));
        NDAS_CHECK(original_.run(context_.token())); // while it is still in the memory of the system
        NDAS_CHECK(checkOutput(*result));
        NDAS_CHECK(describe(*result));
        return publish();
    }

    /// Gives the work folder back; what its journal may be needed for decides what stays. Returns `made` with
    /// the cause behind its error.
    Result<void> end(Result<void> made)
    {
        if (made) {
            if (work_)
                work_->finish();
            work_.reset();
            return made;
        }
        Error error = causeOf(std::move(made).error(), originalPath(video_, parts_.paths));
        if (work_ && (isFinal(error) || wasCancelled()))
            work_->discard();
        work_.reset();
        return fail(std::move(error));
    }

private:
    bool hasHadItsTurn(const Error& error) const
    {
        return error.code == ErrorCode::Paused && pause_.token().isCancelled() &&
               !context_.token().isCancelled();
    }

    /// By the user, and not for another owner to go on.
    bool wasCancelled() const
    {
        if (!context_.urgentToken().isCancelled())
            return false;
        const Result<jobs::Job> job = parts_.jobs.find(context_.job().id);
        return job && job->cancelRequested && job->fence == context_.claim().fence;
    }

    /// The last attempt died after it had committed name, size and hash; or another job made it since.
    Result<bool> finishWhatIsThere()
    {
        if (rendition_.state != RenditionState::Publishing && rendition_.state != RenditionState::Ready)
            return false;
        const QString path = parts_.paths.renditionsDir() + QLatin1Char('/') + rendition_.fileName;
        if (QFileInfo(path).size() != rendition_.sizeBytes)
            return false;
        NDAS_TRY(const QString hash, sha256OfFile(path, context_.token()));
        if (hash != rendition_.sha256)
            return false;
        // The rename may have been seen before it was durable.
        NDAS_CHECK(syncFolder(parts_.paths.renditionsDir()));
        NDAS_CHECK(parts_.store.finishRendition(context_.claim(), video_.id, rendition_.preset));
        return true;
    }

    Result<void> plan()
    {
        if (!video_.info)
            return fail(ErrorCode::InvalidTransition,
                        QStringLiteral("video %1 is not ready").arg(video_.id.value));
        NDAS_TRY(const media::Preset preset, settings::findPreset(parts_.presets, context_.job().preset));
        NDAS_CHECK(checkOriginal(video_, parts_.paths));
        request_.path = originalPath(video_, parts_.paths);
        request_.plan = media::makePlan(*video_.info, preset);
        NDAS_TRY(request_.journalPath, work_->journal(context_.claim().fence));
        request_.checkLikeness = settings_.checkLikeness;
        request_.outputPath = work_->file(QStringLiteral("f%1.mp4").arg(context_.claim().fence));
        return checkRoomFor(QFileInfo(request_.journalPath).size());
    }

    /// The journal and the file that is made of it; half as much when packets are copied.
    Result<void> checkRoomFor(qint64 journalBytes) const
    {
        const media::TranscodePlan& plan = request_.plan;
        const bool isCopy = plan.video.action == media::StreamAction::Copy;
        const qint64 once = plan.expectedBytes + plan.expectedBytes * 3 / 10;
        NDAS_TRY(const VolumeInfo volume, volumeOf(parts_.paths.workDir()));
        return checkSpace(volume, isCopy ? once : std::max<qint64>(0, 2 * once - journalBytes), settings_);
    }

    /// What lies on disk counts, not what the worker believes to have written.
    Result<void> checkOutput(const media::TranscodeResult& result) const
    {
        NDAS_CHECK(syncFile(request_.outputPath));
        NDAS_TRY(const QString hash, sha256OfFile(request_.outputPath, context_.token()));
        const qint64 size = QFileInfo(request_.outputPath).size();
        if (size == result.sizeBytes && hash == result.sha256)
            return {};
        return fail(ErrorCode::VerificationFailed, QStringLiteral("%1 bytes, hash %2 on disk; written %3, %4")
                                                       .arg(size)
                                                       .arg(hash)
                                                       .arg(result.sizeBytes)
                                                       .arg(result.sha256));
    }

    Result<void> describe(const media::TranscodeResult& result)
    {
        const media::TranscodePlan& plan = request_.plan;
        NDAS_TRY(rendition_.fileName, renditionFileName(video_, context_.job().preset));
        rendition_.sizeBytes = result.sizeBytes;
        rendition_.sha256 = result.sha256;
        rendition_.planHash = media::planHash(plan);
        rendition_.size = result.size;
        rendition_.duration = result.duration;
        rendition_.frames = result.frames;
        rendition_.removed = result.removed;
        rendition_.likeness = result.likeness;
        rendition_.notes.clear();
        for (const media::PlanNote note : media::withFound(plan.notes, result.notes))
            rendition_.notes << QString::fromLatin1(media::name(note));
        return {};
    }

    /// From the record on nothing is cancelled any more: the rest takes milliseconds.
    Result<void> publish()
    {
        if (context_.token().isCancelled())
            return fail(ErrorCode::Cancelled);
        NDAS_CHECK(parts_.store.recordPublishing(context_.claim(), video_.id, rendition_));
        NDAS_CHECK(publishOurs(request_.outputPath,
                               parts_.paths.renditionsDir() + QLatin1Char('/') + rendition_.fileName,
                               parts_.store));
        return parts_.store.finishRendition(context_.claim(), video_.id, rendition_.preset);
    }

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

/// Renditions of one recording, made by one worker.
class TogetherRun {
public:
    using Parts = std::vector<std::unique_ptr<Transcode>>;

    TogetherRun(const HandlerParts& parts, const std::vector<jobs::JobContext*>& contexts, const Video& video,
                const jobs::JobHandler::EndHandler& onEnd)
        : parts_(parts)
        , contexts_(contexts)
        , onEnd_(onEnd)
        , video_(video)
        , original_(video, parts.paths)
    {
        for (jobs::JobContext* context : contexts)
            transcodes_.push_back(std::make_unique<Transcode>(parts, *context, video, original_));
    }

    void run()
    {
        for (std::size_t index = 0; index < transcodes_.size(); ++index) {
            const Result<bool> prepared = transcodes_[index]->prepare();
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
            plans.push_back(transcodes_[index]->request().plan);
        NDAS_TRY(const std::vector<int> threads, threadsFor(plans));
        const jobs::WorkerOptions options = workerOptions(plans);
        std::vector<media::TranscodeRequest> requests;
        std::vector<jobs::WorkerCall> calls;
        for (std::size_t number = 0; number < open_.size(); ++number) {
            Transcode& transcode = *transcodes_[open_[number]];
            transcode.request().threads = threads[number];
            requests.push_back(transcode.request());
            calls.push_back(transcode.call(softLimit(options.hardLimit)));
        }
        const bool useHardware = parts_.settings().useHardware;
        jobs::transcodeInWorker(options, std::move(requests),
                                useHardware ? jobs::Hardware::WhereItWorks : jobs::Hardware::Unused, calls,
                                [this](std::size_t number, const Result<media::TranscodeResult>& result) {
                                    const std::size_t index = open_[number];
                                    end(index, transcodes_[index]->publish(result));
                                });
        return {};
    }

    void end(std::size_t index, Result<void> made)
    {
        onEnd_(index, transcodes_[index]->end(std::move(made)));
    }

    /// Cores by the number of recordings under way, but two at least: one thread leaves the decoder waiting
    /// for the encoder. One only after an attempt that ran out of memory.
    Result<std::vector<int>> threadsFor(const std::vector<media::TranscodePlan>& plans) const
    {
        const jobs::Job& job = contexts_.front()->job();
        if (job.hasError && job.errorCode == ErrorCode::OutOfMemory)
            return std::vector<int>(plans.size(), 1);
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
            options.inheritedLocks.push_back(transcodes_[index]->work().lock().handle());
        return options;
    }

    const HandlerParts& parts_;
    const std::vector<jobs::JobContext*>& contexts_;
    const jobs::JobHandler::EndHandler& onEnd_;
    const Video& video_;
    ContentCheck original_; ///< for all of them
    Parts transcodes_;
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
