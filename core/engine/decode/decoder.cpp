#include "core/engine/decode/decoder.h"

#include "core/engine/codec/jpeg_fields.h"
#include "core/engine/codec/speech_frames.h"
#include "core/engine/decode/field_weaver.h"
#include "core/engine/libav/allowed_formats.h"
#include "core/engine/libav/av_error.h"
#include "core/engine/libav/field_flags.h"
#include "core/engine/libav/new_headers.h"

#include <QtCore/QtEndian>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/pixdesc.h>
}

namespace ndas::engine {

namespace {

constexpr std::int64_t maxPixels = std::int64_t{8192} * 8192;

/// Bad data, and refusals that concern one packet only; running out of memory is not among them.
bool concernsPacketOnly(int code)
{
    return code != AVERROR(ENOMEM) && code != AVERROR_EXIT;
}

/// Kept beside the picture, in WebM. Browsers say of a whole recording that it may have it, and none has.
bool bringsTransparency(const AVPacket& packet)
{
    constexpr quint64 transparency = 1; // BlockAddID
    std::size_t size = 0;
    const std::uint8_t* data = av_packet_get_side_data(&packet, AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, &size);
    return data && size >= sizeof transparency && qFromBigEndian<quint64>(data) == transparency;
}

/// libav's own decoders of VP8 and VP9 do not look at transparency; those that do decode nothing between a
/// damaged picture and the next key frame.
const AVCodec* decoderFor(AVCodecID id, bool isTransparent)
{
    const AVCodec* codec = nullptr;
    if (isTransparent && id == AV_CODEC_ID_VP8)
        codec = avcodec_find_decoder_by_name("libvpx");
    else if (isTransparent && id == AV_CODEC_ID_VP9)
        codec = avcodec_find_decoder_by_name("libvpx-vp9");
    return codec ? codec : avcodec_find_decoder(id);
}

/// Decoders that fetch their packets by themselves.
bool showsHidden(AVCodecID codec)
{
    return codec == AV_CODEC_ID_AV1 || codec == AV_CODEC_ID_MJPEG;
}

/// ISO/IEC 14496-2, 6.2.5: the kind of a picture stands behind its start code.
bool isBidirectionalMpeg4(const AVPacket& packet)
{
    constexpr std::array<std::uint8_t, 4> startCode{0, 0, 1, 0xB6};
    constexpr int bidirectional = 2;
    const std::uint8_t* begin = packet.data;
    const std::uint8_t* end = begin + std::max(0, packet.size);
    const std::uint8_t* code = std::search(begin, end, startCode.begin(), startCode.end());
    return end - code > std::ssize(startCode) && code[startCode.size()] >> 6 == bidirectional;
}

/// Cameras that see no colour, and what compresses their pictures without loss, use all values and do not say
/// so; these two standards have a default of their own.
bool isOfAllValues(const AVFrame& frame, AVCodecID codec)
{
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    return frame.color_range == AVCOL_RANGE_UNSPECIFIED && format && format->nb_components < 3 &&
           (format->flags & AV_PIX_FMT_FLAG_PAL) == 0 && codec != AV_CODEC_ID_H264 &&
           codec != AV_CODEC_ID_HEVC;
}

/// ISO/IEC 13818-2, 6.2.2.1: width, height and aspect ratio; 0 = no sequence begins with this packet.
std::uint32_t shapeOfSequence(const AVPacket& packet, AVCodecID codec)
{
    constexpr std::array<std::uint8_t, 4> startCode{0, 0, 1, 0xB3};
    constexpr std::ptrdiff_t searched = 256;
    if (codec != AV_CODEC_ID_MPEG1VIDEO && codec != AV_CODEC_ID_MPEG2VIDEO)
        return 0;
    const std::uint8_t* begin = packet.data;
    const std::uint8_t* end = begin + std::clamp<std::ptrdiff_t>(packet.size, 0, searched);
    const std::uint8_t* code = std::search(begin, end, startCode.begin(), startCode.end());
    return end - code < 8 ? 0 : qFromBigEndian<quint32>(code + startCode.size()) >> 4;
}

bool isAllowed(const AVCodec* codec)
{
    return codec && av_match_list(codec->name, allowedDecoders(), ',') > 0;
}

} // namespace

Decoder::Decoder(const AVStream& stream, const DecoderOptions& options)
    : timeBase_(stream.time_base)
    , options_(options)
    , headers_(avcodec_parameters_alloc())
    , sequences_(stream)
    , frame_(makeFrame())
{
}

Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Result<Decoder> Decoder::open(const AVStream& stream, const DecoderOptions& options)
{
    const AVCodec* codec = decoderFor(stream.codecpar->codec_id, false);
    if (!isAllowed(codec))
        return fail(ErrorCode::UnsupportedCodec,
                    QString::fromUtf8(avcodec_get_name(stream.codecpar->codec_id)));
    Decoder decoder(stream, options);
    NDAS_CHECK(decoder.openContext(*codec, *stream.codecpar));
    return decoder;
}

Result<void> Decoder::openContext(const AVCodec& codec, const AVCodecParameters& headers)
{
    CodecContextPtr context(avcodec_alloc_context3(&codec));
    const bool isOwn = &headers == headers_.get();
    if (!context || !frame_ || !headers_ || (!isOwn && avcodec_parameters_copy(headers_.get(), &headers) < 0))
        return fail(ErrorCode::OutOfMemory);
    if (const int code = avcodec_parameters_to_context(context.get(), &headers); code < 0)
        return avFail(code, Phase::Decode, "codec parameters");
    context->pkt_timebase = timeBase_;
    context->max_pixels = maxPixels;
    // Threads of Theora hand on what a damaged picture left behind: whatever follows it would be lost, too.
    context->thread_count = codec.id == AV_CODEC_ID_THEORA ? 1 : options_.threads;
    // Where H.264 does not say how many pictures have to be put in order, libavcodec else goes by what it has
    // seen, and drops the first of those that come later than that.
    if (codec.id == AV_CODEC_ID_H264)
        context->strict_std_compliance = FF_COMPLIANCE_STRICT;
    if (options_.forReducing)
        context->skip_loop_filter = AVDISCARD_NONREF;
    if (const int code = avcodec_open2(context.get(), &codec, nullptr); code < 0)
        return avFail(code, Phase::Decode, codec.name);
    context_ = std::move(context);
    weaver_ = context_->codec_id == AV_CODEC_ID_HEVC ? std::make_unique<FieldWeaver>() : nullptr;
    return {};
}

Result<void> Decoder::beginAnew(const AVCodecParameters& headers, const FrameHandler& onFrame)
{
    NDAS_CHECK(finish(onFrame));
    reset();
    if (areAlike(*headers_, headers))
        return {};
    const AVCodec* codec =
        headers.codec_id == context_->codec_id ? context_->codec : avcodec_find_decoder(headers.codec_id);
    return isAllowed(codec)
               ? openContext(*codec, headers)
               : fail(ErrorCode::UnsupportedCodec, QString::fromUtf8(avcodec_get_name(headers.codec_id)));
}

Result<void> Decoder::feed(const AVPacket& packet, const FrameHandler& onFrame)
{
    if (const AVCodecParameters* headers = broughtHeaders(packet))
        NDAS_CHECK(beginAnew(*headers, onFrame));
    NDAS_CHECK(lookForSequence(packet, onFrame));
    NDAS_CHECK(lookForShape(packet, onFrame));
    NDAS_CHECK(lookForFields(packet, onFrame));
    NDAS_CHECK(lookForTransparency(packet, onFrame));
    ++packets_;
    if (options_.timesAreOfDecoding)
        decodingTimes_.add(packet.dts);
    if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0 && showsHidden(context_->codec_id))
        return sendHidden(packet, onFrame);
    if (context_->codec_id == AV_CODEC_ID_MPEG4 && lacksReferences(packet)) {
        decodingTimes_.passOver();
        return {};
    }
    const std::vector<SpeechFrame> speech = speechFramesIn(packet, context_->codec_id);
    return speech.empty() ? send(&packet, onFrame) : sendSpeech(packet, speech, onFrame);
}

