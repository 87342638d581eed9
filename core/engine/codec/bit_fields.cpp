#include "core/engine/codec/bit_fields.h"

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

void nameUsualBitFields(AVCodecParameters& parameters)
{
    constexpr std::uint32_t byMasks = 3; // BI_BITFIELDS
    constexpr std::uint32_t redOf15Bits = 0x7c00;
    if (parameters.codec_id != AV_CODEC_ID_RAWVIDEO || parameters.codec_tag != byMasks)
        return;
    const bool hasMasks = parameters.extradata_size >= 3 * 4;
    if (parameters.bits_per_coded_sample > 16 || (hasMasks && AV_RL32(parameters.extradata) == redOf15Bits))
        parameters.codec_tag = MKTAG('W', 'R', 'A', 'W');
}

} // namespace ndas::engine
