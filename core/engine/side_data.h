// Side data of a stream, wherever the libav at hand keeps it.
#pragma once

#include "core/engine/av_handles.h"

#include <cstddef>
#include <span>

namespace ndas::engine {

inline std::span<const std::uint8_t> streamSideData(const AVStream& stream, AVPacketSideDataType type)
{
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
    const AVPacketSideData* data =
        av_packet_side_data_get(stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, type);
    return data ? std::span<const std::uint8_t>(data->data, data->size) : std::span<const std::uint8_t>();
#else
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, type, &size);
    return data ? std::span<const std::uint8_t>(data, size) : std::span<const std::uint8_t>();
#endif
}

} // namespace ndas::engine