/// Nothing comes of such a picture, but libavcodec would measure by it how far fields are apart, and then
/// leave out all that refer to two others.
bool Decoder::lacksReferences(const AVPacket& packet)
{
    const bool refersToTwo = isBidirectionalMpeg4(packet);
    references_ += refersToTwo || references_ == 2 ? 0 : 1;
    return refersToTwo && references_ < 2;
}

/// libavcodec leaves out the picture of such a packet, but not of these codecs: there it is known by having
/// no time.
Result<void> Decoder::sendHidden(const AVPacket& packet, const FrameHandler& onFrame)
{
    const PacketPtr timeless(av_packet_clone(&packet));
    if (!timeless)
        return fail(ErrorCode::OutOfMemory);
    timeless->pts = AV_NOPTS_VALUE;
    leavesOutTimeless_ = true;
    return send(timeless.get(), onFrame);
}

Result<void> Decoder::sendSpeech(const AVPacket& packet, std::span<const SpeechFrame> speech,
                                 const FrameHandler& onFrame)
{
    std::int64_t number = 0;
    for (const SpeechFrame& frame : speech) {
        const PacketPtr alone = frameAlone(packet, frame, number++, timeBase_);
        if (!alone)
            return fail(ErrorCode::OutOfMemory);
        if (!frame.isPause)
            NDAS_CHECK(send(alone.get(), onFrame));
    }
    return {};
}

