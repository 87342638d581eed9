#include "core/engine/clock/frame_clock.h"
#include "core/engine/filter/sound_filter.h"
#include "core/engine/tracks/track_reader.h"

namespace ndas::engine {

namespace {

/// Of Matroska, which says of each block when it is heard.
constexpr std::size_t mostInOneBlock = 8;

class SoundReader final : public TrackReader {
public:
    SoundReader(int track, const AVStream& stream, SoundFormat format, media::Micros total, Decoder decoder)
        : track_(track)
        , timeBase_(stream.time_base)
        , format_(format)
        , decoder_(std::move(decoder))
        , clock_(TrackClock(stream.time_base, total, TrackClock::Order::Any), mostInOneBlock)
        , filter_(format, stream.time_base)
    {
    }

    Result<void> feed(MediaItem&& item, const ItemHandler& onItem) override
    {
        return decoder_.feed(*item.packet, [&](AVFrame& frame) { return filter(frame, onItem); });
    }

    Result<void> finish(const ItemHandler& onItem) override
    {
        NDAS_CHECK(decoder_.finish([&](AVFrame& frame) { return filter(frame, onItem); }));
        NDAS_CHECK(clock_.finish(filterTo(onItem)));
        return filter_.finish([&](AVFrame& block) { return pass(block, onItem); });
    }

    std::int64_t damagedPackets() const override { return decoder_.damagedPackets() + clock_.strays(); }

private:
    Result<void> filter(AVFrame& sound, const ItemHandler& onItem)
    {
        if (sound.nb_samples <= 0 || sound.sample_rate <= 0 || sound.ch_layout.nb_channels <= 0)
            return {};
        const std::int64_t duration = av_rescale_q(sound.nb_samples, {1, sound.sample_rate}, timeBase_);
        return clock_.add(sound, duration, filterTo(onItem));
    }

    FrameClock::OnFrame filterTo(const ItemHandler& onItem)
    {
        return [this, &onItem](AVFrame& sound, std::int64_t) {
            return filter_.feed(sound, [&](AVFrame& block) { return pass(block, onItem); });
        };
    }

    Result<void> pass(AVFrame& block, const ItemHandler& onItem)
    {
        MediaItem item;
        item.track = track_;
        item.frame = makeFrame();
        if (!item.frame)
            return fail(ErrorCode::OutOfMemory);
        item.timeBase = {1, format_.sampleRate};
        item.pts = item.shownFrom = block.pts;
        item.duration = block.nb_samples;
        av_frame_move_ref(item.frame.get(), &block);
        return onItem(std::move(item));
    }

    int track_;
    AVRational timeBase_;
    SoundFormat format_;
    Decoder decoder_;
    FrameClock clock_;
    SoundFilter filter_;
};

} // namespace

Result<TrackReaderPtr> makeSoundReader(int track, const AVStream& stream, const media::AudioPlan& plan,
                                       media::Micros total, int blockSize)
{
    NDAS_TRY(Decoder decoder, Decoder::open(stream));
    const SoundFormat format{plan.sampleRate, plan.channels, blockSize};
    return std::make_unique<SoundReader>(track, stream, format, total, std::move(decoder));
}

} // namespace ndas::engine
