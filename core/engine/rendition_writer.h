// The writing half of a transcode: items in, packets to a sink. One thread at a time.
#pragma once

#include "core/engine/packet_sink.h"
#include "core/engine/track_writer.h"

namespace ndas::engine {

class RenditionWriter {
public:
    /// `languages`: of each track, "" = not said.
    RenditionWriter(PacketSink& sink, std::vector<TrackWriterPtr> tracks, std::vector<QByteArray> languages);

    Result<void> begin();
    Result<void> take(MediaItem&& item);
    Result<void> finish();

    /// After finish().
    std::vector<TrackRecord> records() const;

private:
    PacketHandler into(std::size_t track);

    PacketSink& sink_;
    std::vector<TrackWriterPtr> tracks_;
    std::vector<QByteArray> languages_;
};

} // namespace ndas::engine