/// ITU-T H.265, C.5.2.2: a key frame that may have leading pictures does away with what is still to be shown
/// of the sequence before it.
Result<void> Decoder::lookForSequence(const AVPacket& packet, const FrameHandler& onFrame)
{
    if (!sequences_.look(packet).beginsAnew)
        return {};
    NDAS_CHECK(finish(onFrame));
    reset();
    return {};
}

/// Where the next pictures are of another one, libavcodec forgets the one that it holds back.
Result<void> Decoder::lookForShape(const AVPacket& packet, const FrameHandler& onFrame)
{
    const std::uint32_t shape = shapeOfSequence(packet, context_->codec_id);
    if (shape == 0)
        return {};
    const std::uint32_t before = std::exchange(sequenceShape_, shape);
    if (before == 0 || before == shape)
        return {};
    NDAS_CHECK(finish(onFrame));
    reset();
    return {};
}

/// Which field is the upper one has to be known when the decoder is opened; where nobody says so, it is as
/// libavcodec takes it to be.
Result<void> Decoder::lookForFields(const AVPacket& packet, const FrameHandler& onFrame)
{
    const std::optional<JpegFields> said = fieldsOfJpeg(packet, *headers_);
    const bool beginsAnew = said && headers_->field_order <= AV_FIELD_PROGRESSIVE;
    if (beginsAnew)
        NDAS_CHECK(finish(onFrame));
    isOfFields_ = said.has_value();
    if (!beginsAnew)
        return {};
    const bool isOfCards = headers_->codec_tag == MKTAG('M', 'J', 'P', 'G');
    const AVFieldOrder usual = isOfCards ? AV_FIELD_BB : AV_FIELD_TT;
    headers_->field_order = said->order != AV_FIELD_UNKNOWN ? said->order : usual;
    headers_->height = said->height;
    return openContext(*context_->codec, *headers_);
}

