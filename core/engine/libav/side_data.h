// Side data of a stream, wherever the libav at hand keeps it, and its headers.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/new_headers.h"

#include <QtCore/QtEndian>

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

/// Where the libav at hand keeps it with the headers, a copy of them brings along what the source says of its
/// turn, its lens or its place.
inline void dropSideData([[maybe_unused]] AVCodecParameters& parameters)
{
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
    av_packet_side_data_free(&parameters.coded_side_data, &parameters.nb_coded_side_data);
#endif
}

inline std::span<const std::uint8_t> extradataOf(const AVCodecParameters& parameters)
{
    return {parameters.extradata, static_cast<std::size_t>(std::max(0, parameters.extradata_size))};
}

/// Samples at the head of a packet that a decoder throws away (an encoder's run-up).
inline std::uint32_t skippedSamples(const AVPacket& packet)
{
    std::size_t size = 0;
    const std::uint8_t* data = av_packet_get_side_data(&packet, AV_PKT_DATA_SKIP_SAMPLES, &size);
    return data && size >= 4 ? qFromLittleEndian<quint32>(data) : 0;
}

/// A packet that comes with other headers than its stream began with: another size, another profile, another
/// side up.
inline bool bringsOtherHeaders(const AVPacket& packet, const AVCodecParameters& parameters)
{
    const AVCodecParameters* brought = broughtHeaders(packet);
    if (av_packet_get_side_data(&packet, AV_PKT_DATA_PARAM_CHANGE, nullptr) ||
        av_packet_get_side_data(&packet, AV_PKT_DATA_DISPLAYMATRIX, nullptr) ||
        (brought && !areAlike(*brought, parameters)))
        return true;
    std::size_t size = 0;
    const std::uint8_t* data = av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, &size);
    return data && !std::ranges::equal(std::span(data, size), extradataOf(parameters));
}

} // namespace ndas::engine
