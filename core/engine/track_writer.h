// From the items of one track to its packets, keeping a record of what was written. One thread at a time.
#pragma once

#include "core/engine/encoder.h"
#include "core/engine/media_item.h"

namespace ndas::engine {

/// What a rendition's track must hold if nothing went wrong on its way into the file.
struct TrackRecord {
    bool isVideo = false;
    bool isCopy = false;
    AVRational timeBase{1, 1};
    std::vector<std::int64_t> pts; ///< of every picture, ascending; of sound the first block only
    std::int64_t end = 0;          ///< where the last picture or block ends
};

class TrackWriter {
public:
    virtual ~TrackWriter() = default;

    virtual Result<TrackFormat> format() const = 0;
    /// Packets have pts, dts and duration in the format's time base.
    virtual Result<void> take(MediaItem&& item, const PacketHandler& onPacket) = 0;
    virtual Result<void> finish(const PacketHandler& onPacket) = 0;
    /// Complete after finish().
    virtual const TrackRecord& record() const = 0;
};

using TrackWriterPtr = std::unique_ptr<TrackWriter>;

TrackWriterPtr makePacketWriter(const AVStream& source, AVRational timeBase);
TrackWriterPtr makePictureWriter(Encoder encoder, media::Micros keyFrameInterval);
TrackWriterPtr makeSoundWriter(Encoder encoder);

} // namespace ndas::engine
