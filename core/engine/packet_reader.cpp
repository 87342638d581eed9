#include "core/engine/track_reader.h"

#include <QtCore/QtEndian>

namespace ndas::engine {

namespace {

/// Samples at the head of a packet that a decoder throws away (an encoder's run-up).
std::uint32_t skippedSamples(const AVPacket& packet)
{
    std::size_t size = 0;
    const std::uint8_t* data = av_packet_get_side_data(&packet, AV_PKT_DATA_SKIP_SAMPLES, &size);
    return data && size >= 4 ? qFromLittleEndian<quint32>(data) : 0;
}

class PacketReader final : public TrackReader {
public:
    PacketReader(int track, const AVStream& stream)
        : track_(track)
        , timeBase_(stream.time_base)
        , sampleRate_(stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO ? stream.codecpar->sample_rate : 0)
    {
    }

    Result<void> feed(AVPacket& packet, const ItemHandler& onItem) override
    {
        const bool isVideo = sampleRate_ == 0;
        if (isVideo && !started_ && (packet.flags & AV_PKT_FLAG_KEY) == 0)
            return {}; // nothing before the first key frame can be decoded
        if (packet.pts == AV_NOPTS_VALUE || packet.dts == AV_NOPTS_VALUE) {
            ++untimed_;
            return {};
        }
        if (isVideo && !started_)
            firstKey_ = packet.pts;
        started_ = true;
        if (isVideo && packet.pts < firstKey_)
            return {}; // shown before the first key frame, but refers to what came before it
        return pass(packet, onItem);
    }

    Result<void> finish(const ItemHandler&) override
    {
        if (!started_ && sampleRate_ == 0)
            return fail(ErrorCode::Damaged, QStringLiteral("no key frame"));
        return {};
    }

    std::int64_t damagedPackets() const override { return untimed_; }

private:
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
        if ((packet.flags & AV_PKT_FLAG_DISCARD) == 0) {
            const std::int64_t skipped =
                sampleRate_ > 0 ? av_rescale_q(skippedSamples(packet), {1, sampleRate_}, timeBase_) : 0;
            item.shownFrom = packet.pts + skipped;
        }
        av_packet_move_ref(item.packet.get(), &packet);
        return onItem(std::move(item));
    }

    int track_;
    AVRational timeBase_;
    int sampleRate_; ///< 0 = pictures
    std::int64_t firstKey_ = 0;
    std::int64_t untimed_ = 0;
    bool started_ = false;
};

} // namespace

TrackReaderPtr makePacketReader(int track, const AVStream& stream)
{
    return std::make_unique<PacketReader>(track, stream);
}

} // namespace ndas::engine
