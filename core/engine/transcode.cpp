#include "core/engine/transcode.h"

#include "core/base/file_tools.h"
#include "core/base/process_guard.h"
#include "core/engine/copy_trouble.h"
#include "core/engine/input.h"
#include "core/engine/item_queue.h"
#include "core/engine/journal_sink.h"
#include "core/engine/likeness.h"
#include "core/engine/mp4_muxer.h"
#include "core/engine/output_file.h"
#include "core/engine/progress_meter.h"
#include "core/engine/rendition_tracks.h"
#include "core/engine/rendition_writer.h"
#include "core/engine/scrub.h"
#include "core/engine/verify.h"

#include <QtCore/QFileInfo>

#include <algorithm>
#include <thread>

namespace ndas::engine {

namespace {

using media::StreamAction;
using media::VideoEncoder;

constexpr std::size_t picturesBetweenThreads = 2;

/// Reads in a thread of its own, so that decoding and encoding run side by side; joined at the end of its
/// scope.
class ReadingThread {
public:
    ReadingThread(SourceReader& reader, ItemQueue& queue, const CancellationToken& token)
        : queue_(queue)
        , thread_([&reader, &queue, token] {
            const auto push = [&queue](MediaItem&& item) {
                return queue.push(std::move(item)) ? Result<void>{} : fail(ErrorCode::Cancelled);
            };
            queue.close(reader.run(token, push));
        })
    {
    }

    ~ReadingThread()
    {
        queue_.abandon();
        thread_.join();
    }

    ReadingThread(const ReadingThread&) = delete;
    ReadingThread& operator=(const ReadingThread&) = delete;

private:
    ItemQueue& queue_;
    std::thread thread_;
};

/// Items from the reading thread to the writer, until the end or until asked to stop.
class Encoding {
public:
    Encoding(SourceReader& reader, RenditionWriter& writer, JournalSink* journal, ProgressMeter& progress)
        : reader_(reader)
        , writer_(writer)
        , journal_(journal)
        , progress_(progress)
    {
    }

    /// What is shown before `from` only leads up to the place where an earlier run stopped.
    Result<void> run(media::Micros from, const CancellationToken& token, const CancellationToken& pause)
    {
        progress_.enter(from > media::Micros(0) ? media::Stage::Reading : media::Stage::Encoding);
        isNew_ = from <= media::Micros(0);
        ItemQueue queue(picturesBetweenThreads);
        const ReadingThread thread(reader_, queue, token);
        while (std::optional<MediaItem> item = queue.pop()) {
            if (token.isCancelled())
                return fail(ErrorCode::Cancelled);
            if (pause.isCancelled() && item->track == 0)
                return pauseBefore(*item);
            NDAS_CHECK(take(std::move(*item), from));
        }
        NDAS_CHECK(queue.outcome());
        return begun_ ? Result<void>{} : writer_.begin(reader_.start());
    }

private:
    Result<void> take(MediaItem&& item, media::Micros from)
    {
        if (!begun_)
            NDAS_CHECK(writer_.begin(reader_.start()));
        begun_ = true;
        const media::Micros time(av_rescale_q(item.pts, item.timeBase, {1, AV_TIME_BASE}));
        const bool isPicture = item.track == 0;
        if (isPicture && !isNew_ && time >= from)
            progress_.enter(media::Stage::Encoding);
        isNew_ = isNew_ || (isPicture && time >= from);
        if (!item.isSign())
            NDAS_CHECK(writer_.take(std::move(item)));
        if (isPicture)
            progress_.reached(time);
        return {};
    }

    Result<void> pauseBefore(const MediaItem& item)
    {
        if (journal_ && begun_) {
            NDAS_TRY(const std::optional<std::int64_t> next, writer_.pauseBefore(item));
            if (next)
                NDAS_CHECK(journal_->pauseBefore(*next));
        }
        return fail(ErrorCode::Paused);
    }

