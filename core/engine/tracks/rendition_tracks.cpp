#include "core/engine/tracks/rendition_tracks.h"

#include "core/engine/encode/hardware_encoder.h"
#include "core/engine/journal/journal_sink.h"

#include <algorithm>

namespace ndas::engine {

namespace {

using media::StreamAction;

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

class Maker {
public:
    Maker(const Input& input, const media::TranscodeRequest& request,
          const std::optional<Continuation>& continuation)
        : input_(input)
        , request_(request)
        , continuation_(continuation)
    {
    }

    Result<RenditionTracks> make()
    {
        const AVStream* picture = input_.stream(request_.plan.video.streamIndex);
        if (!picture || picture->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
            return fail(ErrorCode::NoVideoStream);
        NDAS_CHECK(addPicture(*picture));
        for (const media::AudioPlan& plan : request_.plan.audio) {
            const AVStream* sound = input_.stream(plan.streamIndex);
            if (sound && sound->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
                NDAS_CHECK(addSound(*sound, plan));
        }
        return std::move(tracks_);
    }

private:
    void add(const AVStream& stream, StreamAction action, TrackReaderPtr reader, TrackWriterPtr writer)
    {
        const bool isCopy = action == StreamAction::Copy;
        const bool isPicture = stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
        tracks_.readers.push_back({&stream, isCopy, isPicture && !isCopy, std::move(reader)});
        tracks_.writers.push_back(std::move(writer));
        const AVDictionaryEntry* language = av_dict_get(stream.metadata, "language", nullptr, 0);
        tracks_.languages.push_back(language ? QByteArray(language->value) : QByteArray());
    }

    int next() const { return static_cast<int>(tracks_.readers.size()); }

    Result<void> addPicture(const AVStream& stream)
    {
        const media::VideoPlan& plan = request_.plan.video;
        if (plan.action == StreamAction::Copy) {
            add(stream, plan.action, makePacketReader(next(), stream),
                makePacketWriter(stream, toAv(plan.timeBase)));
            return {};
        }
        NDAS_TRY(Encoder encoder, openPictureEncoder(frameRateOf(stream)));
        std::optional<WrittenPart> written;
        if (continuation_) {
            NDAS_CHECK(checkIdentity(encoder));
            written = writtenPart();
            if (!continuation_->fromStart)
                tracks_.picturesFrom = decodeFrom(stream);
        }
        add(stream, plan.action, makePictureReader(next(), stream, plan, tracks_.picturesFrom),
            makePictureWriter(std::move(encoder), plan.keyFrameInterval, std::move(written)));
        return {};
    }

    Result<Encoder> openPictureEncoder(AVRational frameRate) const
    {
        const media::VideoPlan& plan = request_.plan.video;
        return request_.encoder == media::VideoEncoder::X264
                   ? openVideoEncoder(plan, frameRate, request_.threads,
                                      {.bufferBits = bufferBits(), .continues = isContinued()})
                   : openHardwareEncoder(request_.encoder, plan, frameRate, bufferBits());
    }

    Result<void> addSound(const AVStream& stream, const media::AudioPlan& plan)
    {
        if (plan.action == StreamAction::Copy) {
            add(stream, plan.action, makePacketReader(next(), stream),
                makePacketWriter(stream, {1, stream.codecpar->sample_rate}));
            return {};
        }
        NDAS_TRY(Encoder encoder, openAudioEncoder(plan));
        auto reader =
            makeSoundReader(next(), stream, plan, request_.plan.duration, encoder.context().frame_size);
        if (reader) // sound that no decoder opens is left out; the picture is what matters
            add(stream, plan.action, std::move(*reader), makeSoundWriter(std::move(encoder)));
        return {};
    }

    bool isContinued() const { return continuation_ && !continuation_->content.packets.empty(); }

    /// Said at the start too: libavcodec's own idea of it, 3/4, is neither x264's nor ours.
    std::int64_t bufferBits() const
    {
        const media::VideoPlan& plan = request_.plan.video;
        RateBuffer buffer(plan.maxRate, plan.bufferSize, toAv(plan.timeBase));
        if (continuation_)
            for (const JournalEntry& packet : continuation_->content.packets)
                buffer.take(packet.size, packet.duration);
        return std::max<std::int64_t>(1, buffer.fill());
    }

    Result<void> checkIdentity(const Encoder& encoder) const
    {
        NDAS_TRY(const TrackFormat format, encoder.format());
        if (journalIdentity(continuation_->plan, format) != continuation_->content.header.identity)
            return fail(lostPlace, QStringLiteral("the journal is of another plan or encoder"));
        return {};
    }

    /// In time for filters that look at earlier pictures.
    std::int64_t decodeFrom(const AVStream& stream) const
    {
        const JournalContent& content = continuation_->content;
        const std::int64_t checkpoint =
            av_rescale_q(content.pts, toAv(request_.plan.video.timeBase), stream.time_base);
        const std::int64_t start =
            content.header.start.isKnown()
                ? av_rescale_q(content.header.start.time, content.header.start.timeBase, stream.time_base)
                : 0;
        return start + checkpoint - av_rescale_q(1, {1, 1}, stream.time_base);
    }

    WrittenPart writtenPart() const
    {
        WrittenPart part{.pts = {},
                         .next = continuation_->content.pts,
                         .comesByAgain = continuation_->fromStart,
                         .usualLogLength = usualLogLength()};
        for (const JournalEntry& packet : continuation_->content.packets)
            part.pts.push_back(packet.pts);
        std::ranges::sort(part.pts);
        return part;
    }

    /// Of the pictures that others were predicted from, as x264 remembers it: each at 0.95 of the next.
    std::optional<double> usualLogLength() const
    {
        if (request_.encoder != media::VideoEncoder::X264 || !isContinued())
            return std::nullopt;
        double sum = 0;
        double weight = 0;
        std::int64_t latest = INT64_MIN;
        for (const JournalEntry& packet : continuation_->content.packets) {
            if (packet.pts < latest)
                continue; // shown before an earlier one, so that none is predicted from it
            latest = packet.pts;
            sum = 0.95 * sum + logLength(packet.duration, toAv(request_.plan.video.timeBase));
            weight = 0.95 * weight + 1;
        }
        return sum / weight;
    }

    const Input& input_;
    const media::TranscodeRequest& request_;
    const std::optional<Continuation>& continuation_;
    RenditionTracks tracks_;
};

} // namespace

Result<RenditionTracks> makeTracks(const Input& input, const media::TranscodeRequest& request,
                                   const std::optional<Continuation>& continuation)
{
    return Maker(input, request, continuation).make();
}

} // namespace ndas::engine
