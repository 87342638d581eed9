#include "core/engine/transcode.h"

#include "core/base/file_tools.h"
#include "core/base/process_guard.h"
#include "core/engine/input.h"
#include "core/engine/item_queue.h"
#include "core/engine/mp4_muxer.h"
#include "core/engine/output_file.h"
#include "core/engine/progress_meter.h"
#include "core/engine/rendition_writer.h"
#include "core/engine/scrub.h"
#include "core/engine/source_reader.h"
#include "core/engine/verify.h"

#include <QtCore/QFileInfo>

#include <thread>

namespace ndas::engine {

namespace {

using media::StreamAction;

constexpr std::size_t picturesBetweenThreads = 2;
constexpr int visuallyLossless = 17; // crf

/// Both halves of every track, made from the plan.
struct Tracks {
    std::vector<ReadTrack> readers;
    std::vector<TrackWriterPtr> writers;
    std::vector<QByteArray> languages;

    void add(const AVStream& stream, bool isCopy, TrackReaderPtr reader, TrackWriterPtr writer)
    {
        readers.push_back({stream.index, isCopy, std::move(reader)});
        writers.push_back(std::move(writer));
        const AVDictionaryEntry* language = av_dict_get(stream.metadata, "language", nullptr, 0);
        languages.push_back(language ? QByteArray(language->value) : QByteArray());
    }

