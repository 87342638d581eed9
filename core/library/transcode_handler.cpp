#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/jobs/transcode_worker.h"
#include "core/library/disk_space.h"
#include "core/library/job_handlers.h"
#include "core/library/source_file.h"
#include "core/library/stored_names.h"
#include "core/library/work_folder.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QThread>

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

/// The stored copy, or the original where it was found when it is still the one that was imported.
Result<QString> inputOf(const Video& video, const AppPaths& paths)
{
    if (video.storage == Storage::InPlace) {
        NDAS_TRY(const SourceFile source, openUnchanged(video));
        return source.path;
    }
    const QString path = paths.originalsDir() + QLatin1Char('/') + video.storedName;
    NDAS_TRY(const SourceFile source, openSource(path));
    if (source.sizeBytes != video.sizeBytes)
        return fail(ErrorCode::Damaged, QStringLiteral("the stored original has %1 bytes instead of %2")
                                            .arg(source.sizeBytes)
                                            .arg(video.sizeBytes));
    return source.path;
}

/// Whether the queue will give up on this error at once.
bool isFinal(const Error& error)
{
    const RetryClass kind = retryClass(error.code);
    return kind == RetryClass::Input || kind == RetryClass::Configuration || kind == RetryClass::Violation;
}

/// One attempt at one rendition.
class Transcode {
public:
    Transcode(const HandlerParts& parts, jobs::JobContext& context, const Video& video)
        : parts_(parts)
        , context_(context)
        , video_(video)
        , settings_(parts.settings())
    {
    }

    Result<void> run()
    {
        NDAS_TRY(WorkFolder work, WorkFolder::open(parts_.paths, context_.job().id, context_.token()));
        Result<void> made = make(work);
        if (made)
            work.finish();
        else if (isFinal(made.error()) || wasCancelled())
            work.discard();
        return made;
    }

private:
    Result<void> make(const WorkFolder& work)
    {
        NDAS_TRY(rendition_, renditionOf(video_, context_.job().preset));
        NDAS_TRY(const bool published, finishWhatWasPublished());
        if (!published) {
            NDAS_CHECK(encode(work));
            NDAS_CHECK(publish());
        }
        return {};
    }

    /// By the user, and not for another owner to go on.
    bool wasCancelled() const
    {
        if (!context_.urgentToken().isCancelled())
            return false;
        const Result<jobs::Job> job = parts_.jobs.find(context_.job().id);
        return job && job->cancelRequested && job->fence == context_.claim().fence;
    }

