#include "core/engine/codec/h264_user_data.h"
#include "core/engine/codec/packet_scrub.h"
#include "core/engine/tracks/track_writer.h"

#include <algorithm>
#include <utility>

namespace ndas::engine {

namespace {

class PictureWriter final : public TrackWriter {
public:
    PictureWriter(Encoder encoder, media::Micros keyFrameInterval, std::optional<WrittenPart> written)
        : encoder_(std::move(encoder))
        , keyFrameInterval_(
              av_rescale_q(keyFrameInterval.count(), {1, AV_TIME_BASE}, encoder_.context().time_base))
    {
        record_.isVideo = true;
        record_.timeBase = encoder_.context().time_base;
        if (!written)
            return;
        record_.pts = std::move(written->pts);
        next_ = written->next;
        usualLogLength_ = written->usualLogLength;
        comeByAgain_ = written->comesByAgain ? record_.pts.size() : 0;
        countsThem_ = written->comesByAgain;
    }

    Result<TrackFormat> format() const override { return encoder_.format(); }

    Result<void> take(MediaItem&& item, const PacketHandler& onPacket) override
    {
        const bool isEvenedOut = next_ && usualLogLength_;
        if (next_) {
            NDAS_TRY(const bool isNew, goesBeyondWritten(item));
            if (!isNew)
                return {};
        }
        AVFrame& picture = *item.frame;
        picture.pts = timeOf(item);
        picture.pict_type = needsKeyFrame(picture.pts) ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
        record_.pts.push_back(picture.pts);
        record_.end = picture.pts +
                      std::max<std::int64_t>(1, av_rescale_q(item.duration, item.timeBase, record_.timeBase));
        if (isEvenedOut) {
            first_ = std::move(item.frame);
            return {};
        }
        NDAS_CHECK(feedFirst(picture.pts, onPacket));
        return feed(picture, onPacket);
    }

    Result<void> finish(const PacketHandler& onPacket) override
    {
        if (next_)
            return fail(lostPlace, QStringLiteral("no picture at %1").arg(*next_));
        NDAS_CHECK(feedFirst(record_.end, onPacket));
        return encoder_.finish([&](AVPacket& packet) { return pass(packet, onPacket); });
    }

    std::optional<std::int64_t> nextTime(const MediaItem& item) const override
    {
        return started_ ? std::optional(timeOf(item)) : std::nullopt;
    }

    const TrackRecord& record() const override { return record_; }

private:
    Result<void> feed(const AVFrame& picture, const PacketHandler& onPacket)
    {
        return encoder_.feed(picture, [&](AVPacket& packet) { return pass(packet, onPacket); });
    }

    /// The first picture behind the written ones waits until it is known how long it is shown.
    Result<void> feedFirst(std::int64_t end, const PacketHandler& onPacket)
    {
        const FramePtr first = std::move(first_);
        if (!first)
            return {};
        NDAS_CHECK(evenOut(*first, logLength(end - first->pts, record_.timeBase), *usualLogLength_));
        return feed(*first, onPacket);
    }

    /// Those written already are counted when all of them come by again, else known by their times.
    Result<bool> goesBeyondWritten(const MediaItem& item)
    {
        if (comeByAgain_ > 0) {
            --comeByAgain_;
            return false;
        }
        if (!countsThem_ && stampOf(item) < *next_)
            return false;
        // Not every key frame is one: decoding that began there shows it.
        if (timeOf(item) != *next_ || (item.isDoubtful && !countsThem_))
            return fail(lostPlace, QStringLiteral("%1 instead of %2").arg(timeOf(item)).arg(*next_));
        next_.reset();
        return true;
    }

    std::int64_t stampOf(const MediaItem& item) const
    {
        return av_rescale_q(item.pts, item.timeBase, record_.timeBase);
    }

    /// Two pictures at one time, or out of order: the later one is moved by the smallest step there is.
    std::int64_t timeOf(const MediaItem& item) const
    {
        const std::int64_t time = stampOf(item);
        return record_.pts.empty() ? time : std::max(time, record_.pts.back() + 1);
    }

    /// x264 counts frames, which says nothing about time where the frame rate varies. Where its count comes
    /// first, it sets a key frame itself, which holds from here on though that packet comes out much later.
    bool needsKeyFrame(std::int64_t pts)
    {
        const bool isFirst = !std::exchange(started_, true);
        const bool isDue = keyFrameInterval_ > 0 && pts - lastKeyFrame_ >= keyFrameInterval_;
        const auto since =
            std::ranges::distance(std::ranges::upper_bound(record_.pts, lastKeyFrame_), record_.pts.end()) +
            1;
        const bool isCounted = since >= encoder_.context().gop_size;
        if (!isFirst && !isDue && !isCounted)
            return false;
        lastKeyFrame_ = pts;
        return isFirst || !isCounted;
    }

    Result<void> pass(AVPacket& packet, const PacketHandler& onPacket)
    {
        if ((packet.flags & AV_PKT_FLAG_KEY) != 0)
            lastKeyFrame_ = std::max(lastKeyFrame_, packet.pts);
        const auto next = std::ranges::upper_bound(record_.pts, packet.pts);
        packet.duration = (next == record_.pts.end() ? record_.end : *next) - packet.pts;
        NDAS_CHECK(scrubH264(packet, NalFraming{}));
        return onPacket(packet);
    }

    Encoder encoder_;
    std::int64_t keyFrameInterval_;
    std::int64_t lastKeyFrame_ = 0;
    bool started_ = false;
    std::optional<std::int64_t> next_; ///< the written part is not passed yet; it ends before this
    std::optional<double> usualLogLength_;
    FramePtr first_;
    std::size_t comeByAgain_ = 0;
    bool countsThem_ = false;
    TrackRecord record_;
};

} // namespace

TrackWriterPtr makePictureWriter(Encoder encoder, media::Micros keyFrameInterval,
                                 std::optional<WrittenPart> written)
{
    return std::make_unique<PictureWriter>(std::move(encoder), keyFrameInterval, std::move(written));
}

} // namespace ndas::engine
