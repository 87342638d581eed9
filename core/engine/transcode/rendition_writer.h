// The writing half of a transcode: items in, packets to a sink. One thread at a time.
#pragma once

#include "core/engine/encode/packet_sink.h"
#include "core/engine/tracks/track_writer.h"

namespace ndas::engine {

class RenditionWriter {
public:
    /// `languages`: of each track, "" = not said.
    RenditionWriter(PacketSink& sink, std::vector<TrackWriterPtr> tracks, std::vector<QByteArray> languages);

    /// `start`: the time in the recording that items are counted from.
    Result<void> begin(SourceTime start);
    Result<void> take(MediaItem&& item);
    Result<void> finish();
    /// All pictures taken so far become packets. When the next one, `item`, will be shown; nullopt when there
    /// was none yet. Nothing can be taken afterwards.
    Result<std::optional<std::int64_t>> pauseBefore(const MediaItem& item);

    /// After finish().
    std::vector<TrackRecord> records() const;

private:
    PacketHandler into(std::size_t track);

    PacketSink& sink_;
    std::vector<TrackWriterPtr> tracks_;
    std::vector<QByteArray> languages_;
};

} // namespace ndas::engine
