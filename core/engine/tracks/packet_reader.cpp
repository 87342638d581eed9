#include "core/engine/clock/untimed_packets.h"
#include "core/engine/codec/aac_user_data.h"
#include "core/engine/codec/h264_user_data.h"
#include "core/engine/libav/side_data.h"
#include "core/engine/tracks/track_reader.h"

#include <algorithm>
#include <optional>

namespace ndas::engine {

namespace {

class PacketReader final : public TrackReader {
public:
    PacketReader(int track, const AVStream& stream)
        : track_(track)
        , parameters_(*stream.codecpar)
        , framing_(NalFraming::ofExtradata(extradataOf(*stream.codecpar)))
        , aac_(AacFormat::ofExtradata(extradataOf(*stream.codecpar)))
        , timeBase_(stream.time_base)
        , sampleRate_(stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO ? stream.codecpar->sample_rate : 0)
    {
    }

    Result<void> feed(MediaItem&& item, const ItemHandler& onItem) override
    {
        AVPacket& packet = *item.packet;
        if (bringsOtherHeaders(packet, parameters_)) // an MP4 has one set of headers for a whole track
            return fail(ErrorCode::Damaged, QStringLiteral("headers change in mid-stream"));
        timed_ = timed_ && !broughtHeaders(packet); // another recording has begun
        NDAS_CHECK(lookForUserData(packet));
        const bool isVideo = sampleRate_ == 0;
        if (isVideo && !started_ && (packet.flags & AV_PKT_FLAG_KEY) == 0)
            return {}; // nothing before the first key frame can be decoded
        started_ = true;
        if (isVideo) // left out it would be missed, by the pictures that refer to it too
            return untimed_.take(packet, [&](AVPacket& timed) { return takeTimed(timed, onItem); });
        return takeSound(packet, onItem);
    }

    Result<void> finish(const ItemHandler& onItem) override
    {
        if (!started_ && sampleRate_ == 0)
            return fail(ErrorCode::Damaged, QStringLiteral("no key frame"));
        NDAS_CHECK(untimed_.finish([&](AVPacket& timed) { return takeTimed(timed, onItem); }));
        return passWaiting(firstKey_.value_or(0), onItem);
    }

    bool sawUserData() const override { return sawUserData_; }

private:
    Result<void> takeSound(AVPacket& packet, const ItemHandler& onItem)
    {
        if (packet.pts == AV_NOPTS_VALUE)
            return fail(ErrorCode::Damaged, QStringLiteral("sound without times"));
        if (packet.pts < latestSound_) // a track of packets cannot keep both
            return fail(ErrorCode::Damaged, QStringLiteral("the clock of the sound was set back"));
        latestSound_ = packet.pts;
        return takeTimed(packet, onItem);
    }

    Result<void> takeTimed(AVPacket& packet, const ItemHandler& onItem)
    {
        const bool isVideo = sampleRate_ == 0;
        if (isVideo && !firstKey_)
            firstKey_ = packet.pts;
        // What leads up to the first key frame refers to what came before it.
        if (isVideo && packet.pts < *firstKey_)
            return isUnderWay_ ? fail(ErrorCode::Damaged, QStringLiteral("times leap back behind the start"))
                               : Result<void>{};
        isUnderWay_ = isUnderWay_ || packet.pts > firstKey_.value_or(packet.pts);
        if (packet.dts == AV_NOPTS_VALUE)
            return wait(packet);
        NDAS_CHECK(passWaiting(packet.dts, onItem));
        return pass(packet, onItem);
    }

    Result<void> lookForUserData(const AVPacket& packet)
    {
        const std::span<const std::uint8_t> bytes(packet.data,
                                                  static_cast<std::size_t>(std::max(0, packet.size)));
        if (parameters_.codec_id == AV_CODEC_ID_H264)
            sawUserData_ = sawUserData_ || (!bytes.empty() && hasUserData(bytes, framing_));
        if (parameters_.codec_id != AV_CODEC_ID_AAC || bytes.empty())
            return {};
        const AacContent content = aac_ ? contentOf(bytes, *aac_) : AacContent::Unreadable;
        if (content == AacContent::Unreadable) // it might say more than sound
            return fail(ErrorCode::Damaged, QStringLiteral("AAC that cannot be taken apart"));
        sawUserData_ = sawUserData_ || content == AacContent::UserData;
        return {};
    }

