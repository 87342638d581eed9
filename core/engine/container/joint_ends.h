// The last packets before a joint of two transport streams. Packets of the stream are numbered, and where the
// next one has another number, libavformat takes the one it is putting together for damaged; before a
// recording that was joined it is whole.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <deque>
#include <functional>

namespace ndas::engine {

class JointEnds {
public:
    /// False at the end of the file.
    using Read = std::function<Result<bool>(AVPacket& packet)>;

    /// As `read`, which is asked for more only where a packet is said to be damaged. `io`: what it reads
    /// from.
    Result<bool> next(AVPacket& packet, const Read& read, AVIOContext* io);

    /// Reading goes on elsewhere.
    void forget() { ahead_.clear(); }

private:
    Result<bool> readAhead(const Read& read);
    Result<bool> isBeforeJoint(const AVPacket& packet, const Read& read, AVIOContext* io);
    bool isFollowedByAnother(const AVPacket& packet, AVIOContext* io) const;

    std::deque<PacketPtr> ahead_; ///< read already
};

} // namespace ndas::engine
