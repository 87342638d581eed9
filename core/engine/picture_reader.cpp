#include "core/engine/picture_filter.h"
#include "core/engine/track_clock.h"
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

std::int64_t durationOf(const AVFrame& frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame.duration;
#else
    return frame.pkt_duration;
#endif
}

/// How long a picture stays when neither it nor its packet says so.
std::int64_t usualDuration(const AVStream& stream)
{
    const AVRational rate = av_guess_frame_rate(nullptr, const_cast<AVStream*>(&stream), nullptr);
    const AVRational used = rate.num > 0 && rate.den > 0 ? rate : AVRational{25, 1};
    return std::max<std::int64_t>(1, av_rescale_q(1, av_inv_q(used), stream.time_base));
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

bool carriesUserData(const AVFrame& frame)
{
    return av_frame_get_side_data(&frame, AV_FRAME_DATA_SEI_UNREGISTERED) ||
           av_frame_get_side_data(&frame, AV_FRAME_DATA_A53_CC);
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
    PictureReader(int track, const AVStream& stream, const media::VideoPlan& plan, media::Micros total,
                  Decoder decoder)
        : track_(track)
        , timeBase_(stream.time_base)
        , spec_(filterSpec(plan))
        , source_(plan.source)
        , topFieldFirst_(plan.scan != media::Scan::BottomFieldFirst)
        , usualDuration_(usualDuration(stream))
        , decoder_(std::move(decoder))
        , clock_(stream.time_base, total, TrackClock::Order::Ascending)
    {
    }

    Result<void> feed(AVPacket& packet, const ItemHandler& onItem) override
    {
        return decoder_.feed(packet, [&](AVFrame& frame) { return filter(frame, onItem); });
    }

    Result<void> finish(const ItemHandler& onItem) override
    {
        NDAS_CHECK(decoder_.finish([&](AVFrame& frame) { return filter(frame, onItem); }));
        NDAS_CHECK(finishFilter(onItem));
        if (decoder_.frames() == 0)
            return fail(ErrorCode::Damaged, QStringLiteral("no picture could be decoded"));
        if (decoder_.damagedPackets() * 2 > decoder_.packets())
            return fail(ErrorCode::Damaged, QStringLiteral("%1 of %2 packets are damaged")
                                                .arg(decoder_.damagedPackets())
                                                .arg(decoder_.packets()));
        return {};
    }

    std::int64_t damagedPackets() const override { return decoder_.damagedPackets(); }

    bool sawUserData() const override { return sawUserData_; }

private:
    Result<void> filter(AVFrame& frame, const ItemHandler& onItem)
    {
        const bool isFirst = decoder_.frames() == 1;
        isDoubtful_ = isDoubtful_ || isDamaged(frame) || (isFirst && frame.pict_type != AV_PICTURE_TYPE_I);
        const std::int64_t own = durationOf(frame);
        lastDuration_ = own > 0 ? own : usualDuration_;
        frame.pts = clock_.next(frame.pts, lastDuration_);
        sawUserData_ = sawUserData_ || carriesUserData(frame);
        if (spec_.deinterlace)
            flagWhereTheCodecIsSilent(frame);
        if (!filter_ || !filter_->accepts(frame)) {
            NDAS_CHECK(finishFilter(onItem));
            fitShape(frame);
            NDAS_TRY(PictureFilter made, PictureFilter::make(frame, timeBase_, spec_));
            filter_ = std::move(made);
        }
        return filter_->feed(frame, [&](AVFrame& picture) { return pass(picture, onItem); });
    }

    /// The plan's size is that of the first pictures; others are fitted into it, never distorted.
    void fitShape(const AVFrame& frame)
    {
        if (source_.isEmpty())
            return;
        const double wider = shapeOf({frame.width, frame.height}) / shapeOf(source_);
        spec_.picture = filledPart(spec_.output, spec_.turn.swapsSides() ? 1 / wider : wider);
    }

    /// A plan knows from the container, or from looking, what some codecs never say of a frame.
    void flagWhereTheCodecIsSilent(AVFrame& frame)
    {
        codecFlags_ = codecFlags_ || isFlaggedInterlaced(frame);
        if (!codecFlags_)
            flagInterlaced(frame, topFieldFirst_);
    }

    Result<void> finishFilter(const ItemHandler& onItem)
    {
        if (!filter_)
            return {};
        return filter_->finish([&](AVFrame& picture) { return pass(picture, onItem); });
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
        item.isDoubtful = isDoubtful_ || decoder_.damagedPackets() > 0;
        av_frame_move_ref(item.frame.get(), &picture);
        return onItem(std::move(item));
    }

    int track_;
    AVRational timeBase_;
    PictureFilterSpec spec_;
    media::PixelSize source_;
    bool topFieldFirst_;
    bool sawUserData_ = false;
    bool codecFlags_ = false; ///< a frame said itself that it is interlaced
    std::int64_t usualDuration_;
    Decoder decoder_;
    TrackClock clock_;
    std::optional<PictureFilter> filter_;
    std::int64_t lastDuration_ = 0;
    bool isDoubtful_ = false;
};

} // namespace

Result<TrackReaderPtr> makePictureReader(int track, const AVStream& stream, const media::VideoPlan& plan,
                                         media::Micros total, int threads)
{
    NDAS_TRY(Decoder decoder, Decoder::open(stream, {.threads = threads}));
    return std::make_unique<PictureReader>(track, stream, plan, total, std::move(decoder));
}

} // namespace ndas::engine
