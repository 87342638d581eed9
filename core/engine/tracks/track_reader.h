// From the packets of one stream, or the pictures decoded from them, to the items its writer takes. One
// thread at a time.
#pragma once

#include "core/engine/decode/decoder.h"
#include "core/engine/tracks/media_item.h"
#include "core/media/transcode_plan.h"

namespace ndas::engine {

inline constexpr std::int64_t everyPicture = INT64_MIN;

class TrackReader {
public:
    virtual ~TrackReader() = default;

    virtual Result<void> feed(MediaItem&& item, const ItemHandler& onItem) = 0;
    /// What is still inside. Damaged when too little came out to be a recording.
    virtual Result<void> finish(const ItemHandler& onItem) = 0;

    /// Packets nothing could be made of.
    virtual std::int64_t damagedPackets() const { return 0; }

    /// The stream says more than pictures: what its camera or encoder wrote between them, captions.
    virtual bool sawUserData() const { return false; }

    /// Pictures got other times than their packets say.
    virtual bool correctedTimes() const { return false; }

    /// Pictures were interlaced, or are to be taken for it.
    virtual bool deinterlaced() const { return false; }

    /// Pictures were of several sizes.
    virtual bool resized() const { return false; }
};

using TrackReaderPtr = std::unique_ptr<TrackReader>;

/// Packets as they are.
TrackReaderPtr makePacketReader(int track, const AVStream& stream);
/// Pictures as they were recorded, with times one can rely on. `total` bounds what a timestamp may claim.
Result<TrackReaderPtr> makePictureDecoder(int track, const AVStream& stream, media::Micros total,
                                          const DecoderOptions& options);
/// Decoded pictures as the plan wants them. Those shown before `from` (in the stream's time base) are left
/// out; each leaves a sign of life.
TrackReaderPtr makePictureReader(int track, const AVStream& stream, const media::VideoPlan& plan,
                                 std::int64_t from);
/// Feeds `inner` from the last key frame at or before `from` on (in the stream's time base); for every second
/// of media skipped an item comes out that is a sign of life and nothing else. Fails with lostPlace where
/// skipped packets are no sure guide to the times of those that follow.
TrackReaderPtr makeLateStart(int track, const AVStream& stream, TrackReaderPtr inner, std::int64_t from);
/// Blocks of `blockSize` samples as the plan wants them.
Result<TrackReaderPtr> makeSoundReader(int track, const AVStream& stream, const media::AudioPlan& plan,
                                       media::Micros total, int blockSize);

} // namespace ndas::engine
