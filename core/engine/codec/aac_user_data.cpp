#include "core/engine/codec/aac_user_data.h"

#include "core/engine/codec/aac_channel.h"

namespace ndas::engine {

namespace {

using Bytes = std::span<const std::uint8_t>;

/// ISO/IEC 14496-3, table 4.85.
enum Element : unsigned { SingleChannel, ChannelPair, Coupling, LowFrequency, Data, Program, Fill, End };

struct BitRange {
    std::size_t from = 0;
    std::size_t to = 0;
};

struct Parts {
    std::vector<BitRange> sound;
    bool hasOthers = false;
};

/// 4.4.2.7: band replication and loudness belong to the sound; plain filling says nothing.
bool isNeeded(BitReader content, std::size_t bytes)
{
    constexpr unsigned plainFill = 0;
    constexpr unsigned markedFill = 1;
    constexpr unsigned loudness = 11;
    constexpr unsigned replication = 13;
    constexpr unsigned checkedReplication = 14;
    if (bytes == 0)
        return true;
    const unsigned type = content.read(4);
    if (type == loudness || type == replication || type == checkedReplication)
        return true;
    bool isPlain = (type == plainFill || type == markedFill) && content.read(4) == 0;
    for (std::size_t i = 1; i < bytes && isPlain; ++i)
        isPlain = content.read(8) == (type == plainFill ? 0x00U : 0xa5U);
    return isPlain;
}

/// True: it is to be kept.
bool skipFill(BitReader& bits)
{
    std::size_t bytes = bits.read(4);
    if (bytes == 15)
        bytes += bits.read(8) - std::size_t{1};
    const bool needed = isNeeded(bits, bytes);
    bits.skip(8 * bytes);
    return needed;
}

void skipData(BitReader& bits)
{
    bits.skip(4);
    const bool isAligned = bits.flag();
    std::size_t bytes = bits.read(8);
    if (bytes == 255)
        bytes += bits.read(8);
    if (isAligned)
        bits.align();
    bits.skip(8 * bytes);
}

/// Which channels there are, once more, and a comment.
void skipProgram(BitReader& bits)
{
    bits.skip(4 + 2 + 4);
    const unsigned pairsOrSingles = bits.read(4) + bits.read(4) + bits.read(4);
    const unsigned lowFrequency = bits.read(2);
    const unsigned data = bits.read(3);
    const unsigned coupling = bits.read(4);
    for (const int length : {4, 4, 3}) // mixing down
        if (bits.flag())
            bits.skip(static_cast<std::size_t>(length));
    bits.skip(std::size_t{5} * (pairsOrSingles + coupling) + std::size_t{4} * (lowFrequency + data));
    bits.align();
    bits.skip(8 * bits.read(8));
}

enum class Kind { Channels, BesideThem, NoSound, TheEnd, Unreadable };

Kind skipElement(BitReader& bits, AacFormat format)
{
    switch (bits.read(3)) {
    case SingleChannel:
    case LowFrequency:
        return aac::skipSingleChannel(bits, format.rateIndex) ? Kind::Channels : Kind::Unreadable;
    case ChannelPair:
        return aac::skipChannelPair(bits, format.rateIndex) ? Kind::Channels : Kind::Unreadable;
    case Fill:
        return skipFill(bits) ? Kind::BesideThem : Kind::NoSound;
    case Data:
        skipData(bits);
        return Kind::NoSound;
    case Program:
        skipProgram(bits);
        return Kind::NoSound;
    case End:
        return Kind::TheEnd;
    default:
        return Kind::Unreadable;
    }
}

std::optional<Parts> takeApart(Bytes packet, AacFormat format)
{
    Parts parts;
    bool hasChannels = false; // a stretch of ones is an end, too
    BitReader bits(packet);
    for (;;) {
        const std::size_t from = bits.position();
        const Kind kind = skipElement(bits, format);
        if (kind == Kind::Unreadable || bits.isPastEnd() || (kind == Kind::TheEnd && !hasChannels))
            return std::nullopt;
        hasChannels = hasChannels || kind == Kind::Channels;
        parts.hasOthers = parts.hasOthers || kind == Kind::NoSound;
        if (kind != Kind::NoSound)
            parts.sound.push_back({from, bits.position()});
        if (kind == Kind::TheEnd)
            break;
    }
    while (bits.position() < 8 * packet.size())
        parts.hasOthers |= bits.flag();
    return parts;
}

class BitWriter {
public:
    void append(Bytes from, BitRange range)
    {
        BitReader bits(from);
        bits.skip(range.from);
        for (std::size_t at = range.from; at < range.to; ++at, ++used_) {
            if (used_ % 8 == 0)
                bytes_.push_back(0);
            bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | bits.read(1) << (7 - used_ % 8));
        }
    }

    std::vector<std::uint8_t> take() { return std::move(bytes_); }

private:
    std::vector<std::uint8_t> bytes_;
    std::size_t used_ = 0;
};

} // namespace

std::optional<AacFormat> AacFormat::ofExtradata(Bytes extradata)
{
    constexpr unsigned lowComplexity = 2;
    constexpr unsigned replication = 5;
    constexpr unsigned parametricStereo = 29;
    constexpr std::size_t mostBytes = 8; // what follows may mention band replication, no more
    if (extradata.size() < 2 || extradata.size() > mostBytes)
        return std::nullopt;
    BitReader bits(extradata);
    unsigned kind = bits.read(5);
    const unsigned rate = bits.read(4);
    const unsigned channels = bits.read(4);
    if (kind == replication || kind == parametricStereo) {
        if (bits.read(4) >= aac::sampleRates)
            return std::nullopt;
        kind = bits.read(5);
    }
    const bool isShortFrame = bits.flag();
    const bool isExtended = bits.read(2) != 0; // depends on another coder, or goes on
    if (kind != lowComplexity || rate >= aac::sampleRates || channels == 0 || isShortFrame || isExtended)
        return std::nullopt;
    return AacFormat{static_cast<int>(rate)};
}

AacContent contentOf(Bytes packet, AacFormat format)
{
    const std::optional<Parts> parts = takeApart(packet, format);
    if (!parts)
        return AacContent::Unreadable;
    return parts->hasOthers ? AacContent::UserData : AacContent::SoundOnly;
}

std::optional<std::vector<std::uint8_t>> soundOnly(Bytes packet, AacFormat format)
{
    const std::optional<Parts> parts = takeApart(packet, format);
    if (!parts)
        return std::nullopt;
    BitWriter writer;
    for (const BitRange range : parts->sound)
        writer.append(packet, range);
    return writer.take();
}

} // namespace ndas::engine
