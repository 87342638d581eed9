#include "core/engine/mending/dv_sound.h"

#include "core/engine/libav/new_headers.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

extern "C" {
#include <libavutil/avstring.h>
}

namespace ndas::engine {

namespace {

struct Row {
    int samples; ///< the fewest of a frame; it has up to 63 more
    int rate;
};

/// IEC 61834-4, AAUX SOURCE: of 525 and 625 lines.
constexpr std::array rows{Row{1053, 32000}, Row{1264, 32000}, Row{1452, 44100},
                          Row{1580, 48000}, Row{1742, 44100}, Row{1896, 48000}};

/// Whole frames are its samples.
bool isQuickTimes(const AVStream& stream)
{
    const std::uint32_t tag = stream.codecpar->codec_tag;
    return tag == MKTAG('d', 'v', 'c', 'a') || tag == MKTAG('v', 'd', 'v', 'a');
}

/// libavformat takes it from the frames, and gives one pair of channels.
bool isOfFrames(const AVStream& stream)
{
    return stream.codecpar->codec_id == AV_CODEC_ID_PCM_S16LE &&
           (stream.codecpar->codec_tag == 0 || isQuickTimes(stream));
}

/// 0 = not the sound of one frame.
int rateOf(const AVPacket& packet)
{
    constexpr int bytesOfSample = 2 * 2; // in pairs of channels
    const auto above = std::ranges::upper_bound(rows, packet.size / bytesOfSample, {}, &Row::samples);
    return above == rows.begin() ? 0 : std::prev(above)->rate;
}

} // namespace

bool DvSound::isIn(const AVFormatContext& context)
{
    const bool findsStreamsInFrames = (context.ctx_flags & AVFMTCTX_NOHEADER) != 0;
    return (findsStreamsInFrames && av_match_list(context.iformat->name, "dv,avi", ',') > 0) ||
           std::any_of(context.streams, context.streams + context.nb_streams,
                       [](const AVStream* stream) { return isQuickTimes(*stream); });
}

Result<void> DvSound::follow(AVPacket& packet, const AVStream& stream)
{
    const int rate = isOfFrames(stream) ? rateOf(packet) : 0;
    if (rate == 0 || std::exchange(rates_[stream.index], rate) == rate)
        return {};
    const CodecParametersPtr headers(avcodec_parameters_alloc());
    if (!headers)
        return fail(ErrorCode::OutOfMemory);
    headers->codec_type = stream.codecpar->codec_type;
    headers->codec_id = stream.codecpar->codec_id;
    headers->sample_rate = rate;
    headers->ch_layout = AV_CHANNEL_LAYOUT_STEREO;
    return bringHeaders(packet, *headers);
}

} // namespace ndas::engine
