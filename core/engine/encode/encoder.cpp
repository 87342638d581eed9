#include "core/engine/encode/encoder.h"

#include "core/engine/libav/av_error.h"

#include <QtCore/QThread>

#include <algorithm>
#include <cmath>

namespace ndas::engine {

namespace {

constexpr std::int64_t hdPixels = 1280 * 720;
constexpr std::int64_t fullHdPixels = 1920 * 1088;
/// Frames x264 looks ahead at more than 720p, where each costs 3 MB and more: half its own choice, which pays
/// for one thread more.
constexpr int lookaheadAboveHd = 20;
/// In 4K each costs 25 MB.
constexpr int lookaheadAboveFullHd = 10;

Result<CodecContextPtr> newContext(const char* encoderName)
{
    const AVCodec* codec = avcodec_find_encoder_by_name(encoderName);
    if (!codec)
        return fail(ErrorCode::EncoderMissing, QString::fromUtf8(encoderName));
    CodecContextPtr context(avcodec_alloc_context3(codec));
    if (!context)
        return fail(ErrorCode::OutOfMemory);
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    return context;
}

int framesPerKeyFrame(const media::VideoPlan& plan, AVRational frameRate)
{
    const double seconds = std::chrono::duration<double>(plan.keyFrameInterval).count();
    return std::max(1, static_cast<int>(std::floor(seconds * av_q2d(frameRate))));
}

void describePicture(AVCodecContext& context, const media::VideoPlan& plan)
{
    const ColorTags tags = colorTags(plan);
    context.width = plan.output.width;
    context.height = plan.output.height;
    context.pix_fmt = AV_PIX_FMT_YUV420P;
    context.sample_aspect_ratio = {1, 1};
    context.color_range = AVCOL_RANGE_MPEG;
    context.colorspace = tags.matrix;
    context.color_primaries = tags.primaries;
    context.color_trc = tags.transfer;
}

void setRate(AVCodecContext& context, const media::VideoPlan& plan)
{
    context.rc_max_rate = plan.maxRate;
    context.rc_buffer_size = static_cast<int>(std::min<std::int64_t>(plan.bufferSize, INT_MAX));
    context.level = plan.level > 0 ? plan.level : FF_LEVEL_UNKNOWN;
}

/// A key frame amid others is finer than they are, by x264's ip_ratio; the first of all is not, for there is
/// nothing yet that it could be finer than. As a zone of one picture it is.
constexpr const char* firstAmidOthers = ":zones=0,0,b=1.4";

void setX264Options(Dictionary& options, const media::VideoPlan& plan, bool continues)
{
    options.set("preset", plan.encoderPreset.toLatin1().constData());
    options.set("profile", plan.profile.toLatin1().constData());
    options.set("crf", plan.crf);
    options.set("forced-idr", 1);
    options.set("a53cc", std::int64_t{0}); // captions are what the source says about itself
    options.set("x264-params",
                QByteArray("stitchable=1").append(continues ? firstAmidOthers : "").constData());
    const std::int64_t pixels = std::int64_t{plan.output.width} * plan.output.height;
    if (pixels > hdPixels)
        options.set("rc-lookahead", pixels > fullHdPixels ? lookaheadAboveFullHd : lookaheadAboveHd);
}

Result<Encoder> openEncoder(CodecContextPtr context, AVDictionary** options)
{
    const char* name = context->codec->name; // the context forgets it when opening fails
    if (const int code = avcodec_open2(context.get(), nullptr, options); code < 0)
        return avFail(code, Phase::Encode, name);
    return Encoder::wrap(std::move(context));
}

} // namespace

ColorTags colorTags(const media::VideoPlan& plan)
{
    if (plan.colorMatrix == QLatin1String("bt709"))
        return {};
    return {AVCOL_SPC_SMPTE170M, AVCOL_PRI_SMPTE170M, AVCOL_TRC_SMPTE170M};
}

Result<CodecContextPtr> newVideoContext(const char* encoderName, const media::VideoPlan& plan,
                                        AVRational frameRate, std::int64_t bufferBits)
{
    NDAS_TRY(CodecContextPtr context, newContext(encoderName));
    describePicture(*context, plan);
    setRate(*context, plan);
    context->rc_initial_buffer_occupancy = static_cast<int>(std::min<std::int64_t>(bufferBits, INT_MAX));
    context->time_base = {static_cast<int>(plan.timeBase.num), static_cast<int>(plan.timeBase.den)};
    context->framerate = frameRate;
    context->gop_size = framesPerKeyFrame(plan, frameRate);
    context->flags |= AV_CODEC_FLAG_CLOSED_GOP;
    return context;
}

double logLength(std::int64_t ticks, AVRational timeBase)
{
    return std::log2(std::clamp(static_cast<double>(ticks) * av_q2d(timeBase), 0.01, 1.0));
}

Result<void> evenOut(AVFrame& first, double length, double usual)
{
    constexpr double steps = 6 * (1 - 0.6); // that its qcomp makes of a factor of two
    constexpr double mbTree = 1.25; // takes back up to a third, by how much is predicted from the picture
    constexpr double allSteps = 51;
    AVFrameSideData* const data =
        av_frame_new_side_data(&first, AV_FRAME_DATA_REGIONS_OF_INTEREST, sizeof(AVRegionOfInterest));
    if (!data)
        return fail(ErrorCode::OutOfMemory);
    auto& whole = *reinterpret_cast<AVRegionOfInterest*>(data->data);
    whole = {};
    whole.self_size = sizeof whole;
    whole.bottom = first.height;
    whole.right = first.width;
    whole.qoffset = av_d2q(std::clamp(mbTree * steps * (length - usual) / allSteps, -1.0, 1.0), 100'000);
    return {};
}

Result<Encoder> openVideoEncoder(const media::VideoPlan& plan, AVRational frameRate, int threads,
                                 const EncoderStart& start)
{
    NDAS_TRY(CodecContextPtr context, newVideoContext("libx264", plan, frameRate, start.bufferBits));
    context->thread_count = threads > 0 ? threads : QThread::idealThreadCount();
    Dictionary options;
    setX264Options(options, plan, start.continues);
    return openEncoder(std::move(context), options.out());
}

Result<Encoder> openAudioEncoder(const media::AudioPlan& plan)
{
    NDAS_TRY(CodecContextPtr context, newContext("aac"));
    context->flags |= AV_CODEC_FLAG_BITEXACT; // else the encoder signs the stream with its name
    context->sample_fmt = AV_SAMPLE_FMT_FLTP;
    context->sample_rate = plan.sampleRate;
    context->time_base = {1, plan.sampleRate};
    context->bit_rate = std::int64_t{plan.kbps} * 1000;
    context->profile = FF_PROFILE_AAC_LOW;
    av_channel_layout_default(&context->ch_layout, plan.channels);
    return openEncoder(std::move(context), nullptr);
}

Encoder::Encoder(CodecContextPtr context, PacketPtr packet, FrameConverter converter)
    : context_(std::move(context))
    , packet_(std::move(packet))
    , converter_(std::move(converter))
{
}

Result<Encoder> Encoder::wrap(CodecContextPtr context, FrameConverter converter)
{
    PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    return Encoder(std::move(context), std::move(packet), std::move(converter));
}

Result<void> Encoder::feed(const AVFrame& frame, const PacketHandler& onPacket)
{
    if (!converter_)
        return send(&frame, onPacket);
    NDAS_TRY(const FramePtr converted, converter_(frame));
    return send(converted.get(), onPacket);
}

Result<void> Encoder::finish(const PacketHandler& onPacket)
{
    return send(nullptr, onPacket);
}

Result<void> Encoder::send(const AVFrame* frame, const PacketHandler& onPacket)
{
    if (const int code = avcodec_send_frame(context_.get(), frame); code < 0)
        return avFail(code, Phase::Encode, context_->codec->name);
    for (;;) {
        const int code = avcodec_receive_packet(context_.get(), packet_.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return avFail(code, Phase::Encode, context_->codec->name);
        NDAS_CHECK(onPacket(*packet_));
        av_packet_unref(packet_.get());
    }
}

Result<TrackFormat> Encoder::format() const
{
    TrackFormat format;
    format.parameters.reset(avcodec_parameters_alloc());
    if (!format.parameters || avcodec_parameters_from_context(format.parameters.get(), context_.get()) < 0)
        return fail(ErrorCode::OutOfMemory);
    format.timeBase = context_->time_base;
    format.frameRate = context_->codec_type == AVMEDIA_TYPE_VIDEO ? context_->framerate : AVRational{0, 1};
    return format;
}

} // namespace ndas::engine
