// Decoded frames by number, as many as fit; those furthest from where they are wanted go first.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <cstdint>
#include <map>

namespace ndas::engine {

class FrameCache {
public:
    explicit FrameCache(std::int64_t bytes);

    /// A new reference to `frame`; `wanted`: the number that is asked for now. False: out of memory.
    bool keep(std::int64_t index, const AVFrame& frame, std::int64_t wanted);
    /// nullptr when it is not there.
    const AVFrame* find(std::int64_t index) const;

private:
    std::int64_t limit_;
    std::int64_t used_ = 0;
    std::map<std::int64_t, FramePtr> frames_;
};

} // namespace ndas::engine
