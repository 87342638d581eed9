#include "core/engine/input/packet_survey.h"

#include "core/engine/clock/track_clock.h"
#include "core/engine/codec/picture_parser.h"
#include "core/engine/container/sample_tables.h"
#include "core/engine/input/stream_info.h"
#include "core/engine/libav/side_data.h"
#include "core/engine/still/still_picture.h"

#include <algorithm>
#include <map>
#include <utility>

namespace ndas::engine {

namespace {

using media::Micros;

constexpr std::int64_t headVideoPackets = 300;
constexpr std::int64_t headOfIndexedPackets = 12; ///< to see where they begin
constexpr std::int64_t headBytes = 24'000'000;
constexpr std::int64_t videoDecodeAttempts = 1'000;
constexpr std::int64_t audioDecodeAttempts = 50;
constexpr std::int64_t packetsPerProgress = 500;
constexpr int mostPacketsToKeyFrame = 200; ///< of all tracks: a seek ends close to it
constexpr Micros longestCredible = std::chrono::hours(24 * 365);

Micros longestLeapIn(const Input& input)
{
    return longestLeap(declaredDuration(*input.context()));
}

/// The index tells when each picture is decoded. Where that is uneven they may still be shown evenly, which
/// is left to the packets.
std::optional<PictureIndex> pictureIndexOf(AVStream& stream, AVIOContext* io, std::int64_t fileSize)
{
    const int count = avformat_index_get_entries_count(&stream);
    if (stream.nb_frames <= headVideoPackets || count <= headVideoPackets) // a fragmented file's is no whole
        return std::nullopt;
    std::vector<Micros> times;
    Span shown;
    for (int i = 0; i < count; ++i) {
        const AVIndexEntry& entry = *avformat_index_get_entry(&stream, i);
        if (entry.pos + entry.size > fileSize)
            return std::nullopt;
        const Micros time = toMicros(entry.timestamp, stream.time_base);
        if ((entry.flags & AVINDEX_DISCARD_FRAME) == 0)
            shown.add(time, time);
        if (times.size() < timesKept)
            times.push_back(time);
    }
    const FrameTiming timing = timingOf(std::move(times));
    if (!shown.start || (timing.variable && !areShownAsDecoded(io, fileSize)))
        return std::nullopt;
    return PictureIndex{.packets = count, .length = shown.length() + timing.usualInterval, .timing = timing};
}

/// What is known of a track, and the decoder that is asked until it has delivered.
class TrackReader {
public:
    enum class Decoding { AsRead, OneKeyFrame };

    TrackReader(const AVStream& stream, Decoding decoding, Micros longestLeap)
        : timeBase_(stream.time_base)
        , decoding_(decoding)
        , parameters_(stream.codecpar)
        , parser_(stream)
    {
        facts_.index = stream.index;
        facts_.shown.longestLeap = longestLeap;
        facts_.isVideo = stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
        if (auto decoder = Decoder::open(stream))
            decoder_ = std::move(*decoder);
    }

    int index() const { return facts_.index; }

    Result<void> add(const AVPacket& packet)
    {
        note(packet);
        if (!decoder_ || waitsForKeyFrame())
            return {};
        NDAS_CHECK(decoder_->feed(packet, [this](AVFrame& frame) { return keep(frame); }));
        const bool isGivenUp = facts_.isVideo ? decoder_->packets() >= videoDecodeAttempts
                                              : facts_.shownPackets >= audioDecodeAttempts;
        if (isSettled() || isGivenUp)
            closeDecoder();
        return {};
    }

    /// Of a track that waits for it.
    Result<void> addKeyFrame(const AVPacket& packet)
    {
        NDAS_CHECK(decoder_->decodeAlone(packet, [this](AVFrame& frame) { return keep(frame); }));
        closeDecoder();
        return {};
    }

    bool waitsForKeyFrame() const { return stillDecodes() && decoding_ == Decoding::OneKeyFrame; }

    Result<void> finish()
    {
        if (!decoder_ || waitsForKeyFrame())
            return {};
        NDAS_CHECK(decoder_->finish([this](AVFrame& frame) { return keep(frame); }));
        closeDecoder();
        return {};
    }

    void believe(const PictureIndex& index) { facts_.pictures = index; }

    bool isIndexed() const { return facts_.pictures.has_value(); }

    bool needsMore(bool soundIsOpen) const
    {
        const std::int64_t wanted = isIndexed() && !soundIsOpen ? headOfIndexedPackets : headVideoPackets;
        return facts_.isVideo && (facts_.packets < wanted || (stillDecodes() && !waitsForKeyFrame()));
    }

    bool stillDecodes() const { return facts_.isVideo && decoder_.has_value(); }

    bool isOpenSound() const { return !facts_.isVideo && decoder_.has_value(); }

