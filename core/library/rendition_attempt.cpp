#include "core/library/rendition_attempt.h"

#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/library/disk_space.h"
#include "core/library/own_files.h"
#include "core/library/stored_names.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFileInfo>

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

} // namespace

RenditionAttempt::RenditionAttempt(const HandlerParts& parts, jobs::JobContext& context, const Video& video,
                                   ContentCheck& original)
    : parts_(parts)
    , context_(context)
    , video_(video)
    , original_(original)
    , settings_(parts.settings())
    , pause_(context.token())
{
}

Result<bool> RenditionAttempt::prepare()
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

jobs::WorkerCall RenditionAttempt::call(std::chrono::milliseconds softLimit)
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
    return {.token = context_.urgentToken(),
            .listener = {.onProgress = onProgress, .onCheckpoint = onCheckpoint, .pause = pause_.token()}};
}

Result<void> RenditionAttempt::publish(const Result<media::TranscodeResult>& result)
{
    if (!result)
        return fail(hasHadItsTurn(result.error()) ? tookTooLong() : result.error());
    context_.progress(0.99, QStringLiteral("publishing"));
    NDAS_CHECK(original_.run(context_.token())); // while it is still in the memory of the system
    NDAS_CHECK(checkOutput(*result));
    NDAS_CHECK(describe(*result));
    return publish();
}

Result<void> RenditionAttempt::end(Result<void> made)
{
    if (made) {
        if (work_)
            work_->finish();
        work_.reset();
        return made;
    }
    Error error = causeOf(std::move(made).error(), originalPath(video_, parts_.paths));
    if (retryClass(error.code) == RetryClass::Input) // of the recording, or of what took its place meanwhile
        if (Result<void> unchanged = checkOriginal(video_, parts_.paths, context_.token()); !unchanged)
            error = std::move(unchanged).error();
    if (work_ && (isFinal(error) || wasCancelled()))
        work_->discard();
    work_.reset();
    return fail(std::move(error));
}

bool RenditionAttempt::hasHadItsTurn(const Error& error) const
{
    return error.code == ErrorCode::Paused && pause_.token().isCancelled() && !context_.token().isCancelled();
}

/// By the user, and not for another owner to go on.
bool RenditionAttempt::wasCancelled() const
{
    if (!context_.urgentToken().isCancelled())
        return false;
    const Result<jobs::Job> job = parts_.jobs.find(context_.job().id);
    return job && job->cancelRequested && job->fence == context_.claim().fence;
}

/// The last attempt died after it had committed name, size and hash; or another job made it since.
Result<bool> RenditionAttempt::finishWhatIsThere()
{
    if (rendition_.state != RenditionState::Publishing && rendition_.state != RenditionState::Ready)
        return false;
    const QString path = parts_.paths.renditionsDir() + QLatin1Char('/') + rendition_.fileName;
    if (QFileInfo(path).size() != rendition_.sizeBytes)
        return false;
    NDAS_TRY(const QString hash, sha256OnDisk(path, context_.token()));
    if (hash != rendition_.sha256)
        return false;
    // The rename may have been seen before it was durable.
    NDAS_CHECK(syncFolder(parts_.paths.renditionsDir()));
    NDAS_CHECK(parts_.store.finishRendition(context_.claim(), video_.id, rendition_.preset));
    return true;
}

Result<void> RenditionAttempt::plan()
{
    if (!video_.info)
        return fail(ErrorCode::InvalidTransition,
                    QStringLiteral("video %1 is not ready").arg(video_.id.value));
    NDAS_TRY(const media::Preset preset, settings::findPreset(parts_.presets, context_.job().preset));
    NDAS_CHECK(checkOriginal(video_, parts_.paths, context_.token()));
    request_.path = originalPath(video_, parts_.paths);
    request_.plan = media::makePlan(*video_.info, preset);
    NDAS_TRY(request_.journalPath, work_->journal(context_.claim().fence));
    request_.checkLikeness = settings_.checkLikeness;
    request_.outputPath = work_->file(QStringLiteral("f%1.mp4").arg(context_.claim().fence));
    return checkRoomFor(QFileInfo(request_.journalPath).size());
}

/// The journal and the file that is made of it and is as large, also where it outgrows what was expected;
/// half as much when packets are copied.
Result<void> RenditionAttempt::checkRoomFor(qint64 journalBytes) const
{
    const media::TranscodePlan& plan = request_.plan;
    const bool isCopy = plan.video.action == media::StreamAction::Copy;
    const qint64 once = plan.expectedBytes + plan.expectedBytes * 3 / 10;
    const qint64 missing = 2 * std::max(once, journalBytes) - journalBytes;
    NDAS_TRY(const VolumeInfo volume, volumeOf(parts_.paths.workDir()));
    return checkSpace(volume, isCopy ? once : missing, settings_);
}

/// What lies on disk counts, not what the worker believes to have written.
Result<void> RenditionAttempt::checkOutput(const media::TranscodeResult& result) const
{
    NDAS_CHECK(syncFile(request_.outputPath));
    NDAS_TRY(const QString hash, sha256OnDisk(request_.outputPath, context_.token()));
    const qint64 size = QFileInfo(request_.outputPath).size();
    if (size == result.sizeBytes && hash == result.sha256)
        return {};
    return fail(ErrorCode::VerificationFailed, QStringLiteral("%1 bytes, hash %2 on disk; written %3, %4")
                                                   .arg(size)
                                                   .arg(hash)
                                                   .arg(result.sizeBytes)
                                                   .arg(result.sha256));
}

Result<void> RenditionAttempt::describe(const media::TranscodeResult& result)
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
Result<void> RenditionAttempt::publish()
{
    if (context_.token().isCancelled())
        return fail(ErrorCode::Cancelled);
    NDAS_CHECK(parts_.store.recordPublishing(context_.claim(), video_.id, rendition_));
    NDAS_CHECK(publishOurs(request_.outputPath,
                           parts_.paths.renditionsDir() + QLatin1Char('/') + rendition_.fileName,
                           parts_.store));
    return parts_.store.finishRendition(context_.claim(), video_.id, rendition_.preset);
}

} // namespace ndas::library
