// What is known of streams by the latest headers they came with.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/side_data.h"

#include <map>

namespace ndas::engine {

/// What `read` makes of the headers of the packet's stream: anew where the packet brings others.
template <typename Known>
Known& byLatestHeaders(std::map<int, Known>& streams, const AVPacket& packet, const AVStream& stream,
                       Known (*read)(const AVCodecParameters&))
{
    const AVCodecParameters* brought = broughtHeaders(packet);
    if (brought || !streams.contains(stream.index))
        streams.insert_or_assign(stream.index, read(brought ? *brought : *stream.codecpar));
    return streams.at(stream.index);
}

} // namespace ndas::engine
