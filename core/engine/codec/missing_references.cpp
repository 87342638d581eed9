#include "core/engine/codec/missing_references.h"

#include "core/engine/codec/exp_golomb.h"
#include "core/engine/codec/latest_headers.h"
#include "core/engine/codec/nal_types.h"

#include <algorithm>
#include <bit>

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

} // namespace

MissingReferences::Track MissingReferences::trackOf(const AVCodecParameters& headers)
{
    const Bytes extradata = extradataOf(headers);
    Track track{.framing = NalFraming::ofExtradata(extradata), .sequences = {}, .pictures = {}, .latest = {}};
    for (const Bytes unit : parameterSetsIn(extradata, track.framing))
        if (h264::typeOf(unit) == h264::sequenceParameters || h264::typeOf(unit) == h264::pictureParameters)
            learn(track, unit);
    return track;
}

void MissingReferences::learn(Track& track, Bytes unit)
{
    constexpr std::size_t enough = 1024;
    const std::vector<std::uint8_t> raw =
        withoutEmulationPrevention(unit.first(std::min(unit.size(), enough)));
    BitReader bits(raw);
    bits.skip(8);
    if (h264::typeOf(unit) == h264::pictureParameters) {
        const unsigned id = readExpGolomb(bits);
        track.pictures[id] = readExpGolomb(bits);
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
        sequence.numbers = 1U << numberBits;
    track.sequences[id] = sequence;
}

std::int64_t MissingReferences::missingBefore(Track& track, Bytes slice, bool isKey)
{
    constexpr std::size_t enough = 32;
    const std::vector<std::uint8_t> raw =
        withoutEmulationPrevention(slice.first(std::min(slice.size(), enough)));
    BitReader bits(raw);
    bits.skip(1);
    const bool isReferredTo = bits.read(2) != 0;
    bits.skip(5);
    readExpGolomb(bits); // where it begins
    const bool isIntra = readExpGolomb(bits) % 5 == intraSlice;
    const auto picture = track.pictures.find(readExpGolomb(bits));
    const auto sequence =
        picture != track.pictures.end() ? track.sequences.find(picture->second) : track.sequences.end();
    if (sequence == track.sequences.end() || sequence->second.numbers == 0)
        return 0;
    if (sequence->second.hasPlanes)
        bits.skip(2);
    const unsigned numbers = sequence->second.numbers;
    const unsigned number = bits.read(std::countr_zero(numbers));
    const unsigned ahead = track.latest ? (number + numbers - *track.latest) % numbers : 0;
    const bool mayCountAnew = track.isLatestIntra && number <= 1; // if that picture said so
    const bool isMissing = ahead > 1 && !mayCountAnew && !isKey && !sequence->second.mayLeaveOut;
    if (isReferredTo || !track.latest)
        track.latest = number;
    else if (ahead > 1)
        track.latest = (number + numbers - 1) % numbers;
    if (isReferredTo)
        track.isLatestIntra = isIntra;
    return isMissing ? ahead - 1 : 0;
}

std::int64_t MissingReferences::follow(const AVPacket& packet, const AVStream& stream)
{
    const AVCodecID codec = stream.codecpar->codec_id;
    if (packet.size > 0 && (codec == AV_CODEC_ID_MPEG1VIDEO || codec == AV_CODEC_ID_MPEG2VIDEO))
        return orders_[stream.index].follow({packet.data, static_cast<std::size_t>(packet.size)});
    if (codec != AV_CODEC_ID_H264 || packet.size <= 0)
        return 0;
    Track& track = byLatestHeaders(tracks_, packet, stream, &trackOf);
    const auto units = nalUnitsIn({packet.data, static_cast<std::size_t>(packet.size)}, track.framing);
    if (!units)
        return 0;
    std::int64_t missing = 0;
    for (const Bytes unit : *units) {
        const int type = h264::typeOf(unit);
        if (type == h264::sequenceParameters || type == h264::pictureParameters)
            learn(track, unit);
        else if (type == h264::sliceOfOthers || type == h264::sliceOfKeyFrame)
            missing += missingBefore(track, unit, (packet.flags & AV_PKT_FLAG_KEY) != 0);
    }
    return missing;
}

void MissingReferences::forget()
{
    for (auto& [index, track] : tracks_)
        track.latest.reset();
    orders_.clear();
}

} // namespace ndas::engine
