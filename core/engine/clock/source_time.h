// A time in the recording: what a rendition's times are counted from.
#pragma once

#include <cstdint>

extern "C" {
#include <libavutil/avutil.h>
#include <libavutil/rational.h>
}

namespace ndas::engine {

struct SourceTime {
    std::int64_t time = AV_NOPTS_VALUE;
    AVRational timeBase{1, 1};

    bool isKnown() const { return time != AV_NOPTS_VALUE; }

    friend bool operator==(const SourceTime& a, const SourceTime& b)
    {
        return a.time == b.time && a.timeBase.num == b.timeBase.num && a.timeBase.den == b.timeBase.den;
    }
};

} // namespace ndas::engine