/// May come and go on the way.
Result<void> Decoder::lookForTransparency(const AVPacket& packet, const FrameHandler& onFrame)
{
    const bool mayChange = (packet.flags & AV_PKT_FLAG_KEY) != 0 &&
                           (context_->codec_id == AV_CODEC_ID_VP8 || context_->codec_id == AV_CODEC_ID_VP9);
    const AVCodec* codec =
        mayChange ? decoderFor(context_->codec_id, bringsTransparency(packet)) : context_->codec;
    if (codec == context_->codec || !isAllowed(codec))
        return {};
    NDAS_CHECK(finish(onFrame));
    return openContext(*codec, *headers_);
}

Result<void> Decoder::finish(const FrameHandler& onFrame)
{
    NDAS_CHECK(send(nullptr, onFrame));
    return weaver_ ? weaver_->finish([&](AVFrame& frame) { return pass(frame, onFrame); }) : Result<void>{};
}

Result<void> Decoder::decodeAlone(const AVPacket& keyPacket, const FrameHandler& onFrame)
{
    const AVDiscard usual = std::exchange(context_->skip_loop_filter, AVDISCARD_ALL);
    Result<void> decoded = feed(keyPacket, onFrame);
    if (decoded)
        decoded = finish(onFrame);
    reset();
    context_->skip_loop_filter = usual;
    return decoded;
}

void Decoder::reset()
{
    avcodec_flush_buffers(context_.get());
    decodingTimes_.forget();
    leavesOutTimeless_ = false;
    references_ = 0;
    sequences_.forget();
    if (weaver_)
        weaver_->reset();
}

Result<void> Decoder::send(const AVPacket* packet, const FrameHandler& onFrame)
{
    const int code = avcodec_send_packet(context_.get(), packet);
    if (code < 0 && code != AVERROR_EOF) {
        if (!concernsPacketOnly(code))
            return avFail(code, Phase::Decode, "decode");
        ++damagedPackets_;
    }
    for (;;) {
        NDAS_TRY(const bool more, receive(onFrame));
        if (!more)
            return {};
    }
}

Result<bool> Decoder::receive(const FrameHandler& onFrame)
{
    const int code = avcodec_receive_frame(context_.get(), frame_.get());
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
        return false;
    if (code < 0) {
        if (!concernsPacketOnly(code))
            return avFail(code, Phase::Decode, "decode");
        ++damagedPackets_;
        return true; // frames of other packets may still be inside
    }
    if (leavesOutTimeless_ && frame_->pts == AV_NOPTS_VALUE)
        return true;
    const std::int64_t said = std::exchange(frame_->pts, timeOf(*frame_));
    guessedTimes_ = guessedTimes_ || frame_->pts != said;
    if (isOfAllValues(*frame_, context_->codec_id))
        frame_->color_range = AVCOL_RANGE_JPEG;
    if (isOfFields_)
        markInterlaced(*frame_, headers_->field_order != AV_FIELD_BB);
    const FrameHandler count = [&](AVFrame& frame) { return pass(frame, onFrame); };
    NDAS_CHECK(weaver_ ? weaver_->feed(*frame_, count) : count(*frame_));
    av_frame_unref(frame_.get());
    return true;
}

std::int64_t Decoder::timeOf(const AVFrame& frame)
{
    const std::int64_t time = frame.best_effort_timestamp;
    return options_.timesAreOfDecoding ? decodingTimes_.next(time, context_->has_b_frames) : time;
}

Result<void> Decoder::pass(AVFrame& frame, const FrameHandler& onFrame)
{
    ++frames_;
    return onFrame(frame);
}

std::int64_t durationOf(const AVFrame& frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame.duration;
#else
    return frame.pkt_duration;
#endif
}

bool isKeyFrame(const AVFrame& frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return (frame.flags & AV_FRAME_FLAG_KEY) != 0;
#else
    return frame.key_frame != 0;
#endif
}

bool isDamaged(const AVFrame& frame)
{
    return frame.decode_error_flags != 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0;
}

} // namespace ndas::engine