    TrackSurvey take()
    {
        facts_.fullSize = fullSize();
        return std::move(facts_);
    }

private:
    void note(const AVPacket& packet)
    {
        const ParsedPicture picture = parser_.parse(packet);
        facts_.packets += picture.isSecondHalf || picture.isNeverShown ? 0 : 1;
        facts_.shownPackets += (packet.flags & AV_PKT_FLAG_DISCARD) != 0 ? 0 : 1;
        if ((packet.flags & AV_PKT_FLAG_CORRUPT) != 0)
            ++facts_.damagedPackets;
        if (av_packet_get_side_data(&packet, AV_PKT_DATA_ENCRYPTION_INFO, nullptr))
            facts_.encrypted = true;
        facts_.sizeChanges |=
            facts_.isVideo && (bringsOtherHeaders(packet, *parameters_) || isResized(picture.size));
        if (isOfBrowsers(parameters_->codec_id))
            ++sizes_[{picture.size.width, picture.size.height}];
        const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
        if (time == AV_NOPTS_VALUE) {
            facts_.packetsWithoutTime += picture.isSecondHalf ? 0 : 1;
            return;
        }
        const Micros at = toMicros(time, timeBase_);
        const Micros from = heardFrom(packet, at);
        if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0)
            return;
        facts_.shown.add(from, at + std::max(Micros(0), toMicros(packet.duration, timeBase_)));
        if (picture.isSecondHalf)
            return;
        if (packet.pts == AV_NOPTS_VALUE)
            ++facts_.timesOfDecoding;
        if (facts_.isVideo && facts_.times.size() < timesKept)
            facts_.times.push_back(at);
        if (facts_.isVideo && facts_.decodingTimes.size() < timesKept && packet.dts != AV_NOPTS_VALUE)
            facts_.decodingTimes.push_back(toMicros(packet.dts, timeBase_));
    }

    /// A packet of sound that comes at that time may begin with an encoder's run-up, which may reach over
    /// several.
    Micros heardFrom(const AVPacket& packet, Micros at)
    {
        if (const std::int64_t skipped = facts_.isVideo ? 0 : runUp(packet); skipped > 0)
            silentUntil_ = at + toMicros(skipped, {1, parameters_->sample_rate});
        return std::max(at, silentUntil_);
    }

    /// In samples. Of Opus the headers tell.
    std::int64_t runUp(const AVPacket& packet) const
    {
        const bool isSaid = parameters_->codec_id == AV_CODEC_ID_OPUS && facts_.packets == 1;
        return std::max<std::int64_t>(skippedSamples(packet), isSaid ? parameters_->initial_padding : 0);
    }

    /// Of browsers' recordings. Other codecs may change the shape of a pixel, too.
    media::PixelSize fullSize() const
    {
        constexpr int least = 10; // one picture in so many
        media::PixelSize full;
        for (const auto& [sides, pictures] : sizes_) {
            const media::PixelSize size{sides.first, sides.second};
            const bool isLarger =
                std::int64_t{size.width} * size.height > std::int64_t{full.width} * full.height;
            if (isLarger && pictures * least >= facts_.packets)
                full = size;
        }
        return full;
    }

    bool isResized(media::PixelSize size)
    {
        if (size_.isEmpty())
            size_ = size;
        return !size.isEmpty() && size != size_;
    }

    Result<void> keep(AVFrame& frame)
    {
        if (!facts_.isVideo && !facts_.decodes)
            beginWith(frame);
        facts_.decodes = true;
        if (!facts_.isVideo)
            return {};
        const bool better = !facts_.picture || (isDamaged(*facts_.picture) && !isDamaged(frame));
        if (better)
            facts_.picture.reset(av_frame_clone(&frame));
        return {};
    }

    /// Of some codecs decoders make nothing of the first packets, which are mixed with the next (Vorbis,
    /// WMA).
    void beginWith(const AVFrame& sound)
    {
        constexpr std::int64_t longestDelay = 4; // packets
        if (sound.pts != AV_NOPTS_VALUE && facts_.packets <= longestDelay && facts_.shown.start)
            facts_.shown.start = std::max(*facts_.shown.start, toMicros(sound.pts, timeBase_));
    }

    bool isSettled() const
    {
        return facts_.decodes && (!facts_.isVideo || (facts_.picture && !isDamaged(*facts_.picture)));
    }

    void closeDecoder()
    {
        if (facts_.decodes) {
            facts_.parameters.reset(avcodec_parameters_alloc());
            if (facts_.parameters)
                avcodec_parameters_from_context(facts_.parameters.get(), decoder_->context());
        }
        facts_.damagedPackets += decoder_->damagedPackets();
        decoder_.reset();
    }

