#include "core/engine/transcode.h"

#include "core/base/file_tools.h"
#include "core/base/process_guard.h"
#include "core/engine/copy_trouble.h"
#include "core/engine/likeness.h"
#include "core/engine/rendition_run.h"
#include "core/engine/verify.h"

#include <algorithm>
#include <new>
#include <thread>

namespace ndas::engine {

namespace {

/// One rendition, tried until it is settled: gone on with from its journal as well as can be, which is
/// decoding from near its checkpoint, decoding all, or not at all; with what could not be taken over encoded.
class Rendition {
public:
    explicit Rendition(const RenditionOrder& order)
        : order_(order)
        , request_(order.request)
        , progress_(request_.plan.duration, order.watch.onProgress)
    {
        progress_.enter(media::Stage::Opening);
    }

    /// However it is left, its end is told.
    ~Rendition()
    {
        if (!isSettled_)
            settle(fail(ErrorCode::OutOfMemory));
    }

    Rendition(const Rendition&) = delete;
    Rendition& operator=(const Rendition&) = delete;

    const RenditionOrder& order() const { return order_; }

    bool isSettled() const { return isSettled_; }

    /// Ready to run (true), or judged.
    bool prepare(const Input& input)
    {
        const Result<void> opened = open(input);
        if (!opened)
            judge(opened.error());
        return opened.has_value();
    }

    /// Null unless ready.
    const RenditionRun* run() const { return run_.get(); }

    void work(ItemQueue& source, const Broadcast& broadcast)
    {
        Result<void> made = makeGuarded(source, broadcast);
        source.abandon();
        if (!made)
            judge(made.error());
    }

    void judge(const Error& error)
    {
        const std::optional<std::size_t> failedCopy = run_ ? run_->failedCopy() : std::nullopt;
        clear();
        const bool wentOn = std::exchange(wentOn_, false);
        const CopyTrouble trouble = copyTroubleOf(request_.plan, error, failedCopy);
        if (error.code == lostPlace && resume_ != Resume::Anew)
            resume_ = resume_ == Resume::NearCheckpoint ? Resume::FromStart : Resume::Anew;
        else if (error.code == ErrorCode::VerificationFailed && wentOn)
            resume_ = Resume::Anew; // what the journal holds may be why
        else if (trouble.any() && notes_.empty())
            encode(trouble);
        else
            settle(fail(error));
    }

private:
    Result<void> open(const Input& input)
    {
        NDAS_TRY(output_, OutputFile::createNew(request_.outputPath));
        NDAS_TRY(run_, RenditionRun::prepare(input, request_, resume_, *output_, order_.watch.onCheckpoint));
        return {};
    }

    Result<void> makeGuarded(ItemQueue& source, const Broadcast& broadcast)
    {
        try {
            return make(source, broadcast);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory);
        } catch (const std::exception& exception) {
            return fail(ErrorCode::ExternalLibrary, QString::fromLocal8Bit(exception.what()));
        }
    }

