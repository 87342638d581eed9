#include "core/engine/codec/hevc_sequences.h"

#include "core/engine/codec/nal_types.h"
#include "core/engine/libav/side_data.h"

#include <utility>

namespace ndas::engine {

HevcSequences::HevcSequences(const AVStream& stream)
    : isHevc_(stream.codecpar->codec_id == AV_CODEC_ID_HEVC)
    , framing_(NalFraming::ofHevcExtradata(extradataOf(*stream.codecpar)))
{
}

HevcSequencePart HevcSequences::look(const AVPacket& packet)
{
    const bool isRead = isHevc_ && packet.size > 0;
    const auto units =
        isRead ? nalUnitsIn({packet.data, static_cast<std::size_t>(packet.size)}, framing_) : std::nullopt;
    if (!units)
        return {};
    HevcSequencePart part;
    bool hasPicture = false;
    for (const std::span<const std::uint8_t> unit : *units) {
        const int type = h265::typeOf(unit);
        hasEnded_ = hasEnded_ || type == h265::endOfSequence || type == h265::endOfBitstream;
        if (type > h265::lastOfPictures || std::exchange(hasPicture, true))
            continue;
        part.beginsAnew = std::exchange(hasEnded_, false);
        if (h265::isKeyFrame(type))
            hidesLeading_ = part.beginsAnew || type <= h265::lastBrokenLink;
        part.isNeverShown = hidesLeading_ && h265::isSkippedLeading(type);
    }
    return part;
}

void HevcSequences::forget()
{
    hasEnded_ = hidesLeading_ = false;
}

} // namespace ndas::engine
