#include "core/engine/still/image_encoder.h"

#include "core/engine/libav/av_error.h"

namespace ndas::engine {

namespace {

struct Encoder {
    const char* name;
    AVPixelFormat pixelFormat;
    int quality;         ///< mjpeg: quantiser scale, webp: 0 to 100; 0 = not used
    const char* setting; ///< private option that takes the quality, nullptr = the quantiser scale
};

/// In the order of ImageFormat.
constexpr Encoder encoders[] = {
    {"mjpeg", AV_PIX_FMT_YUVJ420P, 3, nullptr},
    {"png", AV_PIX_FMT_RGB24, 0, nullptr},
    {"libwebp", AV_PIX_FMT_YUV420P, 82, "quality"},
};

const Encoder& encoderFor(media::ImageFormat format)
{
    return encoders[static_cast<std::size_t>(format)];
}

} // namespace

AVPixelFormat pixelFormatFor(media::ImageFormat format)
{
    return encoderFor(format).pixelFormat;
}

Result<QByteArray> encodeImage(const AVFrame& picture, media::ImageFormat format)
{
    const Encoder& chosen = encoderFor(format);
    const AVCodec* codec = avcodec_find_encoder_by_name(chosen.name);
    if (!codec)
        return fail(ErrorCode::EncoderMissing, QString::fromUtf8(chosen.name));
    const CodecContextPtr context(avcodec_alloc_context3(codec));
    const PacketPtr packet = makePacket();
    const FramePtr frame(av_frame_clone(&picture));
    if (!context || !packet || !frame)
        return fail(ErrorCode::OutOfMemory);
    context->width = picture.width;
    context->height = picture.height;
    context->pix_fmt = chosen.pixelFormat;
    context->color_range = picture.color_range;
    context->time_base = {1, 25};
    context->flags |= AV_CODEC_FLAG_BITEXACT; // no encoder name in the file
    Dictionary options;
    if (chosen.quality > 0 && chosen.setting) {
        options.set(chosen.setting, chosen.quality);
    } else if (chosen.quality > 0) {
        context->flags |= AV_CODEC_FLAG_QSCALE;
        context->global_quality = chosen.quality * FF_QP2LAMBDA;
        frame->quality = context->global_quality;
    }
    frame->pts = 0;
    int code = avcodec_open2(context.get(), codec, options.out());
    if (code >= 0)
        code = avcodec_send_frame(context.get(), frame.get());
    if (code >= 0)
        code = avcodec_send_frame(context.get(), nullptr);
    if (code >= 0)
        code = avcodec_receive_packet(context.get(), packet.get());
    if (code < 0)
        return avFail(code, Phase::Encode, chosen.name);
    return QByteArray(reinterpret_cast<const char*>(packet->data), packet->size);
}

} // namespace ndas::engine
