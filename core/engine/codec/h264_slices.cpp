#include "core/engine/codec/h264_slices.h"

#include "core/engine/codec/bit_reader.h"
#include "core/engine/codec/exp_golomb.h"
#include "core/engine/codec/nal_types.h"
#include "core/engine/libav/side_data.h"

#include <algorithm>

namespace ndas::engine {

namespace {

using Bytes = std::span<const std::uint8_t>;

// ITU-T H.264, table 7-6
constexpr unsigned intraSlice = 2;

/// Of an `avcC` record (ISO/IEC 14496-15, 5.3.3.1), or behind start codes.
std::vector<Bytes> parameterSetsIn(Bytes extradata, NalFraming framing)
{
    if (framing.lengthBytes == 0)
        return nalUnitsIn(extradata, framing).value_or(std::vector<Bytes>());
    std::vector<Bytes> sets;
    std::size_t at = 5;
    for (const unsigned mask : {0x1fU, 0xffU})
        for (unsigned left = at < extradata.size() ? extradata[at++] & mask : 0; left > 0; --left) {
            if (extradata.size() - std::min(at, extradata.size()) < 2)
                return sets;
            const std::size_t length = std::size_t{extradata[at]} << 8 | extradata[at + 1];
            at += 2;
            sets.push_back(extradata.subspan(at, std::min(length, extradata.size() - at)));
            at += length;
        }
    return sets;
}

/// 7.3.2.1.1.1
void skipScalingList(BitReader& bits, int length)
{
    int next = 8;
    for (int i = 0; i < length && next != 0 && !bits.isPastEnd(); ++i)
        next = (next + readSigned(bits)) & 0xff;
}

void skipScalingLists(BitReader& bits, int count)
{
    for (int i = 0; i < count; ++i)
        if (bits.flag())
            skipScalingList(bits, i < 6 ? 16 : 64);
}

/// Profiles that say more of their colours.
bool isHigh(unsigned profile)
{
    constexpr unsigned high[] = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    return std::ranges::find(high, profile) != std::end(high);
}

/// Returns whether planes of colour have slices of their own.
bool skipColours(BitReader& bits)
{
    constexpr unsigned full = 3;
    const unsigned chroma = readExpGolomb(bits);
    const bool hasPlanes = chroma == full && bits.flag();
    readExpGolomb(bits); // bits of luma
    readExpGolomb(bits); // and of chroma
    bits.skip(1);        // lossless
    if (bits.flag())
        skipScalingLists(bits, chroma == full ? 12 : 8);
    return hasPlanes;
}

void skipOrder(BitReader& bits)
{
    const unsigned kind = readExpGolomb(bits);
    if (kind == 0)
        readExpGolomb(bits);
    if (kind != 1)
        return;
    bits.skip(1);
    readSigned(bits);
    readSigned(bits);
    for (unsigned left = std::min(255U, readExpGolomb(bits)); left > 0; --left)
        readSigned(bits);
}

/// Without what keeps start codes out, as far as anything is asked for.
std::vector<std::uint8_t> beginOf(Bytes unit, std::size_t enough)
{
    return withoutEmulationPrevention(unit.first(std::min(unit.size(), enough)));
}

} // namespace

H264Slices::H264Slices(const AVCodecParameters& headers)
    : framing_(NalFraming::ofExtradata(extradataOf(headers)))
{
    for (const Bytes unit : parameterSetsIn(extradataOf(headers), framing_))
        learn(unit);
}

std::vector<H264Slice> H264Slices::in(const AVPacket& packet)
{
    std::vector<H264Slice> slices;
    if (packet.size <= 0)
        return slices;
    const auto units = nalUnitsIn({packet.data, static_cast<std::size_t>(packet.size)}, framing_);
    for (const Bytes unit : units.value_or(std::vector<Bytes>())) {
        learn(unit);
        if (const std::optional<H264Slice> slice = read(unit))
            slices.push_back(*slice);
    }
    return slices;
}

void H264Slices::learn(Bytes unit)
{
    const int type = h264::typeOf(unit);
    if (type != h264::sequenceParameters && type != h264::pictureParameters)
        return;
    const std::vector<std::uint8_t> raw = beginOf(unit, 1024);
    BitReader bits(raw);
    bits.skip(8);
    if (type == h264::pictureParameters) {
        const unsigned id = readExpGolomb(bits);
        pictures_[id] = readExpGolomb(bits);
        return;
    }
    const unsigned profile = bits.read(8);
    bits.skip(16); // constraints and level
    const unsigned id = readExpGolomb(bits);
    Sequence sequence;
    sequence.hasPlanes = isHigh(profile) && skipColours(bits);
    const unsigned numberBits = 4 + readExpGolomb(bits);
    skipOrder(bits);
    readExpGolomb(bits); // most pictures to refer to
    sequence.mayLeaveOut = bits.flag();
    if (numberBits <= 16 && !bits.isPastEnd())
        sequence.numberBits = static_cast<int>(numberBits);
    sequences_[id] = sequence;
}

std::optional<H264Slice> H264Slices::read(Bytes unit) const
{
    const int type = h264::typeOf(unit);
    if (type != h264::sliceOfOthers && type != h264::sliceOfKeyFrame)
        return std::nullopt;
    const std::vector<std::uint8_t> raw = beginOf(unit, 32);
    BitReader bits(raw);
    bits.skip(1);
    H264Slice slice;
    slice.isReferredTo = bits.read(2) != 0;
    bits.skip(5);
    readExpGolomb(bits); // where it begins
    slice.isIntra = readExpGolomb(bits) % 5 == intraSlice;
    const auto picture = pictures_.find(readExpGolomb(bits));
    const auto found = picture != pictures_.end() ? sequences_.find(picture->second) : sequences_.end();
    if (found == sequences_.end() || found->second.numberBits == 0)
        return std::nullopt;
    const Sequence& sequence = found->second;
    if (sequence.hasPlanes)
        bits.skip(2);
    slice.number = bits.read(sequence.numberBits);
    slice.numbers = 1U << sequence.numberBits;
    slice.mayLeaveOut = sequence.mayLeaveOut;
    return slice;
}

} // namespace ndas::engine
