// What a frame says of its two fields, wherever the libav at hand keeps it.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

inline bool isInterlaced(const AVFrame& frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
    return frame.interlaced_frame != 0;
#endif
}

inline bool isTopFieldFirst(const AVFrame& frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return (frame.flags & AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0;
#else
    return frame.top_field_first != 0;
#endif
}

inline void markInterlaced(AVFrame& frame, bool topFieldFirst)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    frame.flags |= AV_FRAME_FLAG_INTERLACED | (topFieldFirst ? AV_FRAME_FLAG_TOP_FIELD_FIRST : 0);
#else
    frame.interlaced_frame = 1;
    frame.top_field_first = topFieldFirst ? 1 : 0;
#endif
}

/// `frame` stays as long as `next` does, too.
inline void lengthen(AVFrame& frame, const AVFrame& next)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    frame.duration += next.duration;
#else
    frame.pkt_duration += next.pkt_duration;
#endif
}

} // namespace ndas::engine
