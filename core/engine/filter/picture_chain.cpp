#include "core/engine/filter/picture_chain.h"

#include <QtCore/QByteArrayList>

#include <algorithm>
#include <array>
#include <vector>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace ndas::engine {

namespace {

using media::Hdr;
using media::Orientation;
using media::PixelSize;
using media::Scaler;

constexpr int leastForFields = 16; // pixels a side: filters want 4 of colour, which may be a quarter as fine

QByteArray turning(const Orientation& turn)
{
    switch (turn.clockwiseDegrees) {
    case 90:
        return turn.mirrored ? "transpose=clock_flip" : "transpose=clock";
    case 180:
        return turn.mirrored ? "vflip" : "hflip,vflip";
    case 270:
        return turn.mirrored ? "transpose=cclock_flip" : "transpose=cclock";
    default:
        return turn.mirrored ? "hflip" : QByteArray();
    }
}

QByteArray sizeArguments(PixelSize size)
{
    return "w=" + QByteArray::number(size.width) + ":h=" + QByteArray::number(size.height);
}

/// The name the scale filter uses; BT.601 has two of them in libav.
QByteArray matrixName(AVColorSpace matrix)
{
    switch (matrix) {
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return "smpte170m";
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return "bt2020";
    case AVCOL_SPC_SMPTE240M:
        return "smpte240m";
    case AVCOL_SPC_FCC:
        return "fcc";
    default:
        return "bt709";
    }
}

QByteArray zimgMatrixName(const QByteArray& name)
{
    return name == "bt2020" ? "bt2020nc" : name == "smpte170m" ? "170m" : name;
}

bool isFullRange(const AVFrame& frame)
{
    switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
        return true;
    default:
        return frame.color_range == AVCOL_RANGE_JPEG;
    }
}

bool isRgb(int format)
{
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    return descriptor && (descriptor->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
}

/// Of planes of luma and chroma, which zimg takes.
bool isPlanarYuv(int format)
{
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    constexpr unsigned others = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_ALPHA;
    return descriptor && (descriptor->flags & AV_PIX_FMT_FLAG_PLANAR) != 0 &&
           (descriptor->flags & others) == 0;
}

/// zimg takes no picture of which a side has half a sample of chroma too much.
bool halvesOddSide(const AVFrame& like)
{
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(like.format));
    return descriptor && (like.width % (1 << descriptor->log2_chroma_w) != 0 ||
                          like.height % (1 << descriptor->log2_chroma_h) != 0);
}

bool isWideGamut(const AVFrame& like)
{
    return like.color_primaries == AVCOL_PRI_BT2020 || like.color_primaries == AVCOL_PRI_SMPTE431 ||
           like.color_primaries == AVCOL_PRI_SMPTE432;
}

/// As screens may be recorded; zimg knows it, libswscale does not.
bool isOfYCgCo(const AVFrame& like)
{
    return like.colorspace == AVCOL_SPC_YCGCO && isPlanarYuv(like.format);
}

QByteArray halfSamplesMadeWhole(const AVFrame& like)
{
    return halvesOddSide(like) ? "format=yuv444p16," : "";
}

/// What shines through is black, as players show it.
QByteArray blending(const AVFrame& like)
{
    return isRgb(like.format) ? "format=gbrap,premultiply=inplace=1"
                              : "format=yuva444p,premultiply=inplace=1";
}

/// Scaled first: linear light in floats is dear. Missing tags are filled in, or zscale refuses the frames.
QByteArray toneMapping(const AVFrame& like, PixelSize size, const PictureFilterSpec& spec)
{
    const QByteArray transfer = spec.toneMapFrom == Hdr::Hlg ? "arib-std-b67" : "smpte2084";
    const QByteArray range = isFullRange(like) ? "pc" : "tv";
    const QByteArray matrix = like.colorspace == AVCOL_SPC_BT709   ? "bt709"
                              : like.colorspace == AVCOL_SPC_ICTCP ? "ictcp"
                                                                   : "bt2020nc";
    const QByteArray primaries = like.color_primaries == AVCOL_PRI_BT709 ? "bt709" : "bt2020";
    return halfSamplesMadeWhole(like) + "setparams=color_primaries=" + primaries + ":color_trc=" + transfer +
           ":colorspace=" + matrix + ":range=" + range + ",zscale=" + sizeArguments(size) +
           ":t=linear:npl=100:p=bt709,format=gbrpf32le,tonemap=hable:desat=0,"
           "zscale=t=bt709:m=bt709:r=tv,format=" +
           (size.width % 2 == 0 && size.height % 2 == 0 ? "yuv420p" : "yuv444p"); // zimg halves no odd side
}

QByteArray scalingByLibswscale(const AVFrame& like, PixelSize size, const PictureFilterSpec& spec)
{
    const bool toneMapped = spec.toneMapFrom != Hdr::None;
    QByteArray text = "scale=" + sizeArguments(size) +
                      ":flags=" + (spec.scaler == Scaler::Area ? "area" : "bicubic") +
                      ":out_range=" + (spec.fullRange ? "pc" : "tv");
    if (!isRgb(spec.format))
        text += ":out_color_matrix=" + spec.colorMatrix.toLatin1();
    if (toneMapped)
        return text + ":in_color_matrix=bt709:in_range=tv";
    if (!isRgb(like.format))
        text += ":in_color_matrix=" + matrixName(assumedMatrix(like)) +
                ":in_range=" + (isFullRange(like) ? "pc" : "tv");
    return text;
}

