// Pictures come evenly, and one packet does not say when its own is shown: where its neighbours leave room
// for one, its time can be told. One thread at a time.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <deque>
#include <functional>
#include <optional>

namespace ndas::engine {

class UntimedPackets {
public:
    using Handler = std::function<Result<void>(AVPacket& packet)>;

    /// Hands it on, in the order of decoding; behind one without a time only once those that follow tell it.
    /// Damaged: they do not.
    Result<void> take(AVPacket& packet, const Handler& onPacket);
    /// After the last one.
    Result<void> finish(const Handler& onPacket);

private:
    struct Times {
        std::int64_t pts;
        std::int64_t dts;
    };

    Result<void> pass(AVPacket& packet, const Handler& onPacket);
    Result<void> release(const Handler& onPacket);
    std::optional<Times> timesOfFirstHeld() const;

    std::deque<Times> passed_;   ///< the last ones
    std::deque<PacketPtr> held_; ///< the first has no time
};

} // namespace ndas::engine