    int next() const { return static_cast<int>(readers.size()); }
};

AVRational toAv(media::Rational value)
{
    return {static_cast<int>(value.num), static_cast<int>(value.den)};
}

AVRational frameRateOf(const AVStream& stream)
{
    const AVRational rate = stream.avg_frame_rate.num > 0 && stream.avg_frame_rate.den > 0
                                ? stream.avg_frame_rate
                                : stream.r_frame_rate;
    const double perSecond = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0.0;
    return perSecond >= 1.0 && perSecond <= 1000.0 ? rate : AVRational{30, 1};
}

/// One thread decodes fast enough for a picture that is encoded as large as it is; a much larger source needs
/// two.
int decoderThreads(const AVStream& stream, const media::VideoPlan& plan)
{
    const std::int64_t source = std::int64_t{stream.codecpar->width} * stream.codecpar->height;
    const std::int64_t output = std::int64_t{plan.output.width} * plan.output.height;
    return source >= 2 * output ? 2 : 1;
}

Result<void> addPicture(Tracks& tracks, const AVStream& stream, const media::TranscodeRequest& request)
{
    const media::VideoPlan& plan = request.plan.video;
    if (plan.action == StreamAction::Copy) {
        tracks.add(stream, true, makePacketReader(tracks.next(), stream),
                   makePacketWriter(stream, toAv(plan.timeBase)));
        return {};
    }
    NDAS_TRY(auto reader, makePictureReader(tracks.next(), stream, plan, request.plan.duration,
                                            decoderThreads(stream, plan)));
    NDAS_TRY(Encoder encoder, openVideoEncoder(plan, frameRateOf(stream), request.threads));
    tracks.add(stream, false, std::move(reader),
               makePictureWriter(std::move(encoder), plan.keyFrameInterval));
    return {};
}

Result<void> addSound(Tracks& tracks, const AVStream& stream, const media::AudioPlan& plan,
                      media::Micros total)
{
    if (plan.action == StreamAction::Copy) {
        tracks.add(stream, true, makePacketReader(tracks.next(), stream),
                   makePacketWriter(stream, {1, stream.codecpar->sample_rate}));
        return {};
    }
    NDAS_TRY(Encoder encoder, openAudioEncoder(plan));
    auto reader = makeSoundReader(tracks.next(), stream, plan, total, encoder.context().frame_size);
    if (reader) // sound that no decoder opens is left out; the picture is what matters
        tracks.add(stream, false, std::move(*reader), makeSoundWriter(std::move(encoder)));
    return {};
}

Result<Tracks> makeTracks(const Input& input, const media::TranscodeRequest& request)
{
    Tracks tracks;
    const AVStream* picture = input.stream(request.plan.video.streamIndex);
    if (!picture || picture->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
        return fail(ErrorCode::NoVideoStream);
    NDAS_CHECK(addPicture(tracks, *picture, request));
    for (const media::AudioPlan& plan : request.plan.audio) {
        const AVStream* sound = input.stream(plan.streamIndex);
        if (sound && sound->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
            NDAS_CHECK(addSound(tracks, *sound, plan, request.plan.duration));
    }
    return tracks;
}

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

Result<void> encodeAll(SourceReader& reader, RenditionWriter& writer, const CancellationToken& token,
                       ProgressMeter& progress)
{
    ItemQueue queue(picturesBetweenThreads);
    const ReadingThread thread(reader, queue, token);
    while (std::optional<MediaItem> item = queue.pop()) {
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        const std::int64_t time = av_rescale_q(item->pts, item->timeBase, {1, AV_TIME_BASE});
        const bool isPicture = item->track == 0;
        NDAS_CHECK(writer.take(std::move(*item)));
        if (isPicture)
            progress.reached(media::Micros(time));
    }
    return queue.outcome();
}

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
};

/// Decoders and encoders are gone when it returns: verifying needs the memory.
Result<Written> write(const media::TranscodeRequest& request, OutputFile& output,
                      const CancellationToken& token, ProgressMeter& progress)
{
    NDAS_TRY(Input input, Input::open(request.path, token));
    NDAS_TRY(Tracks tracks, makeTracks(input, request));
    Written written;
    written.removed = removedBy(*input.context(), keptStreams(tracks.readers));
    Mp4Muxer muxer(output);
    SourceReader reader(input, std::move(tracks.readers));
    RenditionWriter writer(muxer, std::move(tracks.writers), std::move(tracks.languages));
    NDAS_CHECK(writer.begin());
    progress.enter(media::Stage::Encoding);
    NDAS_CHECK(encodeAll(reader, writer, token, progress));
    progress.enter(media::Stage::Finishing);
    NDAS_CHECK(writer.finish());
    written.records = withContent(writer.records());
    written.damagedPackets = reader.damagedPackets();
    return written;
}

/// A plan that decodes and encodes what could be copied only with its damage.
media::TranscodePlan encodingDamaged(media::TranscodePlan plan, const Verified& verified)
{
    if (verified.copiedPictureDamaged) {
        plan.video.action = StreamAction::Encode;
        plan.video.output = media::fitInto(plan.video.output, {});
        plan.video.encoderPreset = QStringLiteral("medium");
        plan.video.profile = QStringLiteral("high");
        plan.video.crf = visuallyLossless;
        plan.video.keyFrameInterval = std::chrono::seconds(5);
    }
    for (media::AudioPlan& audio : plan.audio)
        if (verified.copiedSoundDamaged)
            audio.action = StreamAction::Encode;
    return plan;
}

struct Attempt {
    std::unique_ptr<OutputFile> output;
    Written written;
    Verified verified;
};

Result<Attempt> attempt(const media::TranscodeRequest& request, const CancellationToken& token,
                        ProgressMeter& progress)
{
    Attempt made;
    NDAS_TRY(made.output, OutputFile::createNew(request.outputPath));
    NDAS_TRY(made.written, write(request, *made.output, token, progress));
    progress.enter(media::Stage::Checking);
    NDAS_TRY(made.verified,
             verify(request.outputPath, {request.plan, made.written.records}, token, progress));
    return made;
}

Result<Attempt> attemptWithoutDamage(media::TranscodeRequest request, const CancellationToken& token,
                                     ProgressMeter& progress)
{
    NDAS_TRY(Attempt first, attempt(request, token, progress));
    if (!first.verified.copiedPictureDamaged && !first.verified.copiedSoundDamaged)
        return first;
    request.plan = encodingDamaged(std::move(request.plan), first.verified);
    first.output.reset(); // makes room for the next
    return attempt(request, token, progress);
}

} // namespace

Result<media::TranscodeResult> transcode(const media::TranscodeRequest& request,
                                         const CancellationToken& token,
                                         const std::function<void(const media::ProgressEvent&)>& onProgress)
{
    ProgressMeter progress(request.plan.duration, onProgress);
    progress.enter(media::Stage::Opening);
    NDAS_TRY(Attempt made, attemptWithoutDamage(request, token, progress));
    media::TranscodeResult result;
    NDAS_TRY(result.sha256, sha256OfFile(request.outputPath, token));
    result.sizeBytes = QFileInfo(request.outputPath).size();
    result.size = made.verified.size;
    result.duration = made.verified.duration;
    result.frames = made.verified.frames;
    result.damagedPackets = made.written.damagedPackets;
    result.peakMemory = peakMemory();
    result.removed = std::move(made.written.removed);
    made.output->keep();
    return result;
}

} // namespace ndas::engine
