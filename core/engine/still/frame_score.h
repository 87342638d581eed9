// How well a picture would do as the face of a recording. Pure arithmetic on a small picture.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

struct FrameScore {
    double brightness = 0; ///< mean luma, 0 to 255
    double contrast = 0;   ///< standard deviation of luma
    double sharpness = 0;  ///< mean absolute Laplacian of luma
    double greenShare = 0; ///< share of pixels as an undecoded area looks, 0 to 1
    double plainGreen = 0; ///< share of pixels in a saturated green

    /// Not dark, not burnt out, not flat, not blurred, not half decoded.
    bool isGood() const;
    /// Larger is better; a good picture beats every other.
    double value() const;
};

/// `picture`: yuv420p or yuvj420p, best about 160 pixels wide.
FrameScore scoreOf(const AVFrame& picture);

} // namespace ndas::engine
