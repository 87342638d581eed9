#include "core/engine/codec/hevc_sequences.h"

#include "core/engine/libav/side_data.h"

#include <algorithm>
#include <utility>

namespace ndas::engine {

namespace {

// ITU-T H.265, table 7-1
constexpr int skippedLeading[] = {8, 9};
constexpr int firstBrokenLink = 16;
constexpr int lastBrokenLink = 18;
constexpr int lastKeyFrame = 23;
constexpr int lastOfPictures = 31;
constexpr int endOfSequence = 36;
constexpr int endOfBitstream = 37;

} // namespace

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
        const int type = unit.empty() ? lastOfPictures + 1 : unit[0] >> 1 & 0x3f;
        hasEnded_ = hasEnded_ || type == endOfSequence || type == endOfBitstream;
        if (type > lastOfPictures || std::exchange(hasPicture, true))
            continue;
        part.beginsAnew = std::exchange(hasEnded_, false);
        if (type >= firstBrokenLink && type <= lastKeyFrame)
            hidesLeading_ = part.beginsAnew || type <= lastBrokenLink;
        part.isNeverShown = hidesLeading_ && std::ranges::count(skippedLeading, type) > 0;
    }
    return part;
}

void HevcSequences::forget()
{
    hasEnded_ = hidesLeading_ = false;
}

} // namespace ndas::engine
