#include "core/engine/still/still_picture.h"

#include "core/engine/filter/picture_fit.h"
#include "core/engine/libav/field_flags.h"
#include "core/engine/still/frame_score.h"

#include <algorithm>
#include <cmath>

namespace ndas::engine {

namespace {

using media::Micros;
using media::PixelSize;
using media::VideoStream;

constexpr PixelSize scoredBox{160, 160};

/// Of a recording that changes its size, or that another one follows in the file.
void fitShape(PictureFilterSpec& spec, const AVFrame& frame)
{
    const media::Orientation turn = turnOf(frame).value_or(spec.turn);
    const PixelSize size{frame.width, frame.height};
    if (spec.source.isEmpty() || (size == spec.source && turn == spec.turn))
        return;
    const double planned = shapeOf(spec.output, 1.0, {});
    const double usualAspect = planned / shapeOf(spec.source, 1.0, spec.turn);
    const double aspect = size == spec.source ? (spec.turn.swapsSides() ? 1 / usualAspect : usualAspect)
                                              : av_q2d(pixelAspectOr1(frame.sample_aspect_ratio));
    spec.turn = turn;
    spec.picture = filledPart(spec.output, shapeOf(size, aspect, turn) / planned);
}

} // namespace

PictureFilterSpec stillSpec(const VideoStream& video, PixelSize output, AVPixelFormat format)
{
    PictureFilterSpec spec;
    spec.output = output;
    spec.source = video.coded;
    spec.turn = video.orientation;
    spec.deinterlace = video.scan != media::Scan::Progressive && !video.scanIsInFrames;
    spec.isStill = true;
    spec.toneMapFrom = video.hdr;
    spec.scaler = output.width * 2 <= video.display().width ? media::Scaler::Area : media::Scaler::Bicubic;
    spec.colorMatrix = QStringLiteral("smpte170m"); // what JPEG and WebP readers assume
    spec.fullRange = format != AV_PIX_FMT_YUV420P;
    spec.format = format;
    return spec;
}

bool hidesCodingTricks(const PictureFilterSpec& spec)
{
    return spec.scaler == media::Scaler::Area;
}

Result<FramePtr> renderStill(const AVFrame& frame, const PictureFilterSpec& spec)
{
    FramePtr picture;
    const FrameHandler keep = [&picture](AVFrame& result) -> Result<void> {
        if (!picture)
            picture.reset(av_frame_clone(&result));
        return {};
    };
    const FramePtr shown(av_frame_clone(&frame));
    if (!shown)
        return fail(ErrorCode::OutOfMemory);
    shown->pts = 0; // of one picture by itself filters need no other
    if (spec.deinterlace && !isInterlaced(frame))
        markInterlaced(*shown, true);
    PictureFilterSpec own = spec;
    own.deinterlace = isInterlaced(*shown);
    fitShape(own, *shown);
    NDAS_TRY(PictureFilter filter, PictureFilter::make(*shown, AVRational{1, 1'000'000}, own));
    NDAS_CHECK(filter.feed(*shown, keep));
    NDAS_CHECK(filter.finish(keep));
    if (!picture)
        return fail(ErrorCode::ExternalLibrary, QStringLiteral("no filtered picture"));
    picture->pts = frame.pts;
    return picture;
}

PixelSize thumbnailSize(PixelSize display, PixelSize box)
{
    if (box.isEmpty())
        return display;
    const double scale = std::min({1.0, static_cast<double>(box.width) / display.width,
                                   static_cast<double>(box.height) / display.height});
    return {std::max(1, static_cast<int>(std::lround(display.width * scale))),
            std::max(1, static_cast<int>(std::lround(display.height * scale)))};
}

Micros firstPlaceToLook(Micros start, Micros duration)
{
    constexpr Micros latest = std::chrono::seconds(30);
    return start + std::clamp(duration / 10, Micros(0), latest);
}

FrameChoice::FrameChoice(PictureFilterSpec spec)
    : spec_(std::move(spec))
{
    scored_.output = thumbnailSize(spec_.output, scoredBox);
    scored_.scaler = media::Scaler::Area;
    scored_.colorMatrix = spec_.colorMatrix;
}

void FrameChoice::consider(const AVFrame& frame)
{
    if (isDamaged(frame) && picture_)
        return;
    Result<FramePtr> picture = renderStill(frame, spec_);
    if (!picture)
        return;
    const Result<FramePtr> small = renderStill(**picture, scored_);
    const FrameScore score = small ? scoreOf(**small) : FrameScore{};
    const double value = isDamaged(frame) ? score.value() - 2.0 : score.value();
    if (picture_ && value <= value_)
        return;
    picture_ = std::move(*picture);
    value_ = value;
    good_ = score.isGood() && !isDamaged(frame);
}

} // namespace ndas::engine
