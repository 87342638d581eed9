// Packets into an MP4 with the index in front, saying nothing about where it came from.
#pragma once

#include "core/engine/encode/packet_sink.h"
#include "core/engine/libav/output_file.h"

namespace ndas::engine {

class Mp4Muxer final : public PacketSink {
public:
    /// Writes to `file`, which outlives the muxer.
    explicit Mp4Muxer(OutputFile& file)
        : file_(file)
    {
    }

    Result<void> begin(const std::vector<TrackFormat>& tracks) override;
    Result<void> write(int track, AVPacket& packet) override;
    Result<void> finish() override;

private:
    Result<void> addTrack(const TrackFormat& track);
    Failure failure(int code, const char* what) const;

    OutputFile& file_;
    OutputContextPtr context_;
    std::vector<AVRational> timeBases_;
};

} // namespace ndas::engine