    /// Matroska does not keep decoding times: those of the first pictures are known when reordering is.
    Result<void> wait(AVPacket& packet)
    {
        constexpr std::size_t most = 32; // more than pictures can be reordered
        PacketPtr waiting = makePacket();
        if (!waiting)
            return fail(ErrorCode::OutOfMemory);
        if (timed_ || waiting_.size() == most)
            return fail(ErrorCode::Damaged, QStringLiteral("packets without decoding times"));
        av_packet_move_ref(waiting.get(), &packet);
        waiting_.push_back(std::move(waiting));
        return {};
    }

    /// Ahead of what is decoded at `next`, one as long before the other as it lasts.
    Result<void> passWaiting(std::int64_t next, const ItemHandler& onItem)
    {
        timed_ = true;
        for (auto packet = waiting_.rbegin(); packet != waiting_.rend(); ++packet)
            (*packet)->dts = next -= std::max<std::int64_t>(1, (*packet)->duration);
        for (const PacketPtr& packet : waiting_)
            NDAS_CHECK(pass(*packet, onItem));
        waiting_.clear();
        return {};
    }

    Result<void> pass(AVPacket& packet, const ItemHandler& onItem)
    {
        MediaItem item;
        item.track = track_;
        item.packet = makePacket();
        if (!item.packet)
            return fail(ErrorCode::OutOfMemory);
        item.timeBase = timeBase_;
        item.pts = packet.pts;
        item.duration = packet.duration;
        const bool isShown = (packet.flags & AV_PKT_FLAG_DISCARD) == 0;
        const bool isHidden = !isShown && (!firstShown_ || packet.pts < *firstShown_); // before the start
        const std::int64_t skipped = runUp(packet);
        if (skipped > 0 && firstShown_) // players would let it be heard
            return fail(ErrorCode::Damaged, QStringLiteral("a run-up in mid-stream"));
        if (skipped > 0)
            audibleFrom_ = packet.pts + skipped; // may reach over several packets
        if (!isHidden)
            item.shownFrom = std::max(packet.pts, audibleFrom_);
        av_packet_move_ref(item.packet.get(), &packet);
        if (isHidden)
            return onItem(std::move(item));
        isBehindTheEnd_ = isBehindTheEnd_ || !isShown;
        if (!isShown)
            return {};
        if (isBehindTheEnd_) // what is hidden stands between, or is referred to; a copy would show it
            return fail(ErrorCode::Damaged, QStringLiteral("an edit list cuts between pictures"));
        firstShown_ = firstShown_.value_or(item.pts);
        return onItem(std::move(item));
    }

    std::int64_t runUp(const AVPacket& packet) const
    {
        return sampleRate_ > 0 ? av_rescale_q(skippedSamples(packet), {1, sampleRate_}, timeBase_) : 0;
    }

    int track_;
    const AVCodecParameters& parameters_;
    NalFraming framing_;
    std::optional<AacFormat> aac_;
    AVRational timeBase_;
    int sampleRate_;         ///< 0 = pictures
    UntimedPackets untimed_; ///< of pictures
    std::optional<std::int64_t> firstKey_;
    std::int64_t latestSound_ = INT64_MIN;
    bool isUnderWay_ = false; ///< a picture behind the first key frame has come
    std::int64_t audibleFrom_ = INT64_MIN;
    bool sawUserData_ = false;
    bool started_ = false;
    bool timed_ = false; ///< decoding times are known
    std::vector<PacketPtr> waiting_;
    std::optional<std::int64_t> firstShown_;
    bool isBehindTheEnd_ = false; ///< of what an edit list shows
};

} // namespace

TrackReaderPtr makePacketReader(int track, const AVStream& stream)
{
    return std::make_unique<PacketReader>(track, stream);
}

} // namespace ndas::engine
