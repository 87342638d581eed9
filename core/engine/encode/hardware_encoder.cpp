#include "core/engine/encode/hardware_encoder.h"

#include "core/engine/libav/av_error.h"

#include <algorithm>
#include <cmath>
#include <cstring>

extern "C" {
#include <libavutil/hwcontext.h>
}

namespace ndas::engine {

namespace {

using media::VideoEncoder;

using BufferPtr = std::unique_ptr<AVBufferRef, FreeByAddress<av_buffer_unref>>;

/// How one kind of hardware is spoken to.
struct Hardware {
    VideoEncoder encoder;
    AVPixelFormat takes; ///< of pictures in ordinary memory
    const char* options; ///< of the encoder, as libavutil writes them
};

constexpr Hardware known[] = {
    {VideoEncoder::Nvenc, AV_PIX_FMT_YUV420P, "profile=high:rc=vbr:forced-idr=1:a53cc=0"},
    {VideoEncoder::Qsv, AV_PIX_FMT_NV12, "profile=high:forced_idr=1:a53cc=0"},
    {VideoEncoder::VideoToolbox, AV_PIX_FMT_YUV420P, "profile=high:allow_sw=0:realtime=0:a53cc=0"},
    {VideoEncoder::MediaFoundation, AV_PIX_FMT_NV12, "hw_encoding=1:rate_control=pc_vbr"},
    {VideoEncoder::Vaapi, AV_PIX_FMT_NV12, "profile=high"},
    // Intel's newer chips have only their second, thriftier encoder.
    {VideoEncoder::Vaapi, AV_PIX_FMT_NV12, "profile=high:low_power=1"},
};

Result<FramePtr> newPicture(AVPixelFormat format, int width, int height)
{
    FramePtr picture = makeFrame();
    if (!picture)
        return fail(ErrorCode::OutOfMemory);
    picture->format = format;
    picture->width = width;
    picture->height = height;
    if (av_frame_get_buffer(picture.get(), 0) < 0)
        return fail(ErrorCode::OutOfMemory);
    return picture;
}

Result<FramePtr> uploaded(const AVFrame& frame, AVBufferRef* pool)
{
    FramePtr there = makeFrame();
    if (!there)
        return fail(ErrorCode::OutOfMemory);
    int code = av_hwframe_get_buffer(pool, there.get(), 0);
    if (code >= 0)
        code = av_hwframe_transfer_data(there.get(), &frame, 0);
    if (code >= 0)
        code = av_frame_copy_props(there.get(), &frame);
    if (code < 0)
        return avFail(code, Phase::Encode, "upload");
    return there;
}

/// Pictures in the memory of the chip. Only VAAPI wants them; the others fetch pictures themselves.
Result<BufferPtr> makePool(media::PixelSize size)
{
    Dictionary options;
    options.set("connection_type", "drm"); // else a screen is looked for
    AVBufferRef* raw = nullptr;
    int code = av_hwdevice_ctx_create(&raw, AV_HWDEVICE_TYPE_VAAPI, nullptr, *options.out(), 0);
    if (code < 0)
        return fail(ErrorCode::ExternalLibrary, QStringLiteral("no device with a driver"));
    const BufferPtr device(raw);
    BufferPtr pool(av_hwframe_ctx_alloc(device.get()));
    if (!pool)
        return fail(ErrorCode::OutOfMemory);
    auto* context = reinterpret_cast<AVHWFramesContext*>(pool->data);
    context->format = AV_PIX_FMT_VAAPI;
    context->sw_format = AV_PIX_FMT_NV12;
    context->width = size.width;
    context->height = size.height;
    context->initial_pool_size = 20;
    code = av_hwframe_ctx_init(pool.get());
    if (code < 0)
        return avFail(code, Phase::Encode, "vaapi pictures");
    return pool;
}

/// No converter where pictures are taken as they are; `pool`: where they go, if not null.
Result<FrameConverter> converterFor(const Hardware& hardware, media::PixelSize size, AVBufferRef* pool)
{
    if (hardware.takes == AV_PIX_FMT_YUV420P)
        return FrameConverter();
    const std::shared_ptr<SwsContext> scaler(sws_getContext(size.width, size.height, AV_PIX_FMT_YUV420P,
                                                            size.width, size.height, hardware.takes,
                                                            SWS_POINT, nullptr, nullptr, nullptr),
                                             sws_freeContext);
    const std::shared_ptr<AVBufferRef> kept(pool ? av_buffer_ref(pool) : nullptr,
                                            [](AVBufferRef* buffer) { av_buffer_unref(&buffer); });
    if (!scaler)
        return fail(ErrorCode::OutOfMemory);
    return [scaler, kept, format = hardware.takes](const AVFrame& frame) -> Result<FramePtr> {
        NDAS_TRY(FramePtr woven, newPicture(format, frame.width, frame.height));
        if (const int code = sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, woven->data,
                                       woven->linesize);
            code < 0)
            return avFail(code, Phase::Encode, "conversion");
        if (av_frame_copy_props(woven.get(), &frame) < 0)
            return fail(ErrorCode::OutOfMemory);
        return kept ? uploaded(*woven, kept.get()) : Result<FramePtr>(std::move(woven));
    };
}

/// Most hardware knows no crf: an average under the cap stands in for it. At crf 23 x264 takes about 0.1 bits
/// for a pixel of a phone's video, twice as much for every 6 less.
std::int64_t bitRateFor(const media::VideoPlan& plan, AVRational frameRate)
{
    const double pixels = static_cast<double>(plan.output.width) * plan.output.height;
    const double wanted = 0.1 * std::exp2((23 - plan.crf) / 6.0) * pixels * av_q2d(frameRate);
    const double cap = plan.maxRate > 0 ? 0.9 * static_cast<double>(plan.maxRate) : wanted;
    return std::llround(std::max(64'000.0, std::min(wanted, cap)));
}

void setQuality(AVCodecContext& context, const Hardware& hardware, const media::VideoPlan& plan,
                Dictionary& options)
{
    context.bit_rate = bitRateFor(plan, context.framerate);
    if (hardware.encoder == VideoEncoder::Nvenc) { // knows a quality much like crf
        context.bit_rate = 0;
        options.set("cq", plan.crf);
    }
}

Result<Encoder> open(const Hardware& hardware, const media::VideoPlan& plan, AVRational frameRate,
                     std::int64_t bufferBits)
{
    const char* name = media::name(hardware.encoder);
    NDAS_TRY(CodecContextPtr context, newVideoContext(name, plan, frameRate, bufferBits));
    BufferPtr pool;
    if (hardware.encoder == VideoEncoder::Vaapi) {
        NDAS_TRY(pool, makePool(plan.output));
        context->hw_frames_ctx = av_buffer_ref(pool.get());
    }
    context->pix_fmt = pool ? AV_PIX_FMT_VAAPI : hardware.takes;
    context->profile = FF_PROFILE_H264_HIGH;
    context->max_b_frames = 0;
    Dictionary options;
    av_dict_parse_string(options.out(), hardware.options, "=", ":", 0);
    setQuality(*context, hardware, plan, options);
    if (const int code = avcodec_open2(context.get(), nullptr, options.out()); code < 0)
        return avFail(code, Phase::Encode, name);
    if (context->extradata_size <= 0) // the container wants the headers before the first packet
        return fail(ErrorCode::ExternalLibrary, QStringLiteral("%1: no headers").arg(QLatin1String(name)));
    NDAS_TRY(FrameConverter converter, converterFor(hardware, plan.output, pool.get()));
    return Encoder::wrap(std::move(context), std::move(converter));
}

media::VideoPlan trialPlan()
{
    media::VideoPlan plan;
    plan.output = {320, 240};
    plan.maxRate = 1'000'000;
    plan.bufferSize = 2'000'000;
    plan.keyFrameInterval = std::chrono::seconds(5);
    plan.colorMatrix = QStringLiteral("bt709");
    return plan;
}

Result<FramePtr> greyPicture(media::PixelSize size)
{
    NDAS_TRY(FramePtr picture, newPicture(AV_PIX_FMT_YUV420P, size.width, size.height));
    for (int plane = 0; plane < 3; ++plane)
        std::memset(picture->data[plane], 128,
                    static_cast<std::size_t>(picture->linesize[plane]) *
                        static_cast<std::size_t>(plane == 0 ? size.height : size.height / 2));
    return picture;
}

} // namespace

Result<Encoder> openHardwareEncoder(VideoEncoder encoder, const media::VideoPlan& plan, AVRational frameRate,
                                    std::int64_t bufferBits)
{
    Result<Encoder> opened = fail(ErrorCode::EncoderMissing, QLatin1String(media::name(encoder)));
    for (const Hardware& hardware : known) {
        if (hardware.encoder == encoder && !opened)
            opened = open(hardware, plan, frameRate, bufferBits);
    }
    return opened;
}

Result<void> tryEncoder(VideoEncoder encoder)
{
    constexpr int pictures = 8;
    const media::VideoPlan plan = trialPlan();
    NDAS_TRY(Encoder opened, openHardwareEncoder(encoder, plan, {25, 1}));
    NDAS_TRY(const FramePtr picture, greyPicture(plan.output));
    int packets = 0;
    const PacketHandler count = [&packets](AVPacket&) -> Result<void> {
        ++packets;
        return {};
    };
    for (int i = 0; i < pictures; ++i) {
        picture->pts = i * plan.timeBase.den / 25;
        NDAS_CHECK(opened.feed(*picture, count));
    }
    NDAS_CHECK(opened.finish(count));
    return packets == pictures ? Result<void>{}
                               : fail(ErrorCode::ExternalLibrary,
                                      QStringLiteral("%1 pictures of %2").arg(packets).arg(pictures));
}

} // namespace ndas::engine
