#include "core/engine/codec/jpeg_fields.h"

#include <algorithm>
#include <array>
#include <span>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

using Bytes = std::span<const std::uint8_t>;

struct Jpeg {
    int height = 0;
    int polarity = 0; ///< 1: the upper field, 2: the lower one
};

bool isHeaderOfFrame(int marker)
{
    return marker >= 0xc0 && marker <= 0xc2;
}

/// ITU-T T.81, B.1.1.4 and B.2.2; AVI1: "OpenDML AVI File Format Extensions", 4.
std::optional<Jpeg> readHeader(Bytes bytes)
{
    constexpr std::size_t leastSize = 2 + 5; // with as much of it as is read
    Jpeg jpeg;
    for (std::size_t at = 2; at + 2 + leastSize <= bytes.size() && bytes[at] == 0xff;) {
        const Bytes segment = bytes.subspan(at + 2);
        const int marker = bytes[at + 1];
        if (isHeaderOfFrame(marker)) {
            jpeg.height = AV_RB16(segment.data() + 3);
            return jpeg;
        }
        if (marker == 0xe0 && AV_RB32(segment.data() + 2) == MKBETAG('A', 'V', 'I', '1'))
            jpeg.polarity = segment[6];
        at += 2 + AV_RB16(segment.data());
    }
    return std::nullopt;
}

/// As libavcodec tells them.
bool isHalf(const Jpeg& jpeg, const AVCodecParameters& headers)
{
    return jpeg.height < headers.height * 3 / 4;
}

AVFieldOrder orderOf(const Jpeg& first, const Jpeg& second)
{
    if (first.polarity == 1 && second.polarity == 2)
        return AV_FIELD_TT;
    return first.polarity == 2 && second.polarity == 1 ? AV_FIELD_BB : AV_FIELD_UNKNOWN;
}

} // namespace

std::optional<JpegFields> fieldsOfJpeg(const AVPacket& packet, const AVCodecParameters& headers)
{
    constexpr std::array<std::uint8_t, 3> start{0xff, 0xd8, 0xff};
    if (headers.codec_id != AV_CODEC_ID_MJPEG)
        return std::nullopt;
    const Bytes bytes(packet.data, static_cast<std::size_t>(std::max(0, packet.size)));
    const std::optional<Jpeg> first = readHeader(bytes);
    if (!first || (first->polarity == 0 && !isHalf(*first, headers)))
        return std::nullopt;
    const auto next = std::search(bytes.begin() + start.size(), bytes.end(), start.begin(), start.end());
    const std::optional<Jpeg> second = readHeader(Bytes(next, bytes.end()));
    if (!second || second->height != first->height)
        return std::nullopt;
    const AVFieldOrder order = orderOf(*first, *second);
    if (isHalf(*first, headers))
        return JpegFields{.order = order, .height = headers.height};
    return order == AV_FIELD_UNKNOWN ? std::nullopt
                                     : std::optional(JpegFields{.order = order, .height = 2 * first->height});
}

} // namespace ndas::engine
