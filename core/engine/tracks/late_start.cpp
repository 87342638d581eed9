#include "core/engine/codec/user_data_watch.h"
#include "core/engine/tracks/track_reader.h"

#include <algorithm>
#include <deque>

namespace ndas::engine {

namespace {

constexpr std::size_t mostHeldBytes = 64 << 20;
constexpr std::int64_t microsBetweenSigns = AV_TIME_BASE;

/// Parameters that hold for all packets to come.
bool changesDecoder(const AVPacket& packet, const AVCodecParameters& parameters)
{
    return bringsOtherHeaders(packet, parameters) ||
           av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, nullptr);
}

/// Holds one group of pictures at a time until it is known to be the one where decoding has to begin.
class LateStart final : public TrackReader {
public:
    LateStart(int track, const AVStream& stream, TrackReaderPtr inner, std::int64_t from)
        : track_(track)
        , parameters_(stream.codecpar)
        , timeBase_(stream.time_base)
        , inner_(std::move(inner))
        , skipped_(stream)
        , from_(from)
        , longestStepBack_(av_rescale_q(180, {1, 1000}, timeBase_)) // less than a clock takes for a restart
        , longestStepAhead_(av_rescale_q(10, {1, 1}, timeBase_))
        , betweenSigns_(av_rescale_q(microsBetweenSigns, {1, AV_TIME_BASE}, timeBase_))
    {
    }

    Result<void> feed(MediaItem&& item, const ItemHandler& onItem) override
    {
        if (isOpen_)
            return inner_->feed(std::move(item), onItem);
        NDAS_CHECK(checkStamp(*item.packet));
        skipped_.look(*item.packet);
        if (item.packet->pts > from_ || heldBytes_ > mostHeldBytes) {
            NDAS_CHECK(open(onItem));
            return inner_->feed(std::move(item), onItem);
        }
        hold(std::move(item));
        return giveSign(onItem);
    }

    Result<void> finish(const ItemHandler& onItem) override
    {
        NDAS_CHECK(open(onItem));
        return inner_->finish(onItem);
    }

    std::int64_t damagedPackets() const override { return inner_->damagedPackets(); }

    bool correctedTimes() const override { return inner_->correctedTimes(); }

    bool sawUserData() const override { return skipped_.saw() || inner_->sawUserData(); }

private:
    /// What is skipped must be where it says it is, and say nothing about what follows.
    Result<void> checkStamp(const AVPacket& packet)
    {
        const bool isStamped = packet.pts != AV_NOPTS_VALUE;
        const std::int64_t stamp = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
        const bool leaps = isStamped && latest_ != AV_NOPTS_VALUE &&
                           (stamp < latest_ - longestStepBack_ || stamp > latest_ + longestStepAhead_);
        if (!isStamped || leaps || changesDecoder(packet, *parameters_))
            return fail(lostPlace, QStringLiteral("times leap before %1").arg(from_));
        latest_ = latest_ == AV_NOPTS_VALUE ? stamp : std::max(latest_, stamp);
        return {};
    }

    void hold(MediaItem&& item)
    {
        if ((item.packet->flags & AV_PKT_FLAG_KEY) != 0) {
            held_.clear();
            heldBytes_ = 0;
        }
        heldBytes_ += static_cast<std::size_t>(std::max(0, item.packet->size));
        held_.push_back(std::move(item));
    }

    /// Skipping may take long where disks are slow.
    Result<void> giveSign(const ItemHandler& onItem)
    {
        if (latest_ - lastSign_ < betweenSigns_)
            return {};
        lastSign_ = latest_;
        MediaItem sign;
        sign.track = track_;
        sign.timeBase = timeBase_;
        sign.pts = latest_;
        return onItem(std::move(sign));
    }

    Result<void> open(const ItemHandler& onItem)
    {
        isOpen_ = true;
        for (; !held_.empty(); held_.pop_front())
            NDAS_CHECK(inner_->feed(std::move(held_.front()), onItem));
        return {};
    }

    int track_;
    const AVCodecParameters* parameters_;
    AVRational timeBase_;
    TrackReaderPtr inner_;
    UserDataWatch skipped_; ///< encoders introduce themselves in the first packet, which may be among these
    std::int64_t from_;
    std::int64_t longestStepBack_; ///< of packets in decoding order; a little less than what a clock takes
                                   ///< for a restart
    std::int64_t longestStepAhead_;
    std::int64_t betweenSigns_;
    std::int64_t latest_ = AV_NOPTS_VALUE;
    std::int64_t lastSign_ = INT64_MIN / 2;
    std::deque<MediaItem> held_; ///< from a key frame on
    std::size_t heldBytes_ = 0;
    bool isOpen_ = false;
};

} // namespace

TrackReaderPtr makeLateStart(int track, const AVStream& stream, TrackReaderPtr inner, std::int64_t from)
{
    return std::make_unique<LateStart>(track, stream, std::move(inner), from);
}

} // namespace ndas::engine
