// What a decoded picture says about its stream (declared in stream_info.h).
#include "core/engine/decode/display_matrix.h"
#include "core/engine/filter/picture_filter.h"
#include "core/engine/input/stream_info.h"
#include "core/engine/libav/field_flags.h"
#include "core/engine/libav/side_data.h"

#include <cstring>

extern "C" {
#include <libavutil/dovi_meta.h>
#include <libavutil/pixdesc.h>
}

namespace ndas::engine {

namespace {

using media::Chroma;
using media::Hdr;
using media::Scan;
using media::VideoStream;

Chroma chromaOf(const AVPixFmtDescriptor& format)
{
    if ((format.flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0)
        return Chroma::Rgb;
    if (format.nb_components < 3)
        return Chroma::Gray;

    struct Row {
        int horizontal;
        int vertical;
        Chroma chroma;
    };

    constexpr Row rows[] = {{0, 0, Chroma::Yuv444}, {1, 0, Chroma::Yuv422}, {1, 1, Chroma::Yuv420},
                            {2, 0, Chroma::Yuv411}, {2, 2, Chroma::Yuv410}, {0, 1, Chroma::Yuv440}};
    for (const Row& row : rows) {
        if (format.log2_chroma_w == row.horizontal && format.log2_chroma_h == row.vertical)
            return row.chroma;
    }
    return Chroma::Other;
}

void addFormat(VideoStream& video, const AVStream& stream, const AVFrame& frame)
{
    const auto format = static_cast<AVPixelFormat>(frame.format);
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format);
    if (!descriptor)
        return;
    video.pixelFormat = QString::fromUtf8(descriptor->name);
    const bool palette = (descriptor->flags & AV_PIX_FMT_FLAG_PAL) != 0;
    video.bitDepth = palette ? 8 : descriptor->comp[0].depth;
    video.chroma = chromaOf(*descriptor);
    video.alpha = isTransparent(frame) || tagOf(stream.metadata, "alpha_mode") == QLatin1String("1");
    video.fullRange =
        frame.color_range == AVCOL_RANGE_JPEG || video.pixelFormat.startsWith(QLatin1String("yuvj"));
}

/// "" for "unspecified": what nobody said must not look like a statement.
QString said(const char* name)
{
    const QString text = QString::fromUtf8(name);
    return text == QLatin1String("unknown") || text == QLatin1String("reserved") ? QString() : text;
}

template <class T>
T firstSaid(T frame, T header)
{
    constexpr auto unspecified = static_cast<T>(2); // the same value for primaries, transfer and matrix
    return frame != unspecified && static_cast<int>(frame) != 0 ? frame : header;
}

const AVDOVIDecoderConfigurationRecord* dolbyVision(const AVStream& stream)
{
    const auto data = streamSideData(stream, AV_PKT_DATA_DOVI_CONF);
    return data.size() >= sizeof(AVDOVIDecoderConfigurationRecord)
               ? reinterpret_cast<const AVDOVIDecoderConfigurationRecord*>(data.data())
               : nullptr;
}

Hdr hdrOf(const AVStream& stream, AVColorTransferCharacteristic transfer)
{
    if (transfer == AVCOL_TRC_SMPTE2084)
        return Hdr::Pq;
    if (transfer == AVCOL_TRC_ARIB_STD_B67)
        return Hdr::Hlg;
    const AVDOVIDecoderConfigurationRecord* dolby = dolbyVision(stream);
    if (!dolby)
        return Hdr::None;
    switch (dolby->dv_bl_signal_compatibility_id) {
    case 1:
    case 6:
        return Hdr::Pq;
    case 2:
        return Hdr::None; // the base layer is plain BT.709
    case 4:
        return Hdr::Hlg;
    default:
        return Hdr::DolbyVision;
    }
}

void addColour(VideoStream& video, const AVStream& stream, const AVFrame& frame)
{
    const AVCodecParameters& header = *stream.codecpar;
    const auto transfer = firstSaid(frame.color_trc, header.color_trc);
    const auto primaries = firstSaid(frame.color_primaries, header.color_primaries);
    // Matrix 0 is RGB, a statement of its own.
    const auto matrix = frame.colorspace != AVCOL_SPC_UNSPECIFIED ? frame.colorspace : header.color_space;
    video.colorPrimaries = said(av_color_primaries_name(primaries));
    video.colorTransfer = said(av_color_transfer_name(transfer));
    video.colorMatrix = said(av_color_space_name(matrix));
    video.hdr = hdrOf(stream, transfer);
    const AVDOVIDecoderConfigurationRecord* dolby = dolbyVision(stream);
    if (dolby && dolby->dv_profile == 5)
        video.hdr = Hdr::DolbyVision; // its PQ tag describes no base layer anybody can show
}

Scan scanOf(const AVStream& stream, const AVFrame& frame)
{
    if (isInterlaced(frame))
        return isTopFieldFirst(frame) ? Scan::TopFieldFirst : Scan::BottomFieldFirst;
    switch (stream.codecpar->field_order) {
    case AV_FIELD_TT: // each field by itself, or line by line: 1 and 9 in Matroska (RFC 9559) and QuickTime,
    case AV_FIELD_TB: // whatever libavcodec calls the second
        return Scan::TopFieldFirst;
    case AV_FIELD_BB: // 6 and 14
    case AV_FIELD_BT:
        return Scan::BottomFieldFirst;
    default:
        return Scan::Progressive;
    }
}

void addOrientation(VideoStream& video, const AVStream& stream, const AVFrame& frame)
{
    const AVFrameSideData* own = av_frame_get_side_data(&frame, AV_FRAME_DATA_DISPLAYMATRIX);
    const auto bytes = own ? std::span<const std::uint8_t>(own->data, own->size)
                           : streamSideData(stream, AV_PKT_DATA_DISPLAYMATRIX);
    const MatrixOrientation found = orientationOf(bytes);
    video.orientation = found.orientation;
    video.orientationRounded = found.rounded;
}

} // namespace

void completeFromFrame(VideoStream& video, AVFormatContext* context, AVStream* stream, AVFrame& frame)
{
    video.coded = {frame.width, frame.height};
    const AVRational aspect = av_guess_sample_aspect_ratio(context, stream, &frame);
    video.pixelAspect =
        aspect.num > 0 && aspect.den > 0 ? media::Rational{aspect.num, aspect.den} : media::Rational{1, 1};
    addFormat(video, *stream, frame);
    addColour(video, *stream, frame);
    video.scan = scanOf(*stream, frame);
    video.scanIsInFrames = isInterlaced(frame);
    addOrientation(video, *stream, frame);
}

} // namespace ndas::engine
