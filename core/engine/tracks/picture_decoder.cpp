#include "core/engine/codec/user_data_watch.h"
#include "core/engine/decode/decoder.h"
#include "core/engine/decode/picture_clock.h"
#include "core/engine/tracks/track_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ndas::engine {

namespace {

bool carriesUserData(const AVFrame& frame)
{
    return av_frame_get_side_data(&frame, AV_FRAME_DATA_SEI_UNREGISTERED) ||
           av_frame_get_side_data(&frame, AV_FRAME_DATA_A53_CC);
}

/// Room for a picture that was never written: a download that stopped, a card whose power failed.
bool isVacant(const AVPacket& packet)
{
    return packet.size > 0 &&
           std::all_of(packet.data, packet.data + packet.size, [](std::uint8_t byte) { return byte == 0; });
}

class PictureDecoder final : public TrackReader {
public:
    PictureDecoder(int track, const AVStream& stream, media::Micros total, Decoder decoder)
        : track_(track)
        , timeBase_(stream.time_base)
        , decoder_(std::move(decoder))
        , clock_(stream, total)
        , userData_(stream)
        , mayShowUndecodable_(stream.codecpar->codec_id != AV_CODEC_ID_H264)
    {
    }

    Result<void> feed(MediaItem&& item, const ItemHandler& onItem) override
    {
        userData_.look(*item.packet);
        const bool isKey = (item.packet->flags & AV_PKT_FLAG_KEY) != 0;
        lacksKeyFrame_ = lacksKeyFrame_.value_or(mayShowUndecodable_ && !isKey);
        vacantPackets_ += isVacant(*item.packet) ? 1 : 0;
        return decoder_.feed(*item.packet, [&](AVFrame& frame) { return pass(frame, onItem); });
    }

    Result<void> finish(const ItemHandler& onItem) override
    {
        NDAS_CHECK(decoder_.finish([&](AVFrame& frame) { return pass(frame, onItem); }));
        NDAS_CHECK(clock_.finish(handOut(onItem)));
        if (decoder_.frames() == 0)
            return fail(ErrorCode::Damaged, QStringLiteral("no picture could be decoded"));
        const std::int64_t vacant = std::min(vacantPackets_, decoder_.damagedPackets());
        if ((decoder_.damagedPackets() - vacant) * 2 > decoder_.packets() - vacant)
            return fail(ErrorCode::Damaged, QStringLiteral("%1 of %2 packets are damaged")
                                                .arg(decoder_.damagedPackets())
                                                .arg(decoder_.packets()));
        return {};
    }

    std::int64_t damagedPackets() const override
    {
        return std::max(decoder_.damagedPackets(), concealedPictures_) + clock_.strays();
    }

    bool correctedTimes() const override { return clock_.correctedTimes() || decoder_.guessedTimes(); }

    bool sawUserData() const override { return sawUserData_ || userData_.saw(); }

private:
    Result<void> pass(AVFrame& frame, const ItemHandler& onItem)
    {
        const bool isFirst = decoder_.frames() == 1;
        lacksKeyFrame_ = lacksKeyFrame_ == true && !isKeyFrame(frame);
        concealedPictures_ += isDamaged(frame) || *lacksKeyFrame_ ? 1 : 0;
        isDoubtful_ = isDoubtful_ || concealedPictures_ > 0 || decoder_.damagedPackets() > 0 ||
                      (isFirst && frame.pict_type != AV_PICTURE_TYPE_I);
        sawUserData_ = sawUserData_ || carriesUserData(frame);
        return clock_.add(frame, handOut(onItem));
    }

    FrameClock::OnFrame handOut(const ItemHandler& onItem)
    {
        return [this, &onItem](AVFrame& frame, std::int64_t duration) -> Result<void> {
            MediaItem item;
            item.track = track_;
            item.frame = makeFrame();
            if (!item.frame)
                return fail(ErrorCode::OutOfMemory);
            item.duration = duration;
            item.timeBase = timeBase_;
            item.pts = item.shownFrom = frame.pts;
            item.isDoubtful = isDoubtful_ || clock_.strays() > 0;
            av_frame_move_ref(item.frame.get(), &frame);
            return onItem(std::move(item));
        };
    }

    int track_;
    AVRational timeBase_;
    Decoder decoder_;
    PictureClock clock_;
    UserDataWatch userData_;
    std::int64_t vacantPackets_ = 0;
    std::int64_t concealedPictures_ = 0; ///< which the decoder made up in part
    bool mayShowUndecodable_;            ///< not H.264, which waits until the picture is whole
    std::optional<bool> lacksKeyFrame_;  ///< what came so far refers to pictures before the recording
    bool sawUserData_ = false;
    bool isDoubtful_ = false;
};

} // namespace

Result<TrackReaderPtr> makePictureDecoder(int track, const AVStream& stream, media::Micros total,
                                          const DecoderOptions& options)
{
    NDAS_TRY(Decoder decoder, Decoder::open(stream, options));
    return std::make_unique<PictureDecoder>(track, stream, total, std::move(decoder));
}

} // namespace ndas::engine
