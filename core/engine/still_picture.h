// From decoded frames to the one picture that stands for them.
#pragma once

#include "core/engine/picture_filter.h"
#include "core/media/media_info.h"

namespace ndas::engine {

/// How frames of `video` become an upright still in square pixels and SDR, in the colours image readers
/// assume.
PictureFilterSpec stillSpec(const media::VideoStream& video, media::PixelSize output, AVPixelFormat format);
Result<FramePtr> renderStill(const AVFrame& frame, const PictureFilterSpec& spec);

/// The largest size of the same shape that fits the box and does not enlarge; an empty box means unchanged.
media::PixelSize thumbnailSize(media::PixelSize display, media::PixelSize box);

/// The best frame seen so far: dark, flat, blurred, green and damaged ones only when there is nothing else.
class FrameChoice {
public:
    explicit FrameChoice(const media::VideoStream& video);

    void consider(const AVFrame& frame);

    /// No need to look further.
    bool isGood() const { return good_; }

    /// There is one, and it is neither green nor damaged.
    bool isSound() const { return frame_ && value_ >= 0; }

    FramePtr take() { return std::move(frame_); }

private:
    PictureFilterSpec spec_;
    FramePtr frame_;
    double value_ = 0;
    bool good_ = false;
};

} // namespace ndas::engine
