// Between encoders and the container: whoever takes finished packets. One thread at a time.
#pragma once

#include "core/base/result.h"
#include "core/engine/clock/source_time.h"
#include "core/engine/libav/av_handles.h"

#include <QtCore/QByteArray>

#include <vector>

namespace ndas::engine {

/// What a container must know about a track before its first packet.
struct TrackFormat {
    CodecParametersPtr parameters;
    AVRational timeBase{1, 90000}; ///< of the packets
    AVRational frameRate{0, 1};    ///< average; 0/1 for sound
    QByteArray language;           ///< ISO 639-2, "" = not said: the only thing a track says about itself
    bool isDefault = true;
    SourceTime start; ///< the time in the recording that is 0 here
};

class PacketSink {
public:
    virtual ~PacketSink() = default;

    /// Once, before the first packet; `write` names tracks by their position in `tracks`.
    virtual Result<void> begin(const std::vector<TrackFormat>& tracks) = 0;
    /// Takes the packet over. Times are in the track's time base, dts strictly ascending within a track.
    virtual Result<void> write(int track, AVPacket& packet) = 0;
    /// After the last packet: the output is complete and closed.
    virtual Result<void> finish() = 0;
};

} // namespace ndas::engine
