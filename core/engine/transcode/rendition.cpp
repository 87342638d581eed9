#include "core/engine/transcode/rendition.h"

#include "core/base/file_tools.h"
#include "core/base/process_guard.h"
#include "core/engine/verify/likeness.h"

#include <new>
#include <utility>

namespace ndas::engine {

Rendition::Rendition(const RenditionOrder& order)
    : order_(order)
    , request_(order.request)
    , progress_(request_.plan.duration, order.watch.onProgress)
{
    progress_.enter(media::Stage::Opening);
}

Rendition::~Rendition()
{
    if (!isSettled_)
        settle(fail(ErrorCode::OutOfMemory));
}

bool Rendition::prepare(const Input& input)
{
    const Result<void> opened = open(input);
    if (!opened)
        judge(opened.error());
    return opened.has_value();
}

void Rendition::work(ItemQueue& source, const Broadcast& broadcast)
{
    Result<void> made = makeGuarded(source, broadcast);
    source.abandon();
    if (!made)
        judge(made.error());
}

void Rendition::waitForNextTry(const CancellationToken& over)
{
    constexpr std::chrono::milliseconds lookAtTokens(250);
    while (!isSettled_ && !over.waitFor(lookAtTokens)) {
        if (order_.token.isCancelled())
            settle(fail(ErrorCode::Cancelled));
        else if (order_.watch.pause.isCancelled())
            settle(fail(ErrorCode::Paused));
        else
            progress_.tick();
    }
}

void Rendition::judge(const Error& error)
{
    const std::optional<std::size_t> failedCopy = run_ ? run_->failedCopy() : std::nullopt;
    clear();
    const bool wentOn = std::exchange(wentOn_, false);
    const CopyTrouble trouble = copyTroubleOf(request_.plan, error, failedCopy);
    if (error.code == lostPlace && resume_ != Resume::Anew)
        resume_ = resume_ == Resume::NearCheckpoint ? Resume::FromStart : Resume::Anew;
    else if (error.code == ErrorCode::VerificationFailed && wentOn)
        resume_ = Resume::Anew; // what the journal holds may be why
    else if (trouble.any())
        encode(trouble);
    else
        settle(fail(error));
}

Result<void> Rendition::open(const Input& input)
{
    NDAS_TRY(output_, OutputFile::createNew(request_.outputPath));
    NDAS_TRY(run_, RenditionRun::prepare(input, request_, resume_, *output_, order_.watch.onCheckpoint));
    return {};
}

Result<void> Rendition::makeGuarded(ItemQueue& source, const Broadcast& broadcast)
{
    try {
        return make(source, broadcast);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::ExternalLibrary, QString::fromLocal8Bit(exception.what()));
    }
}

Result<void> Rendition::make(ItemQueue& source, const Broadcast& broadcast)
{
    wentOn_ = run_->wentOn();
    NDAS_TRY(const Written written,
             run_->run(source, broadcast, order_.token, order_.watch.pause, progress_));
    run_.reset(); // verifying needs the memory
    progress_.enter(media::Stage::Checking);
    NDAS_TRY(const Verified verified,
             verify(request_.outputPath, {expected(), written.records, request_.threads}, order_.token,
                    progress_));
    const CopyTrouble trouble{verified.copiedPictureDamaged, verified.copiedSoundDamaged};
    if (trouble.any()) {
        clear();
        encode(trouble);
        return {};
    }
    NDAS_TRY(const std::optional<media::Likeness> likeness, compare(written));
    NDAS_TRY(media::TranscodeResult result, describe(written, verified));
    result.likeness = likeness;
    output_->keep();
    settle(std::move(result));
    return {};
}

media::TranscodePlan Rendition::expected() const
{
    media::TranscodePlan plan = request_.plan;
    if (request_.encoder != media::VideoEncoder::X264)
        plan.video.level = 0; // hardware writes the one it pleases
    return plan;
}

Result<std::optional<media::Likeness>> Rendition::compare(const Written& written)
{
    if (!request_.checkLikeness || request_.plan.video.action != media::StreamAction::Encode)
        return std::nullopt;
    progress_.enter(media::Stage::Comparing);
    const auto likeness =
        measureLikeness({.request = request_, .picture = written.records.front(), .start = written.start},
                        order_.token, progress_);
    if (order_.token.isCancelled())
        return fail(ErrorCode::Cancelled);
    return likeness.value_or(std::nullopt); // the rendition is good without it
}

/// Each time less is left to be taken over, so that it comes to an end.
void Rendition::encode(CopyTrouble trouble)
{
    request_.plan = encodingTrouble(std::move(request_.plan), trouble);
    notes_ = media::withFound(std::move(notes_), notesOf(trouble));
    resume_ = Resume::NearCheckpoint;
}

Result<media::TranscodeResult> Rendition::describe(const Written& written, const Verified& verified)
{
    media::TranscodeResult result;
    NDAS_TRY(result.sha256,
             sha256OfFile(request_.outputPath, order_.token, [this](qint64, qint64) { progress_.tick(); }));
    result.sizeBytes = verified.sizeBytes;
    result.size = verified.size;
    result.duration = verified.duration;
    result.frames = verified.frames;
    result.damagedPackets = written.damagedPackets;
    result.peakMemory = peakMemory();
    result.removed = written.removed;
    result.stages = progress_.costs();
    result.notes = notes_;
    result.notes.insert(result.notes.end(), written.notes.begin(), written.notes.end());
    return result;
}

void Rendition::clear()
{
    run_.reset();
    output_.reset();
}

void Rendition::settle(Result<media::TranscodeResult> result)
{
    isSettled_ = true;
    progress_.end();
    order_.onEnd(std::move(result));
}

} // namespace ndas::engine