    AVRational timeBase_;
    Decoding decoding_;
    const AVCodecParameters* parameters_;
    PictureParser parser_;
    media::PixelSize size_;                             ///< of the first picture whose headers tell
    std::map<std::pair<int, int>, std::int64_t> sizes_; ///< width and height; how many pictures have them
    std::optional<Decoder> decoder_;
    Micros silentUntil_ = Micros::min();
    TrackSurvey facts_;
};

std::vector<TrackReader> readersFor(const Input& input, std::span<const int> streamIndexes)
{
    const auto decoding =
        input.isShallow() ? TrackReader::Decoding::OneKeyFrame : TrackReader::Decoding::AsRead;
    std::vector<TrackReader> readers;
    for (const int index : streamIndexes) {
        AVStream* stream = input.stream(index);
        if (!stream)
            continue;
        readers.emplace_back(*stream, decoding, longestLeapIn(input));
        const bool isPicture = input.isShallow() && !input.isPiecedTogether() && !input.hasSequels() &&
                               stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
        if (const auto pictures =
                isPicture ? pictureIndexOf(*stream, input.context()->pb, input.sizeBytes()) : std::nullopt)
            readers.back().believe(*pictures);
    }
    return readers;
}

/// The one where a thumbnail is looked for first, so that it need not be decoded twice.
Result<void> decodeUsualKeyFrame(Input& input, std::span<TrackReader> readers, AVPacket& packet)
{
    const auto reader = std::ranges::find_if(readers, &TrackReader::waitsForKeyFrame);
    if (reader == readers.end())
        return {};
    const AVStream& stream = *input.stream(reader->index());
    const Micros start = toMicros(stream.start_time, stream.time_base);
    const Micros place = firstPlaceToLook(start, toMicros(input.context()->duration, {1, AV_TIME_BASE}));
    const auto pts = av_rescale_q(place.count(), AVRational{1, 1'000'000}, stream.time_base);
    if (auto sought = input.seek(stream.index, pts); !sought)
        return sought.error().code == ErrorCode::Cancelled ? sought : Result<void>();
    for (int count = 0; count < mostPacketsToKeyFrame; ++count) {
        av_packet_unref(&packet);
        NDAS_TRY(const bool more, input.read(packet));
        if (!more)
            return {};
        if (packet.stream_index == stream.index && (packet.flags & AV_PKT_FLAG_KEY) != 0)
            return reader->addKeyFrame(packet);
    }
    return {};
}

bool headIsEnough(const std::vector<TrackReader>& readers, std::int64_t bytes)
{
    if (bytes > headBytes)
        return std::ranges::none_of(
            readers, [](const auto& reader) { return reader.stillDecodes() && !reader.waitsForKeyFrame(); });
    const bool soundIsOpen = std::ranges::any_of(readers, &TrackReader::isOpenSound);
    return std::ranges::none_of(readers,
                                [&](const TrackReader& reader) { return reader.needsMore(soundIsOpen); });
}

} // namespace

Micros declaredDuration(const AVFormatContext& context)
{
    if (context.duration == AV_NOPTS_VALUE || context.duration <= 0 ||
        context.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE)
        return Micros(0);
    const Micros declared = toMicros(context.duration, AVRational{1, AV_TIME_BASE});
    return declared > longestCredible ? Micros(0) : declared;
}

void Span::add(Micros from, Micros to)
{
    if (end && from - *end > longestLeap)
        return;
    latest = start ? std::max(latest, from) : from;
    start = start ? std::min(*start, from) : from;
    end = end ? std::max(*end, to) : to;
}

void Span::add(const Span& other)
{
    if (!other.start || !other.end)
        return;
    add(*other.start, *other.end);
    if (end >= other.end)
        latest = std::max(latest, other.latest);
}

Result<Survey> surveyPackets(Input& input, std::span<const int> streamIndexes, Reach reach)
{
    input.select(streamIndexes);
    std::vector<TrackReader> readers = readersFor(input, streamIndexes);
    const PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    const bool mayStop = reach == Reach::Head || std::ranges::any_of(readers, &TrackReader::isIndexed);
    Survey survey;
    for (;;) {
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more) {
            survey.complete = true;
            break;
        }
        const auto reader = std::ranges::find(readers, packet->stream_index, &TrackReader::index);
        if (reader != readers.end())
            NDAS_CHECK(reader->add(*packet));
        survey.bytes += packet->size;
        av_packet_unref(packet.get());
        if (mayStop && headIsEnough(readers, survey.bytes))
            break;
    }

    NDAS_CHECK(decodeUsualKeyFrame(input, readers, *packet));
    for (TrackReader& reader : readers) {
        NDAS_CHECK(reader.finish());
        survey.tracks.push_back(reader.take());
    }
    return survey;
}

Result<std::optional<Span>> surveyTail(Input& input, std::span<const int> streamIndexes,
                                       std::int64_t mostPackets, const TimeProgress& onProgress)
{
    const PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    Span span;
    span.longestLeap = longestLeapIn(input);
    for (std::int64_t count = 0; count < mostPackets; ++count) {
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more)
            return std::optional(span);
        const std::int64_t time = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
        const bool wanted = std::ranges::count(streamIndexes, packet->stream_index) > 0;
        if (wanted && time != AV_NOPTS_VALUE && (packet->flags & AV_PKT_FLAG_DISCARD) == 0) {
            const AVRational timeBase = input.stream(packet->stream_index)->time_base;
            const Micros at = toMicros(time, timeBase);
            span.add(at, at + std::max(Micros(0), toMicros(packet->duration, timeBase)));
        }
        av_packet_unref(packet.get());
        if (onProgress && span.end && count % packetsPerProgress == 0)
            onProgress(*span.end);
    }
    return std::optional<Span>();
}

} // namespace ndas::engine
