#include "core/engine/transcode/rendition_run.h"

#include "core/engine/input/source_identity.h"
#include "core/engine/probe/scrub.h"

#include <algorithm>

namespace ndas::engine {

namespace {

using media::VideoEncoder;

/// What packets of one encoder must have in common to stand in one journal.
QByteArray journalPlan(const media::TranscodeRequest& request, const QByteArray& source, VideoEncoder encoder)
{
    return media::planHash(request.plan).toUtf8() + ' ' + source + ' ' + media::name(encoder);
}

/// Without a journal nobody asks which recording it is.
Result<QByteArray> sourceOf(const media::TranscodeRequest& request)
{
    const bool isEncoded = request.plan.video.action == media::StreamAction::Encode;
    return isEncoded && !request.journalPath.isEmpty() ? sourceIdentity(request.path) : QByteArray();
}

JournalSpec journalSpec(const media::TranscodeRequest& request, const QByteArray& source,
                        const CheckpointHandler& onCheckpoint)
{
    const media::VideoPlan& plan = request.plan.video;
    return {.path = source.isEmpty() ? QString() : request.journalPath,
            .plan = journalPlan(request, source, request.encoder),
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
    const bool fromStart = resume == Resume::FromStart || content->hasFindings;
    return Continuation{.content = std::move(*content), .plan = spec.plan, .fromStart = fromStart};
}

media::Micros checkpointOf(const std::optional<Continuation>& continuation, const media::VideoPlan& plan)
{
    if (!continuation)
        return media::Micros(0);
    return media::Micros(
        av_rescale(continuation->content.pts, AV_TIME_BASE * plan.timeBase.num, plan.timeBase.den));
}

std::vector<int> keptStreams(const std::vector<ReadTrack>& tracks)
{
    std::vector<int> kept;
    for (const ReadTrack& track : tracks)
        kept.push_back(track.stream->index);
    return kept;
}

/// Of those the recording has, as far as it can be told: what no decoder made is as lost as what one refused.
Result<std::int64_t> missingPictures(const Broadcast& broadcast, const Written& written)
{
    if (written.records.empty() || !written.records.front().isVideo)
        return 0;
    const TrackRecord& shown = written.records.front();
    const std::int64_t atStart = picturesMissing(broadcast.undecodableStart(), shown, written.start);
    if (!broadcast.promised())
        return atStart;
    NDAS_TRY(const std::int64_t onTheWay, picturesMissing(*broadcast.promised(), shown, written.start));
    return atStart + onTheWay;
}

std::vector<TrackRecord> withContent(std::vector<TrackRecord> records)
{
    std::erase_if(records, [](const TrackRecord& record) { return record.pts.empty(); });
    return records;
}

} // namespace

Result<std::unique_ptr<RenditionRun>> RenditionRun::prepare(const Input& input,
                                                            const media::TranscodeRequest& request,
                                                            Resume resume, OutputFile& output,
                                                            const CheckpointHandler& onCheckpoint)
{
    NDAS_TRY(const QByteArray source, sourceOf(request));
    JournalSpec spec = journalSpec(request, source, onCheckpoint);
    NDAS_TRY(std::optional<Continuation> continuation, findContinuation(spec, resume));
    if (continuation && request.encoder != VideoEncoder::X264 &&
        isOfPlan(continuation->content.header.identity, journalPlan(request, source, VideoEncoder::X264)))
        return fail(media::begunByProcessor);
    NDAS_TRY(RenditionTracks tracks, makeTracks(input, request, continuation));
    QStringList removed = removedBy(*input.context(), keptStreams(tracks.readers));
    const media::Micros from = checkpointOf(continuation, request.plan.video);
    std::optional<JournalContent> written;
    if (continuation)
        written = std::move(continuation->content);
    const std::optional start = written ? std::optional(written->header.start) : std::nullopt;
    std::unique_ptr<RenditionRun> run(
        new RenditionRun(std::move(tracks), spec, std::move(written), from, output));
    run->removed_ = std::move(removed);
    run->plannedTracks_ = 1 + request.plan.audio.size();
    run->plansToDeinterlace_ = request.plan.video.deinterlace;
    if (start)
        run->reader_.startAt(*start);
    return run;
}

RenditionRun::RenditionRun(RenditionTracks tracks, const JournalSpec& spec,
                           std::optional<JournalContent> written, media::Micros from, OutputFile& output)
    : picturesFrom_(tracks.picturesFrom)
    , from_(from)
    , reader_(std::move(tracks.readers))
    , output_(output)
    , muxer_(output)
    , writer_(spec.path.isEmpty() ? static_cast<PacketSink&>(muxer_)
                                  : journal_.emplace(muxer_, spec, std::move(written)),
              std::move(tracks.writers), std::move(tracks.languages))
    , isNew_(from <= media::Micros(0))
{
}

Result<Written> RenditionRun::run(ItemQueue& source, const Broadcast& broadcast,
                                  const CancellationToken& token, const CancellationToken& pause,
                                  ProgressMeter& progress)
{
    progress.enter(isNew_ ? media::Stage::Encoding : media::Stage::Reading);
    NDAS_CHECK(reader_.run(source, token, [&](MediaItem&& item) {
        return pause.isCancelled() && item.track == 0 ? pauseBefore(item) : take(std::move(item), progress);
    }));
    NDAS_CHECK(begin());
    progress.enter(media::Stage::Finishing);
    output_.onWrite([&progress] { progress.tick(); }); // gigabytes take a slow disk minutes
    NDAS_CHECK(writer_.finish());
    Written written{.records = withContent(writer_.records()),
                    .damagedPackets = broadcast.damagedPackets() + reader_.damagedPackets(),
                    .removed = removed_,
                    .notes = {},
                    .start = reader_.start()};
    const Result<std::int64_t> missing = missingPictures(broadcast, written);
    isPictureAmiss_ = !missing;
    if (!missing)
        return fail(missing.error());
    written.damagedPackets = std::max(written.damagedPackets, *missing);
    if (written.damagedPackets > 0)
        written.notes.push_back(media::PlanNote::SourceDamaged);
    if (reader_.isPartlySilent() || written.records.size() < plannedTracks_)
        written.notes.push_back(media::PlanNote::AudioUnreadable);
    if (reader_.deinterlaced())
        written.notes.push_back(media::PlanNote::Deinterlaced);
    if (reader_.resized())
        written.notes.push_back(media::PlanNote::SizeUnified);
    if (broadcast.sawUserData() || reader_.sawUserData())
        written.removed << QStringLiteral("user data");
    return written;
}

Result<void> RenditionRun::begin()
{
    return std::exchange(begun_, true) ? Result<void>{} : writer_.begin(reader_.start());
}

Result<void> RenditionRun::take(MediaItem&& item, ProgressMeter& progress)
{
    NDAS_CHECK(begin());
    const media::Micros time(av_rescale_q(item.pts, item.timeBase, {1, AV_TIME_BASE}));
    const bool isPicture = item.track == 0;
    if (isPicture && !isNew_ && time >= from_) {
        isNew_ = true;
        progress.enter(media::Stage::Encoding, from_);
    }
    const bool isFinding =
        item.isDoubtful || reader_.resized() || reader_.deinterlaced() != plansToDeinterlace_;
    if (journal_ && isPicture && isFinding)
        NDAS_CHECK(journal_->noteFindings());
    if (!item.isSign())
        NDAS_CHECK(writer_.take(std::move(item)));
    if (isPicture)
        progress.reached(time);
    else
        progress.tick(); // a long gap in the sound is filled before the next picture
    return {};
}

Result<void> RenditionRun::pauseBefore(const MediaItem& item)
{
    if (journal_ && begun_) {
        NDAS_TRY(const std::optional<std::int64_t> next, writer_.pauseBefore(item));
        if (next)
            NDAS_CHECK(journal_->pauseBefore(*next));
    }
    return fail(ErrorCode::Paused);
}

} // namespace ndas::engine