    Result<void> make(ItemQueue& source, const Broadcast& broadcast)
    {
        wentOn_ = run_->wentOn();
        NDAS_TRY(const Written written,
                 run_->run(source, broadcast, order_.token, order_.watch.pause, progress_));
        run_.reset(); // verifying needs the memory
        progress_.enter(media::Stage::Checking);
        NDAS_TRY(const Verified verified,
                 verify(request_.outputPath, {expected(), written.records}, order_.token, progress_));
        const CopyTrouble trouble{verified.copiedPictureDamaged, verified.copiedSoundDamaged};
        if (trouble.any() && notes_.empty()) {
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

    media::TranscodePlan expected() const
    {
        media::TranscodePlan plan = request_.plan;
        if (request_.encoder != media::VideoEncoder::X264)
            plan.video.level = 0; // hardware writes the one it pleases
        return plan;
    }

    Result<std::optional<media::Likeness>> compare(const Written& written)
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

    void encode(CopyTrouble trouble)
    {
        request_.plan = encodingTrouble(std::move(request_.plan), trouble);
        notes_ = notesOf(trouble);
        resume_ = Resume::NearCheckpoint;
    }

    Result<media::TranscodeResult> describe(const Written& written, const Verified& verified)
    {
        media::TranscodeResult result;
        NDAS_TRY(result.sha256, sha256OfFile(request_.outputPath, order_.token,
                                             [this](qint64, qint64) { progress_.tick(); }));
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

    void clear()
    {
        run_.reset();
        output_.reset();
    }

    void settle(Result<media::TranscodeResult> result)
    {
        isSettled_ = true;
        order_.onEnd(std::move(result));
    }

    const RenditionOrder& order_;
    media::TranscodeRequest request_; ///< as it is tried now
    ProgressMeter progress_;
    Resume resume_ = Resume::NearCheckpoint;
    bool wentOn_ = false;                ///< from a journal, when it was tried last
    std::vector<media::PlanNote> notes_; ///< of what could not be taken over
    std::unique_ptr<OutputFile> output_;
    std::unique_ptr<RenditionRun> run_; ///< gone before output_
    bool isSettled_ = false;
};

using Renditions = std::vector<Rendition*>;

/// In pixels, of the recording and of the largest picture made of it.
struct Reduction {
    std::int64_t from = 0;
    std::int64_t to = 0;

    /// Decoding is as much work as encoding.
    bool encodesLittle() const { return from >= 2 * to && to <= std::int64_t{1280} * 720; }
};

Reduction reduction(const AVStream& stream, const Renditions& renditions)
{
    Reduction reduction{.from = std::int64_t{stream.codecpar->width} * stream.codecpar->height};
    for (const Rendition* rendition : renditions) {
        const media::PixelSize size = rendition->order().request.plan.video.output;
        reduction.to = std::max(reduction.to, std::int64_t{size.width} * size.height);
    }
    return reduction;
}

/// One thread decodes fast enough for a picture that is encoded as large as it is; where little is encoded
/// two are needed. Not elsewhere: each thread holds pictures of its own, 25 MB each in 4K HDR.
DecoderOptions decoderOptions(const Reduction& reduction)
{
    return {.threads = reduction.encodesLittle() ? 2 : 1, .forReducing = reduction.from >= 4 * reduction.to};
}

/// How far decoding may be ahead: far evens out what pictures differ in, where memory allows it. Where a
/// large one is encoded that is what takes long, and several encoders disturb one another when none ever
/// waits.
std::size_t picturesAhead(const Reduction& reduction)
{
    constexpr std::int64_t most = 12;
    constexpr std::int64_t least = 2;
    constexpr std::int64_t memory = 80'000'000;
    const std::int64_t usualPicture = std::max<std::int64_t>(1, 3 * reduction.from);
    return reduction.encodesLittle() ? std::clamp(memory / usualPicture, least, most) : least;
}

/// From where the first of them needs it.
Result<TrackReaderPtr> openPicture(const AVStream& stream, const Renditions& renditions)
{
    const media::Micros total = renditions.front()->order().request.plan.duration;
    NDAS_TRY(TrackReaderPtr decoder,
             makePictureDecoder(stream.index, stream, total, decoderOptions(reduction(stream, renditions))));
    std::int64_t from = INT64_MAX;
    for (const Rendition* rendition : renditions)
        from = std::min(from, rendition->run()->picturesFrom());
    return from == everyPicture ? std::move(decoder)
                                : makeLateStart(stream.index, stream, std::move(decoder), from);
}

/// Null when nobody wants pictures, or when there will be none: those who want them are judged.
TrackReaderPtr pictureFor(const Input& input, int streamIndex, const Renditions& renditions)
{
    Renditions decoding;
    std::ranges::copy_if(renditions, std::back_inserter(decoding),
                         [](const Rendition* rendition) { return rendition->run()->wanted().pictures; });
    if (decoding.empty())
        return nullptr;
    auto picture = openPicture(*input.stream(streamIndex), decoding);
    if (picture)
        return std::move(*picture);
    for (Rendition* rendition : decoding)
        rendition->judge(picture.error());
    return nullptr;
}

/// The threads of the renditions that listen to a broadcast, joined at the end of its scope.
class Audience {
public:
    explicit Audience(Broadcast& broadcast)
        : broadcast_(broadcast)
    {
    }

    ~Audience()
    {
        broadcast_.giveUp({.code = ErrorCode::OutOfMemory, .detail = {}, .nativeCode = 0, .where = {}});
        for (std::thread& thread : threads_)
            thread.join();
    }

    Audience(const Audience&) = delete;
    Audience& operator=(const Audience&) = delete;

    void add(Rendition& rendition, ItemQueue& source)
    {
        threads_.emplace_back([this, &rendition, &source] { rendition.work(source, broadcast_); });
    }

private:
    Broadcast& broadcast_;
    std::vector<std::thread> threads_;
};

CancellationToken whenNobodyIsLeft(const Renditions& renditions)
{
    std::vector<CancellationToken> tokens;
    for (const Rendition* rendition : renditions)
        tokens.push_back(rendition->order().token);
    return CancellationSource::whenAll(tokens).token();
}

/// Reads the recording once, for all of these; each is settled afterwards or knows how to go on.
void readOnce(const Renditions& renditions)
{
    const CancellationToken token = whenNobodyIsLeft(renditions);
    const media::TranscodeRequest& any = renditions.front()->order().request;
    Result<Input> input = Input::open(any.path, token);
    if (!input) {
        for (Rendition* rendition : renditions)
            rendition->judge(input.error());
        return;
    }
    Renditions ready = renditions;
    std::erase_if(ready, [&](Rendition* rendition) { return !rendition->prepare(*input); });
    const int pictureStream = any.plan.video.streamIndex;
    Broadcast broadcast(*input, pictureStream, pictureFor(*input, pictureStream, ready),
                        picturesAhead(reduction(*input->stream(pictureStream), ready)));
    Audience audience(broadcast);
    for (Rendition* rendition : ready)
        if (rendition->run())
            audience.add(*rendition, broadcast.addListener(rendition->run()->wanted()));
    broadcast.run(token);
}

} // namespace

void transcodeTogether(const std::vector<RenditionOrder>& orders)
{
    std::vector<std::unique_ptr<Rendition>> renditions;
    Renditions open;
    for (const RenditionOrder& order : orders)
        open.push_back(renditions.emplace_back(std::make_unique<Rendition>(order)).get());
    while (!open.empty()) {
        readOnce(open);
        std::erase_if(open, [](const Rendition* rendition) { return rendition->isSettled(); });
    }
}

Result<media::TranscodeResult> transcode(const media::TranscodeRequest& request,
                                         const CancellationToken& token, const TranscodeWatch& watch)
{
    Result<media::TranscodeResult> outcome = fail(ErrorCode::Internal, QStringLiteral("no end"));
    const auto onEnd = [&outcome](Result<media::TranscodeResult> result) { outcome = std::move(result); };
    transcodeTogether({{.request = request, .token = token, .watch = watch, .onEnd = onEnd}});
    return outcome;
}

} // namespace ndas::engine
