// From the items of one track to its packets, keeping a record of what was written. One thread at a time.
#pragma once

#include "core/engine/encode/encoder.h"
#include "core/engine/tracks/media_item.h"

#include <optional>

namespace ndas::engine {

/// What a rendition's track must hold if nothing went wrong on its way into the file.
struct TrackRecord {
    bool isVideo = false;
    bool isCopy = false;
    AVRational timeBase{1, 1};
    std::vector<std::int64_t> pts; ///< of every picture, ascending; of sound the first block only
    std::int64_t end = 0;          ///< where the last picture or block ends
};

/// The pictures of a track that an earlier run has written; they are not taken once more.
struct WrittenPart {
    std::vector<std::int64_t> pts;        ///< ascending
    std::int64_t next = 0;                ///< when the first picture that is missing is shown
    bool comesByAgain = false;            ///< all of them will be offered, not only the last few
    std::optional<double> usualLogLength; ///< what evenOut() wants; none: the first new picture is as it is
};

class TrackWriter {
public:
    virtual ~TrackWriter() = default;

    virtual Result<TrackFormat> format() const = 0;
    /// Packets have pts, dts and duration in the format's time base.
    virtual Result<void> take(MediaItem&& item, const PacketHandler& onPacket) = 0;
    virtual Result<void> finish(const PacketHandler& onPacket) = 0;

    /// When this picture, the next one, will be shown; nullopt before the first was taken.
    virtual std::optional<std::int64_t> nextTime(const MediaItem&) const { return std::nullopt; }

    /// Complete after finish().
    virtual const TrackRecord& record() const = 0;
};

using TrackWriterPtr = std::unique_ptr<TrackWriter>;

TrackWriterPtr makePacketWriter(const AVStream& source, AVRational timeBase);
TrackWriterPtr makePictureWriter(Encoder encoder, media::Micros keyFrameInterval,
                                 std::optional<WrittenPart> written = {});
TrackWriterPtr makeSoundWriter(Encoder encoder);

} // namespace ndas::engine
