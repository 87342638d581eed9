#include "core/engine/filter/picture_filter.h"
#include "core/engine/filter/picture_fit.h"
#include "core/engine/libav/field_flags.h"
#include "core/engine/tracks/track_reader.h"

#include <optional>
#include <utility>

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

class PictureReader final : public TrackReader {
public:
    PictureReader(int track, const AVStream& stream, const media::VideoPlan& plan, std::int64_t from)
        : track_(track)
        , timeBase_(stream.time_base)
        , spec_(filterSpec(plan))
        , usualTurn_(plan.turn)
        , source_(plan.source)
        , allAreInterlaced_(plan.deinterlace && !plan.scanIsInFrames)
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
        const bool isTurned = lookAtTurn(frame);
        const bool isOther = lookAtFields(frame) || isTurned;
        if (isOther || !filter_ || !filter_->accepts(frame)) {
            NDAS_CHECK(finish(onItem));
            noteShape(frame);
            fitShape(frame);
            NDAS_TRY(PictureFilter made, PictureFilter::make(frame, timeBase_, spec_));
            filter_ = std::move(made);
        }
        return filter_->feed(frame, [&](AVFrame& picture) { return pass(picture, onItem); });
    }

    Result<void> finish(const ItemHandler& onItem) override
    {
        return filter_ ? filter_->finish([&](AVFrame& picture) { return pass(picture, onItem); })
                       : Result<void>{};
    }

    bool deinterlaced() const override { return spec_.deinterlace; }

    bool resized() const override { return isResized_; }

private:
    struct Shape {
        media::PixelSize size;
        double pixelAspect = 1; ///< as the codec says; the plan has the container's word

        friend bool operator==(const Shape&, const Shape&) = default;
    };

    void noteShape(const AVFrame& frame)
    {
        const Shape shape{{frame.width, frame.height}, av_q2d(pixelAspectOr1(frame.sample_aspect_ratio))};
        first_ = first_.value_or(shape);
        isResized_ = isResized_ || shape != *first_;
    }

    /// The plan's size is that of the first pictures; others are fitted into it, never distorted.
    void fitShape(const AVFrame& frame)
    {
        if (source_.isEmpty())
            return;
        const double aspect = av_q2d(pixelAspectOr1(frame.sample_aspect_ratio));
        const double own = shapeOf({frame.width, frame.height}, aspect, spec_.turn);
        spec_.picture = filledPart(spec_.output, own / shapeOf(source_, first_->pixelAspect, usualTurn_));
    }

    /// Frames may say how they are to be turned; else it is as the plan has it. True: otherwise than the one
    /// before.
    bool lookAtTurn(const AVFrame& frame)
    {
        const media::Orientation turn = turnOf(frame).value_or(usualTurn_);
        return std::exchange(spec_.turn, turn) != turn;
    }

    /// A plan knows from the container, or from looking, what some codecs never say of a frame; and a
    /// recording that begins with whole pictures may go on interlaced. True: the filter has to be another
    /// from here on.
    bool lookAtFields(AVFrame& frame)
    {
        if (allAreInterlaced_ && !isInterlaced(frame))
            markInterlaced(frame, topFieldFirst_);
        return isInterlaced(frame) && !std::exchange(spec_.deinterlace, true);
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
    media::Orientation usualTurn_;
    media::PixelSize source_;
    std::optional<Shape> first_;
    bool isResized_ = false;
    bool allAreInterlaced_; ///< though frames do not say so
    bool topFieldFirst_;
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