    SourceReader& reader_;
    RenditionWriter& writer_;
    JournalSink* journal_; ///< null: nothing is kept
    ProgressMeter& progress_;
    bool begun_ = false;
    bool isNew_ = false;
};

std::vector<TrackRecord> withContent(std::vector<TrackRecord> records)
{
    std::erase_if(records, [](const TrackRecord& record) { return record.pts.empty(); });
    return records;
}

std::vector<int> keptStreams(const std::vector<ReadTrack>& tracks)
{
    std::vector<int> kept;
    for (const ReadTrack& track : tracks)
        kept.push_back(track.streamIndex);
    return kept;
}

/// What writing a rendition left behind for its verification.
struct Written {
    std::vector<TrackRecord> records;
    std::int64_t damagedPackets = 0;
    QStringList removed;
    SourceTime start;
};

/// Where to go on when there is something to go on with.
enum class Resume { NearCheckpoint, FromStart, Anew };

/// What packets of one encoder must have in common to stand in one journal.
QByteArray journalPlan(const media::TranscodeRequest& request, const Input& input, VideoEncoder encoder)
{
    return media::planHash(request.plan).toUtf8() + ' ' + QByteArray::number(input.sizeBytes()) + ' ' +
           media::name(encoder);
}

JournalSpec journalSpec(const media::TranscodeRequest& request, const Input& input,
                        const CheckpointHandler& onCheckpoint)
{
    const media::VideoPlan& plan = request.plan.video;
    return {.path = plan.action == StreamAction::Encode ? request.journalPath : QString(),
            .plan = journalPlan(request, input, request.encoder),
            .maxRate = plan.maxRate,
            .bufferSize = plan.bufferSize,
            .onCheckpoint = onCheckpoint};
}

Result<std::optional<Continuation>> findContinuation(const JournalSpec& spec, Resume resume)
{
    if (spec.path.isEmpty() || resume == Resume::Anew)
        return std::nullopt;
    NDAS_TRY(std::optional<JournalContent> content, readJournal(spec.path));
    if (!content || content->packets.empty())
        return std::nullopt;
    return Continuation{
        .content = std::move(*content), .plan = spec.plan, .fromStart = resume == Resume::FromStart};
}

media::Micros checkpointOf(const std::optional<Continuation>& continuation, const media::VideoPlan& plan)
{
    if (!continuation)
        return media::Micros(0);
    return media::Micros(
        av_rescale(continuation->content.pts, AV_TIME_BASE * plan.timeBase.num, plan.timeBase.den));
}

/// Decoders and encoders are gone when it returns: verifying needs the memory.
Result<Written> write(const media::TranscodeRequest& request, Resume resume, OutputFile& output,
                      const CancellationToken& token, const TranscodeWatch& watch, ProgressMeter& progress)
{
    NDAS_TRY(Input input, Input::open(request.path, token));
    const JournalSpec spec = journalSpec(request, input, watch.onCheckpoint);
    NDAS_TRY(std::optional<Continuation> continuation, findContinuation(spec, resume));
    if (continuation && request.encoder != VideoEncoder::X264 &&
        isOfPlan(continuation->content.header.identity, journalPlan(request, input, VideoEncoder::X264)))
        return fail(ErrorCode::EncoderMissing, QStringLiteral("the processor has begun it already"));
    NDAS_TRY(RenditionTracks tracks, makeTracks(input, request, continuation));
    const media::Micros from = checkpointOf(continuation, request.plan.video);
    Written written;
    written.removed = removedBy(*input.context(), keptStreams(tracks.readers));
    SourceReader reader(input, std::move(tracks.readers));
    Mp4Muxer muxer(output);
    std::optional<JournalSink> journal;
    if (continuation)
        reader.startAt(continuation->content.header.start);
    if (!spec.path.isEmpty())
        journal.emplace(muxer, spec,
                        continuation ? std::optional(std::move(continuation->content)) : std::nullopt);
    PacketSink& sink = journal ? static_cast<PacketSink&>(*journal) : muxer;
    RenditionWriter writer(sink, std::move(tracks.writers), std::move(tracks.languages));
    NDAS_CHECK(
        Encoding(reader, writer, journal ? &*journal : nullptr, progress).run(from, token, watch.pause));
    progress.enter(media::Stage::Finishing);
    NDAS_CHECK(writer.finish());
    written.records = withContent(writer.records());
    written.damagedPackets = reader.damagedPackets();
    written.start = reader.start();
    if (reader.sawUserData())
        written.removed << QStringLiteral("user data");
    return written;
}

/// Goes on from the journal as well as can be: decoding from near its checkpoint, decoding all, not at all.
Result<Written> write(const media::TranscodeRequest& request, OutputFile& output,
                      const CancellationToken& token, const TranscodeWatch& watch, ProgressMeter& progress)
{
    for (const Resume resume : {Resume::NearCheckpoint, Resume::FromStart}) {
        auto written = write(request, resume, output, token, watch, progress);
        if (written || written.error().code != lostPlace)
            return written;
    }
    return write(request, Resume::Anew, output, token, watch, progress);
}

struct Attempt {
    std::unique_ptr<OutputFile> output;
    Written written;
    Verified verified;
    std::vector<media::PlanNote> notes;
    std::optional<media::Likeness> likeness;
};

Result<Attempt> attempt(const media::TranscodeRequest& request, const CancellationToken& token,
                        const TranscodeWatch& watch, ProgressMeter& progress)
{
    Attempt made;
    NDAS_TRY(made.output, OutputFile::createNew(request.outputPath));
    NDAS_TRY(made.written, write(request, *made.output, token, watch, progress));
    progress.enter(media::Stage::Checking);
    media::TranscodePlan expected = request.plan;
    if (request.encoder != VideoEncoder::X264)
        expected.video.level = 0; // hardware writes the one it pleases
    NDAS_TRY(made.verified, verify(request.outputPath, {expected, made.written.records}, token, progress));
    if (request.checkLikeness && request.plan.video.action == StreamAction::Encode) {
        progress.enter(media::Stage::Comparing);
        const auto likeness = measureLikeness(
            {.request = request, .picture = made.written.records.front(), .start = made.written.start}, token,
            progress);
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        made.likeness = likeness.value_or(std::nullopt); // the rendition is good without it
    }
    return made;
}

Result<Attempt> attemptWithoutDamage(media::TranscodeRequest request, const CancellationToken& token,
                                     const TranscodeWatch& watch, ProgressMeter& progress)
{
    Result<Attempt> first = attempt(request, token, watch, progress);
    const CopyTrouble trouble =
        first ? CopyTrouble{first->verified.copiedPictureDamaged, first->verified.copiedSoundDamaged}
              : copyTroubleOf(request.plan, first.error());
    if (!trouble.any())
        return first;
    if (first)
        first->output.reset(); // makes room for the next
    request.plan = encodingTrouble(std::move(request.plan), trouble);
    NDAS_TRY(Attempt second, attempt(request, token, watch, progress));
    second.notes = notesOf(trouble);
    return second;
}

} // namespace

Result<media::TranscodeResult> transcode(const media::TranscodeRequest& request,
                                         const CancellationToken& token, const TranscodeWatch& watch)
{
    ProgressMeter progress(request.plan.duration, watch.onProgress);
    progress.enter(media::Stage::Opening);
    NDAS_TRY(Attempt made, attemptWithoutDamage(request, token, watch, progress));
    media::TranscodeResult result;
    NDAS_TRY(result.sha256, sha256OfFile(request.outputPath, token));
    result.sizeBytes = QFileInfo(request.outputPath).size();
    result.size = made.verified.size;
    result.duration = made.verified.duration;
    result.frames = made.verified.frames;
    result.damagedPackets = made.written.damagedPackets;
    result.peakMemory = peakMemory();
    result.removed = std::move(made.written.removed);
    result.stages = progress.costs();
    result.notes = std::move(made.notes);
    result.likeness = made.likeness;
    made.output->keep();
    return result;
}

} // namespace ndas::engine
