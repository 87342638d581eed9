#include "core/engine/codec/nal_units.h"

namespace ndas::engine {

namespace {

using Bytes = std::span<const std::uint8_t>;

std::size_t findStartCode(Bytes bytes, std::size_t from)
{
    for (std::size_t i = from; i + 2 < bytes.size(); ++i)
        if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1)
            return i;
    return bytes.size();
}

std::vector<Bytes> splitAtStartCodes(Bytes packet)
{
    std::vector<Bytes> nals;
    std::size_t start = findStartCode(packet, 0);
    while (start < packet.size()) {
        const std::size_t begin = start + 3;
        const std::size_t next = findStartCode(packet, begin);
        std::size_t end = next;
        while (end > begin && packet[end - 1] == 0) // trailing zeros belong to the next start code
            --end;
        nals.push_back(packet.subspan(begin, end - begin));
        start = next;
    }
    return nals;
}

/// Nothing when the lengths do not add up.
std::optional<std::vector<Bytes>> splitAtLengths(Bytes packet, std::size_t lengthBytes)
{
    std::vector<Bytes> nals;
    std::size_t at = 0;
    while (at < packet.size()) {
        if (packet.size() - at < lengthBytes)
            return std::nullopt;
        std::size_t length = 0;
        for (std::size_t i = 0; i < lengthBytes; ++i)
            length = (length << 8) | packet[at++];
        if (length > packet.size() - at)
            return std::nullopt;
        nals.push_back(packet.subspan(at, length));
        at += length;
    }
    return nals;
}

} // namespace

NalFraming NalFraming::ofExtradata(Bytes extradata)
{
    if (extradata.size() < 7 || extradata[0] != 1)
        return {};
    return {(extradata[4] & 3) + 1};
}

NalFraming NalFraming::ofHevcExtradata(Bytes extradata)
{
    constexpr std::size_t lengthSizeAt = 21; // ISO/IEC 14496-15, 8.3.3.1
    if (extradata.size() <= lengthSizeAt || extradata[0] != 1)
        return {};
    return {(extradata[lengthSizeAt] & 3) + 1};
}

std::optional<std::vector<Bytes>> nalUnitsIn(Bytes packet, NalFraming framing)
{
    return framing.lengthBytes == 0 ? splitAtStartCodes(packet)
                                    : splitAtLengths(packet, static_cast<std::size_t>(framing.lengthBytes));
}

std::vector<std::uint8_t> withoutEmulationPrevention(Bytes nal)
{
    std::vector<std::uint8_t> raw;
    raw.reserve(nal.size());
    int zeros = 0;
    for (const std::uint8_t byte : nal) {
        if (zeros >= 2 && byte == 3) {
            zeros = 0;
            continue;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        raw.push_back(byte);
    }
    return raw;
}

} // namespace ndas::engine
