#include "core/engine/tracks/track_writer.h"

namespace ndas::engine {

namespace {

class SoundWriter final : public TrackWriter {
public:
    explicit SoundWriter(Encoder encoder)
        : encoder_(std::move(encoder))
    {
        record_.timeBase = encoder_.context().time_base;
    }

    Result<TrackFormat> format() const override { return encoder_.format(); }

    Result<void> take(MediaItem&& item, const PacketHandler& onPacket) override
    {
        AVFrame& block = *item.frame;
        if (record_.pts.empty()) {
            record_.pts.push_back(av_rescale_q(item.pts, item.timeBase, record_.timeBase));
            record_.end = record_.pts.front();
        }
        block.pts = record_.end; // gaps were filled before: blocks follow one another
        record_.end += block.nb_samples;
        return encoder_.feed(block, onPacket);
    }

    Result<void> finish(const PacketHandler& onPacket) override
    {
        // An encoder that never got a block has nothing to flush.
        return record_.pts.empty() ? Result<void>{} : encoder_.finish(onPacket);
    }

    const TrackRecord& record() const override { return record_; }

private:
    Encoder encoder_;
    TrackRecord record_;
};

} // namespace

TrackWriterPtr makeSoundWriter(Encoder encoder)
{
    return std::make_unique<SoundWriter>(std::move(encoder));
}

} // namespace ndas::engine
