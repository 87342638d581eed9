#include "core/engine/codec/packet_scrub.h"
#include "core/engine/libav/side_data.h"
#include "core/engine/tracks/track_writer.h"

#include <algorithm>

namespace ndas::engine {

namespace {

/// Damaged: what stands there instead cannot be told.
Result<void> leaveParameterSetsOnly(AVCodecParameters& parameters)
{
    const auto plain = plainDecoderConfiguration(extradataOf(parameters));
    if (!plain)
        return fail(ErrorCode::Damaged, QStringLiteral("headers hold more than parameter sets"));
    std::ranges::copy(*plain, parameters.extradata); // never longer
    parameters.extradata_size = static_cast<int>(plain->size());
    return {};
}

class PacketWriter final : public TrackWriter {
public:
    PacketWriter(const AVStream& source, AVRational timeBase)
        : source_(source)
        , isH264_(source.codecpar->codec_id == AV_CODEC_ID_H264)
        , framing_(NalFraming::ofExtradata(extradataOf(*source.codecpar)))
        , aac_(AacFormat::ofExtradata(extradataOf(*source.codecpar)))
    {
        record_.isVideo = source.codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
        record_.isCopy = true;
        record_.timeBase = timeBase;
    }

    Result<TrackFormat> format() const override
    {
        TrackFormat format;
        format.parameters.reset(avcodec_parameters_alloc());
        if (!format.parameters || avcodec_parameters_copy(format.parameters.get(), source_.codecpar) < 0)
            return fail(ErrorCode::OutOfMemory);
        dropSideData(*format.parameters);
        if (isH264_)
            NDAS_CHECK(leaveParameterSetsOnly(*format.parameters));
        format.timeBase = record_.timeBase;
        format.frameRate = source_.avg_frame_rate;
        return format;
    }

    Result<void> take(MediaItem&& item, const PacketHandler& onPacket) override
    {
        AVPacket& packet = *item.packet;
        setTimes(item);
        if (packet.size <= 0)
            return {};
        const bool shown = item.shownFrom != AV_NOPTS_VALUE;
        av_packet_free_side_data(&packet);
        packet.flags &= AV_PKT_FLAG_KEY | AV_PKT_FLAG_DISPOSABLE;
        if (record_.isVideo ? shown : record_.pts.empty())
            record_.pts.push_back(av_rescale_q(item.pts, item.timeBase, record_.timeBase));
        record_.end = std::max(record_.end, packet.pts + packet.duration);
        NDAS_CHECK(scrub(packet));
        return onPacket(packet);
    }

    Result<void> finish(const PacketHandler&) override
    {
        std::ranges::sort(record_.pts);
        return {};
    }

    const TrackRecord& record() const override { return record_; }

private:
    Result<void> scrub(AVPacket& packet) const
    {
        if (isH264_)
            return scrubH264(packet, framing_);
        const bool isAac = source_.codecpar->codec_id == AV_CODEC_ID_AAC && aac_;
        return isAac ? scrubAac(packet, *aac_) : Result<void>{};
    }

    void setTimes(const MediaItem& item)
    {
        AVPacket& packet = *item.packet;
        const std::int64_t delay = packet.pts - packet.dts;
        packet.pts = av_rescale_q(item.pts, item.timeBase, record_.timeBase);
        packet.dts = av_rescale_q(item.pts - delay, item.timeBase, record_.timeBase);
        packet.duration = av_rescale_q(item.duration, item.timeBase, record_.timeBase);
        if (lastDts_ != AV_NOPTS_VALUE)
            packet.dts = std::max(packet.dts, lastDts_ + 1);
        packet.pts = std::max(packet.pts, packet.dts);
        lastDts_ = packet.dts;
    }

    const AVStream& source_;
    bool isH264_;
    NalFraming framing_;
    std::optional<AacFormat> aac_;
    std::int64_t lastDts_ = AV_NOPTS_VALUE;
    TrackRecord record_;
};

} // namespace

TrackWriterPtr makePacketWriter(const AVStream& source, AVRational timeBase)
{
    return std::make_unique<PacketWriter>(source, timeBase);
}

} // namespace ndas::engine
