#include "core/engine/picture_filter.h"
#include "core/engine/track_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ndas::engine {

namespace {

PictureFilterSpec filterSpec(const media::VideoPlan& plan)
{
    PictureFilterSpec spec;
    spec.output = plan.output;
    spec.turn = plan.turn;
    spec.deinterlace = plan.deinterlace;
    spec.toneMapFrom = plan.toneMapFrom;
    spec.scaler = plan.scaler;
    spec.colorMatrix = plan.colorMatrix;
    return spec;
}

double shapeOf(media::PixelSize size)
{
    return static_cast<double>(size.width) / std::max(1, size.height);
}

/// The part of `whole` that a picture fills which is `stretch` times as wide, for its height, as one that
/// fills all of it.
media::PixelSize filledPart(media::PixelSize whole, double stretch)
{
    constexpr double tolerated = 0.02; // rounding to whole and even sizes
    if (std::abs(stretch - 1.0) < tolerated)
        return {};
    const auto even = [](double side, int limit) {
        return std::clamp(2 * static_cast<int>(std::lround(side / 2)), 2, limit);
    };
    return stretch > 1.0 ? media::PixelSize{whole.width, even(whole.height / stretch, whole.height)}
                         : media::PixelSize{even(whole.width * stretch, whole.width), whole.height};
}

bool isFlaggedInterlaced(const AVFrame& frame)
{
#if LIBAVUTIL_VERSION_MAJOR >= 59
    return (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
    return frame.interlaced_frame != 0;
#endif
}

void flagInterlaced(AVFrame& frame, bool topFieldFirst)
{
#if LIBAVUTIL_VERSION_MAJOR >= 59
    frame.flags |= AV_FRAME_FLAG_INTERLACED | (topFieldFirst ? AV_FRAME_FLAG_TOP_FIELD_FIRST : 0);
#else
    frame.interlaced_frame = 1;
    frame.top_field_first = topFieldFirst ? 1 : 0;
#endif
}

class PictureReader final : public TrackReader {
public:
    PictureReader(int track, const AVStream& stream, const media::VideoPlan& plan, std::int64_t from)
        : track_(track)
        , timeBase_(stream.time_base)
        , spec_(filterSpec(plan))
        , source_(plan.source)
        , topFieldFirst_(plan.scan != media::Scan::BottomFieldFirst)
        , from_(from)
    {
    }

    Result<void> feed(MediaItem&& item, const ItemHandler& onItem) override
    {
        item.track = track_;
        if (item.pts < from_)
            item.frame.reset();
        if (item.isSign())
            return onItem(std::move(item));
        lastDuration_ = item.duration;
        isDoubtful_ = isDoubtful_ || item.isDoubtful;
        AVFrame& frame = *item.frame;
        if (spec_.deinterlace)
            flagWhereTheCodecIsSilent(frame);
        if (!filter_ || !filter_->accepts(frame)) {
            NDAS_CHECK(finish(onItem));
            fitShape(frame);
            NDAS_TRY(PictureFilter made, PictureFilter::make(frame, timeBase_, spec_));
            filter_ = std::move(made);
        }
        return filter_->feed(frame, [&](AVFrame& picture) { return pass(picture, onItem); });
    }

    Result<void> finish(const ItemHandler& onItem) override
    {
        if (!filter_)
            return {};
        return filter_->finish([&](AVFrame& picture) { return pass(picture, onItem); });
    }

private:
    /// The plan's size is that of the first pictures; others are fitted into it, never distorted.
    void fitShape(const AVFrame& frame)
    {
        if (source_.isEmpty())
            return;
        const double aspect = av_q2d(pixelAspectOr1(frame.sample_aspect_ratio));
        firstAspect_ = firstAspect_.value_or(aspect);
        const double wider =
            shapeOf({frame.width, frame.height}) * aspect / (shapeOf(source_) * *firstAspect_);
        spec_.picture = filledPart(spec_.output, spec_.turn.swapsSides() ? 1 / wider : wider);
    }

    /// A plan knows from the container, or from looking, what some codecs never say of a frame.
    void flagWhereTheCodecIsSilent(AVFrame& frame)
    {
        codecFlags_ = codecFlags_ || isFlaggedInterlaced(frame);
        if (!codecFlags_)
            flagInterlaced(frame, topFieldFirst_);
    }

    Result<void> pass(AVFrame& picture, const ItemHandler& onItem)
    {
        MediaItem item;
        item.track = track_;
        item.frame = makeFrame();
        if (!item.frame)
            return fail(ErrorCode::OutOfMemory);
        item.timeBase = timeBase_;
        item.pts = item.shownFrom = picture.pts;
        item.duration = lastDuration_;
        item.isDoubtful = isDoubtful_;
        av_frame_move_ref(item.frame.get(), &picture);
        return onItem(std::move(item));
    }

    int track_;
    AVRational timeBase_;
    PictureFilterSpec spec_;
    media::PixelSize source_;
    std::optional<double> firstAspect_; ///< of pixels, as the codec says; the plan has the container's word
    bool topFieldFirst_;
    bool codecFlags_ = false; ///< a frame said itself that it is interlaced
    std::int64_t from_;
    std::optional<PictureFilter> filter_;
    std::int64_t lastDuration_ = 0;
    bool isDoubtful_ = false;
};

} // namespace

TrackReaderPtr makePictureReader(int track, const AVStream& stream, const media::VideoPlan& plan,
                                 std::int64_t from)
{
    return std::make_unique<PictureReader>(track, stream, plan, from);
}

} // namespace ndas::engine
