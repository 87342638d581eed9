#include "core/engine/probe/size_look.h"

#include "core/engine/codec/picture_parser.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/common.h>
}

namespace ndas::engine {

namespace {

constexpr int places = 8;
constexpr int mostPackets = 500; ///< of all tracks, to a key frame

/// Empty where none is found.
Result<media::PixelSize> sizeOfNextKeyFrame(Input& input, const AVStream& stream, PictureParser& parser)
{
    const PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    for (int i = 0; i < mostPackets; ++i) {
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more)
            break;
        const bool isKey = packet->stream_index == stream.index && (packet->flags & AV_PKT_FLAG_KEY) != 0;
        if (isKey)
            return parser.parse(*packet).size;
        av_packet_unref(packet.get());
    }
    return media::PixelSize{};
}

} // namespace

bool mayHideSizes(const AVStream& stream)
{
    constexpr std::array kinds{std::uint32_t{MKTAG('a', 'v', 'c', '3')},
                               std::uint32_t{MKTAG('h', 'e', 'v', '1')}};
    return isOfBrowsers(stream.codecpar->codec_id) ||
           std::ranges::count(kinds, stream.codecpar->codec_tag) > 0;
}

Result<bool> lookAtSizes(Input& input, const AVStream& stream)
{
    PictureParser parser(stream);
    const std::int64_t start = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
    const std::int64_t step = std::max<std::int64_t>(0, stream.duration) / places;
    media::PixelSize first;
    for (int place = 0; place <= places; ++place) {
        const Result<void> gone = input.seek(stream.index, av_sat_add64(start, step * place));
        if (!gone && gone.error().code == ErrorCode::Cancelled)
            return fail(gone.error());
        if (!gone)
            continue;
        NDAS_TRY(const media::PixelSize size, sizeOfNextKeyFrame(input, stream, parser));
        if (!size.isEmpty() && !first.isEmpty() && size != first)
            return true;
        first = first.isEmpty() ? size : first;
    }
    return false;
}

} // namespace ndas::engine
