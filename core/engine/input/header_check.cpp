#include "core/engine/input/header_check.h"

#include "core/engine/input/stream_info.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace ndas::engine {

namespace {

enum class Setup { InPackets, InHeader }; ///< where parameter sets and the like stand

struct KnownCodec {
    AVCodecID id;
    Setup setup;
};

constexpr KnownCodec knownCodecs[] = {
    {AV_CODEC_ID_H264, Setup::InHeader},       {AV_CODEC_ID_HEVC, Setup::InHeader},
    {AV_CODEC_ID_MPEG4, Setup::InHeader},      {AV_CODEC_ID_AV1, Setup::InPackets},
    {AV_CODEC_ID_VP8, Setup::InPackets},       {AV_CODEC_ID_VP9, Setup::InPackets},
    {AV_CODEC_ID_MJPEG, Setup::InPackets},     {AV_CODEC_ID_PRORES, Setup::InPackets},
    {AV_CODEC_ID_AAC, Setup::InHeader},        {AV_CODEC_ID_VORBIS, Setup::InHeader},
    {AV_CODEC_ID_OPUS, Setup::InHeader},       {AV_CODEC_ID_AMR_NB, Setup::InPackets},
    {AV_CODEC_ID_PCM_S16LE, Setup::InPackets}, {AV_CODEC_ID_PCM_S16BE, Setup::InPackets},
    {AV_CODEC_ID_PCM_S24LE, Setup::InPackets}};

bool isDescribed(const AVStream& stream, StreamKind kind, bool ratesAreCounted)
{
    const AVCodecParameters& said = *stream.codecpar;
    const auto* known = std::ranges::find(knownCodecs, said.codec_id, &KnownCodec::id);
    if (known == std::end(knownCodecs) || isProtected(stream))
        return false;
    if (known->setup == Setup::InHeader && said.extradata_size <= 0)
        return false;
    if (kind == StreamKind::Audio)
        return said.sample_rate > 0 && said.ch_layout.nb_channels > 0;
    return said.width > 0 && said.height > 0 && (ratesAreCounted || stream.avg_frame_rate.num > 0);
}

} // namespace

bool headersSuffice(const AVFormatContext& context)
{
    const std::string_view name = context.iformat->name;
    const bool isMov = name.starts_with("mov,");
    if ((!isMov && !name.starts_with("matroska,")) || context.duration <= 0)
        return false;
    int videos = 0;
    for (const AVStream* stream : std::span(context.streams, context.nb_streams)) {
        const StreamKind kind = kindOf(*stream);
        const bool matters = kind == StreamKind::Video || kind == StreamKind::Audio;
        videos += kind == StreamKind::Video ? 1 : 0;
        if (matters && !isDescribed(*stream, kind, isMov))
            return false;
    }
    return videos == 1;
}

} // namespace ndas::engine