/// What scale's bicubic does, by a library that needs half its time or less for the everyday picture, and
/// knows primaries.
QByteArray scalingByZimg(const AVFrame& like, PixelSize size, const PictureFilterSpec& spec)
{
    QByteArray text = halfSamplesMadeWhole(like) + "setfield=prog,zscale=" + sizeArguments(size) +
                      ":filter=bicubic:param_a=0:param_b=0.6" +
                      ":min=" + zimgMatrixName(matrixName(assumedMatrix(like))) +
                      ":m=" + zimgMatrixName(spec.colorMatrix.toLatin1()) +
                      ":rin=" + (isFullRange(like) ? "pc" : "tv") + ":r=" + (spec.fullRange ? "pc" : "tv");
    if (isWideGamut(like))
        text += QByteArray(":pin=") + (like.color_primaries == AVCOL_PRI_BT2020 ? "bt2020" : "smpte432") +
                ":p=bt709:tin=bt709:t=bt709:dither=ordered";
    return text;
}

bool suitsZimg(const AVFrame& like, const PictureFilterSpec& spec)
{
    const bool isPlain =
        (like.format == AV_PIX_FMT_YUV420P || like.format == AV_PIX_FMT_YUVJ420P) && !halvesOddSide(like);
    const bool isKnown = assumedMatrix(like) != AVCOL_SPC_SMPTE240M; // to zimg, but not to the filter
    return isKnown && (isPlain || (isWideGamut(like) && isPlanarYuv(like.format))) &&
           spec.format == AV_PIX_FMT_YUV420P && spec.scaler != Scaler::Area && spec.toneMapFrom == Hdr::None;
}

/// The scale filter would copy such a picture.
bool isAsWanted(const AVFrame& like, PixelSize size, const PictureFilterSpec& spec)
{
    return spec.toneMapFrom == Hdr::None && !isOfYCgCo(like) && like.format == spec.format &&
           like.width == size.width && like.height == size.height && isFullRange(like) == spec.fullRange &&
           !isWideGamut(like) &&
           (isRgb(like.format) || matrixName(assumedMatrix(like)) == spec.colorMatrix.toLatin1());
}

QByteArray scaling(const AVFrame& like, PixelSize size, const PictureFilterSpec& spec)
{
    return suitsZimg(like, spec) ? scalingByZimg(like, size, spec) : scalingByLibswscale(like, size, spec);
}

/// libavfilter's scale converts colours but leaves the source's tags on the frame.
QByteArray tagging(const PictureFilterSpec& spec)
{
    if (isRgb(spec.format))
        return "setparams=range=pc:colorspace=gbr";
    const QByteArray matrix = spec.colorMatrix.toLatin1();
    return "setparams=range=" + QByteArray(spec.fullRange ? "pc" : "tv") + ":colorspace=" + matrix +
           ":color_primaries=" + matrix + ":color_trc=" + matrix;
}

} // namespace

QByteArray pictureChain(const AVFrame& like, const PictureFilterSpec& spec)
{
    // Turning comes last: it is cheapest there, and 4:2:2 cannot be turned without a conversion.
    const PixelSize shown = spec.picture.isEmpty() ? spec.output : spec.picture;
    const PixelSize unturned = spec.turn.swapsSides() ? shown.transposed() : shown;
    QByteArrayList filters;
    if (spec.deinterlace && std::min(like.width, like.height) >= leastForFields)
        filters << (spec.isStill ? "estdif=mode=frame:deint=interlaced"
                                 : "bwdif=mode=send_frame:parity=auto:deint=interlaced");
    if (isTransparent(like))
        filters << blending(like);
    if (spec.toneMapFrom != Hdr::None)
        filters << toneMapping(like, unturned, spec);
    else if (isOfYCgCo(like))
        filters << halfSamplesMadeWhole(like) + "zscale=min=ycgco:m=bt709";
    if (!isAsWanted(like, unturned, spec))
        filters << scaling(like, unturned, spec) << QByteArray("format=") + av_get_pix_fmt_name(spec.format);
    if (!spec.turn.isUpright())
        filters << turning(spec.turn);
    if (shown != spec.output)
        filters << "pad=" + sizeArguments(spec.output) + ":x=-1:y=-1";
    filters << "setsar=1" << tagging(spec);
    return filters.join(',');
}

AVColorSpace assumedMatrix(const AVFrame& frame)
{
    if (frame.colorspace != AVCOL_SPC_UNSPECIFIED && frame.colorspace != AVCOL_SPC_RESERVED)
        return frame.colorspace;
    const int longSide = std::max(frame.width, frame.height);
    const int shortSide = std::min(frame.width, frame.height);
    return longSide >= 1280 || shortSide > 576 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
}

AVRational pixelAspectOr1(AVRational said)
{
    return said.num > 0 && said.den > 0 ? said : AVRational{1, 1};
}

bool isTransparent(const AVFrame& frame)
{
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    if (!descriptor || (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) == 0 ||
        (descriptor->flags & AV_PIX_FMT_FLAG_PAL) != 0)
        return false;
    const int alpha = descriptor->nb_components - 1;
    std::array<const std::uint8_t*, 4> planes{};
    std::copy_n(frame.data, planes.size(), planes.begin());
    std::vector<std::uint32_t> row(static_cast<std::size_t>(frame.width));
    for (int y = 0; y < frame.height; ++y) {
        av_read_image_line2(row.data(), planes.data(), frame.linesize, descriptor, 0, y, alpha, frame.width,
                            0, sizeof(row[0]));
        if (std::ranges::any_of(row, [](std::uint32_t value) { return value != 0; }))
            return true;
    }
    return false;
}

} // namespace ndas::engine
