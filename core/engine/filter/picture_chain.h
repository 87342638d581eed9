// The filters that make an upright picture of square pixels, in the wanted size, colour and format, out of a
// decoded frame. Pure text in libavfilter's notation.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/media/transcode_plan.h"

extern "C" {
#include <libavutil/pixfmt.h>
}

namespace ndas::engine {

struct PictureFilterSpec {
    media::PixelSize output;  ///< of the upright picture; any size
    media::PixelSize source;  ///< of the frames that fill it, where others may come too
    media::PixelSize picture; ///< what the frames fill of it, the rest is black; empty = all
    media::Orientation turn;
    bool deinterlace = false; ///< frames flagged as interlaced only; one frame per frame
    bool isStill = false;     ///< none comes before or after that could help to tell fields apart
    media::Hdr toneMapFrom = media::Hdr::None;
    media::Scaler scaler = media::Scaler::Bicubic;
    QString colorMatrix = QStringLiteral("bt709"); ///< of the output, FFmpeg's name; ignored for RGB
    bool fullRange = false;                        ///< of the output
    AVPixelFormat format = AV_PIX_FMT_YUV420P;
    int threads = 1;
};

/// For frames like `like`.
QByteArray pictureChain(const AVFrame& like, const PictureFilterSpec& spec);

/// Whether something can shine through. Screen recorders leave the fourth byte of a pixel at 0: no picture
/// would be left if that were believed.
bool isTransparent(const AVFrame& frame);

/// 1:1 where nobody says.
AVRational pixelAspectOr1(AVRational said);

/// The matrix a frame that does not say is taken to have: BT.709 from HD size on, else BT.601.
AVColorSpace assumedMatrix(const AVFrame& frame);

} // namespace ndas::engine
