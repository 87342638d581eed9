#include "core/engine/codec/vp9_header.h"

#include "core/engine/codec/bit_reader.h"

namespace ndas::engine {

namespace {

/// VP9 Bitstream & Decoding Process Specification, 6.2.2 color_config().
void skipColours(BitReader& bits, unsigned profile)
{
    constexpr unsigned rgb = 7;
    bits.skip(profile >= 2 ? 1 : 0); // depth
    const bool isRgb = bits.read(3) == rgb;
    bits.skip(isRgb ? 0 : 1);                                       // range
    bits.skip(profile % 2 == 0 ? std::size_t{0} : isRgb ? 1U : 3U); // subsampling, reserved
}

} // namespace

media::PixelSize sizeOfVp9KeyFrame(std::span<const std::uint8_t> packet)
{
    constexpr unsigned frameMarker = 2;
    constexpr unsigned syncCode = 0x498342;
    BitReader bits(packet);
    const bool isFrame = bits.read(2) == frameMarker;
    const unsigned low = bits.read(1);
    const unsigned profile = low + 2 * bits.read(1);
    bits.skip(profile == 3 ? 1 : 0);
    const bool showsEarlierOne = bits.flag();
    const bool isKey = !bits.flag();
    bits.skip(2); // shown, resilient
    if (!isFrame || showsEarlierOne || !isKey || bits.read(24) != syncCode)
        return {};
    skipColours(bits, profile);
    const int width = static_cast<int>(bits.read(16)) + 1;
    const int height = static_cast<int>(bits.read(16)) + 1;
    return bits.isPastEnd() ? media::PixelSize{} : media::PixelSize{width, height};
}

} // namespace ndas::engine
