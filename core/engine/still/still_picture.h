// From decoded frames to the one picture that stands for them.
#pragma once

#include "core/engine/filter/picture_filter.h"
#include "core/media/media_info.h"

namespace ndas::engine {

/// How frames of `video` become an upright still in square pixels and SDR, in the colours image readers
/// assume.
PictureFilterSpec stillSpec(const media::VideoStream& video, media::PixelSize output, AVPixelFormat format);
/// Reduced so far that nobody sees whether the decoder left out its loop filter.
bool hidesCodingTricks(const PictureFilterSpec& spec);
/// One picture; its pts is the frame's. Interlaced frames come out without combing: those that say so, and
/// all where `spec` deinterlaces.
Result<FramePtr> renderStill(const AVFrame& frame, const PictureFilterSpec& spec);

/// The largest size of the same shape that fits the box and does not enlarge; an empty box means unchanged.
media::PixelSize thumbnailSize(media::PixelSize display, media::PixelSize box);

/// Where a recording usually shows what it is about: behind the first moments.
media::Micros firstPlaceToLook(media::Micros start, media::Micros duration);

/// The best frame seen so far: dark, flat, blurred, green and damaged ones only when there is nothing else.
class FrameChoice {
public:
    /// `spec`: how the chosen one is wanted.
    explicit FrameChoice(PictureFilterSpec spec);

    void consider(const AVFrame& frame);

    /// No need to look further.
    bool isGood() const { return good_; }

    /// There is one, and it is neither green nor damaged.
    bool isSound() const { return picture_ && value_ >= 0; }

    bool isEmpty() const { return !picture_; }

    FramePtr take() { return std::move(picture_); }

private:
    PictureFilterSpec spec_;
    PictureFilterSpec scored_; ///< of the rendered picture
    FramePtr picture_;
    double value_ = 0;
    bool good_ = false;
};

} // namespace ndas::engine
