#include "core/engine/dv_sound.h"

#include "core/engine/new_headers.h"

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
    return findsStreamsInFrames && av_match_list(context.iformat->name, "dv,avi", ',') > 0;
}

Result<void> DvSound::follow(AVPacket& packet, const AVStream& stream)
{
    const bool isSound = stream.codecpar->codec_id == AV_CODEC_ID_PCM_S16LE;
    const int rate = isSound ? rateOf(packet) : 0;
    if (rate == 0 || std::exchange(rates_[stream.index], rate) == rate)
        return {};
    AVCodecParameters headers = *stream.codecpar; // owns nothing
    headers.sample_rate = rate;
    return bringHeaders(packet, headers);
}

} // namespace ndas::engine