    /// The last attempt died after it had committed name, size and hash.
    Result<bool> finishWhatWasPublished()
    {
        if (rendition_.state != RenditionState::Publishing)
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

    Result<void> encode(const WorkFolder& work)
    {
        if (!video_.info)
            return fail(ErrorCode::InvalidTransition,
                        QStringLiteral("video %1 is not ready").arg(video_.id.value));
        NDAS_TRY(const media::Preset preset, settings::findPreset(parts_.presets, context_.job().preset));
        NDAS_TRY(const QString input, inputOf(video_, parts_.paths));
        const media::TranscodePlan plan = media::makePlan(*video_.info, preset);
        NDAS_TRY(const QString journal, work.journal(context_.claim().fence));
        NDAS_CHECK(checkRoomFor(plan, QFileInfo(journal).size()));
        output_ = work.file(QStringLiteral("f%1.mp4").arg(context_.claim().fence));
        NDAS_TRY(const int threads, threadShare());
        NDAS_TRY(const media::TranscodeResult result,
                 runWorker(work, {.path = input,
                                  .outputPath = output_,
                                  .journalPath = journal,
                                  .plan = plan,
                                  .threads = threads,
                                  .checkLikeness = settings_.checkLikeness}));
        NDAS_CHECK(checkOutput(result));
        return describe(plan, result);
    }

    /// The journal and the file that is made of it; half as much when packets are copied.
    Result<void> checkRoomFor(const media::TranscodePlan& plan, qint64 journalBytes) const
    {
        const bool isCopy = plan.video.action == media::StreamAction::Copy;
        const qint64 once = plan.expectedBytes + plan.expectedBytes * 3 / 10;
        NDAS_TRY(const VolumeInfo volume, volumeOf(parts_.paths.workDir()));
        return checkSpace(volume, isCopy ? once : std::max<qint64>(0, 2 * once - journalBytes), settings_);
    }

    /// Cores by the number of jobs under way, but two at least: one thread leaves the decoder waiting for the
    /// encoder. One only after an attempt that ran out of memory.
    Result<int> threadShare() const
    {
        const jobs::Job& job = context_.job();
        if (job.hasError && job.errorCode == ErrorCode::OutOfMemory)
            return 1;
        jobs::JobFilter underWay;
        underWay.states = {jobs::JobState::Running};
        underWay.kind = jobs::JobKind::Transcode;
        NDAS_TRY(const std::vector<jobs::Job> running, parts_.jobs.list(underWay));
        const int cores = QThread::idealThreadCount();
        const int share = cores / std::max(1, static_cast<int>(running.size()));
        return std::max(std::min(2, cores), share);
    }

    jobs::WorkerOptions workerOptions(const WorkFolder& work, const media::TranscodePlan& plan) const
    {
        jobs::WorkerOptions options = parts_.media.options();
        // The limit counts address space. Thread stacks, arenas and about 150 mapped libraries reserve far
        // more of that than ever becomes resident, so the resident memory allowed is tripled and a gigabyte
        // added.
        const qint64 resident = std::max<qint64>(settings_.jobMemoryBytes, 2 * plan.expectedMemory);
        options.limits.memoryBytes = 3 * resident + (qint64{1} << 30);
        const auto byLength = std::chrono::duration_cast<std::chrono::milliseconds>(20 * plan.duration);
        options.hardLimit = std::max({std::chrono::milliseconds(std::chrono::minutes(10)),
                                      std::chrono::milliseconds(settings_.hardTimeLimit), byLength});
        options.inheritedLocks = {work.lock().handle()};
        return options;
    }

    Result<media::TranscodeResult> runWorker(const WorkFolder& work, const media::TranscodeRequest& request)
    {
        const auto onProgress = [this](const media::ProgressEvent& event) {
            context_.progress(media::fractionOf(event), QString::fromLatin1(media::name(event.stage)),
                              event.speed);
        };
        const auto onCheckpoint = [&](const media::CheckpointEvent& event) -> Result<void> {
            NDAS_CHECK(context_.checkpoint(
                {.at = event.at, .journalBytes = event.journalBytes, .bufferBits = event.bufferBits}));
            return checkRoomFor(request.plan, event.journalBytes);
        };
        return jobs::transcodeInWorker(
            workerOptions(work, request.plan), request,
            settings_.useHardware ? jobs::Hardware::WhereItWorks : jobs::Hardware::Unused,
            context_.urgentToken(),
            {.onProgress = onProgress, .onCheckpoint = onCheckpoint, .pause = context_.token()});
    }

    /// What lies on disk counts, not what the worker believes to have written.
    Result<void> checkOutput(const media::TranscodeResult& result) const
    {
        context_.progress(0.99, QStringLiteral("publishing"));
        NDAS_CHECK(syncFile(output_));
        NDAS_TRY(const QString hash, sha256OfFile(output_, context_.token()));
        const qint64 size = QFileInfo(output_).size();
        if (size == result.sizeBytes && hash == result.sha256)
            return {};
        return fail(ErrorCode::VerificationFailed, QStringLiteral("%1 bytes, hash %2 on disk; written %3, %4")
                                                       .arg(size)
                                                       .arg(hash)
                                                       .arg(result.sizeBytes)
                                                       .arg(result.sha256));
    }

    Result<void> describe(const media::TranscodePlan& plan, const media::TranscodeResult& result)
    {
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
        NDAS_CHECK(
            publishOurs(output_, parts_.paths.renditionsDir() + QLatin1Char('/') + rendition_.fileName));
        return parts_.store.finishRendition(context_.claim(), video_.id, rendition_.preset);
    }

    const HandlerParts& parts_;
    jobs::JobContext& context_;
    const Video& video_;
    const settings::Settings settings_;
    Rendition rendition_;
    QString output_;
};

} // namespace

TranscodeHandler::TranscodeHandler(HandlerParts parts)
    : parts_(std::move(parts))
{
}

Result<void> TranscodeHandler::run(jobs::JobContext& context)
{
    NDAS_TRY(const Video video, parts_.store.find(context.job().video));
    auto result = Transcode(parts_, context, video).run();
    if (result)
        return result;
    Error error = std::move(result).error();
    if (video.storage == Storage::InPlace)
        error = causeOf(std::move(error), video);
    if (isFinal(error))
        NDAS_CHECK(parts_.store.markRenditionFailed(video.id, context.job().preset));
    return fail(std::move(error));
}

} // namespace ndas::library
