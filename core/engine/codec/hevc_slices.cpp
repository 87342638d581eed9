#include "core/engine/codec/hevc_slices.h"

#include "core/engine/codec/exp_golomb.h"
#include "core/engine/codec/nal_types.h"
#include "core/engine/codec/nal_units.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace ndas::engine {

namespace {

constexpr unsigned mostReferences = 16;

void skipNumbers(BitReader& bits, int count)
{
    for (; count > 0; --count)
        readExpGolomb(bits);
}

int bitsFor(std::size_t choices)
{
    return choices > 1 ? static_cast<int>(std::bit_width(choices - 1)) : 0;
}

/// 7.3.3
void skipProfile(BitReader& bits, int layers)
{
    constexpr int profile = 88;
    constexpr int level = 8;
    bits.skip(profile + level);
    std::size_t ofLayers = 0;
    for (int i = 1; i < layers; ++i) {
        ofLayers += bits.flag() ? profile : 0;
        ofLayers += bits.flag() ? level : 0;
    }
    bits.skip(ofLayers + (layers > 1 ? 2 * static_cast<std::size_t>(9 - layers) : 0));
}

/// 7.3.4
void skipScalingLists(BitReader& bits)
{
    for (int size = 0; size < 4; ++size)
        for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
            if (!bits.flag())
                readExpGolomb(bits);
            else
                skipNumbers(bits, std::min(64, 16 << (2 * size)) + (size > 1 ? 1 : 0));
        }
}

/// What stands between the bits of a place and the sets of references.
void skipCoding(BitReader& bits, int layers)
{
    skipNumbers(bits, 3 * (bits.flag() ? layers : 1));
    skipNumbers(bits, 6); // blocks
    if (bits.flag() && bits.flag())
        skipScalingLists(bits);
    bits.skip(2);
    if (bits.flag()) { // blocks that are not compressed
        bits.skip(8);
        skipNumbers(bits, 2);
        bits.skip(1);
    }
}

} // namespace

/// 7.3.7 and 7.4.8
HevcSlices::References HevcSlices::readReferences(BitReader& bits, const std::vector<References>& before,
                                                  bool isInSlice)
{
    References references;
    if (!before.empty() && bits.flag()) { // as another, moved
        const std::size_t back = isInSlice ? std::size_t{readExpGolomb(bits)} + 1 : 1;
        const bool isEarlier = bits.flag();
        const int moved = (isEarlier ? -1 : 1) * (static_cast<int>(readExpGolomb(bits) & 0x7fff) + 1);
        References other = before[before.size() - std::min(back, before.size())];
        other.push_back({}); // the other picture itself
        for (const HevcReference& reference : other) {
            const bool isUsed = bits.flag();
            const bool isKept = isUsed || bits.flag();
            if (isKept && reference.distance + moved != 0)
                references.push_back({.distance = reference.distance + moved, .isUsed = isUsed});
        }
        std::ranges::sort(references, {}, [](const HevcReference& reference) {
            return std::pair(reference.distance > 0, std::abs(reference.distance));
        });
        return references;
    }
    const unsigned earlier = std::min(readExpGolomb(bits), mostReferences);
    const unsigned later = std::min(readExpGolomb(bits), mostReferences);
    int distance = 0;
    for (unsigned i = 0; i < earlier + later; ++i) {
        const int step = static_cast<int>(readExpGolomb(bits) & 0x7fff) + 1;
        distance = i == earlier ? step : distance + (i < earlier ? -step : step);
        references.push_back({.distance = distance, .isUsed = bits.flag()});
    }
    return references;
}

/// 7.3.2.2.1, behind the profile.
std::optional<HevcSlices::Sequence> HevcSlices::sequenceIn(BitReader& bits, int layers)
{
    constexpr unsigned full = 3;
    constexpr unsigned mostSets = 64;
    constexpr unsigned mostLongKept = 32;
    Sequence sequence;
    sequence.hasPlanes = readExpGolomb(bits) == full && bits.flag();
    skipNumbers(bits, 2); // size
    if (bits.flag())
        skipNumbers(bits, 4); // edges
    skipNumbers(bits, 2);     // bits of luma and chroma
    sequence.orderBits = 4 + static_cast<int>(std::min(readExpGolomb(bits), 12U));
    skipCoding(bits, layers);
    for (unsigned left = std::min(readExpGolomb(bits), mostSets); left > 0; --left)
        sequence.references.push_back(readReferences(bits, sequence.references, false));
    sequence.keepsLong = bits.flag();
    for (unsigned left = sequence.keepsLong ? std::min(readExpGolomb(bits), mostLongKept) : 0; left > 0;
         --left) {
        sequence.longKept.push_back(static_cast<int>(bits.read(sequence.orderBits)));
        bits.skip(1);
    }
    return bits.isPastEnd() ? std::nullopt : std::optional(sequence);
}

void HevcSlices::learn(std::span<const std::uint8_t> unit)
{
    const std::vector<std::uint8_t> raw = withoutEmulationPrevention(unit);
    BitReader bits(raw);
    bits.skip(8 * h265::headerBytes);
    if (h265::typeOf(unit) == h265::pictureParameters) {
        const unsigned id = readExpGolomb(bits);
        Picture picture{.sequence = readExpGolomb(bits)};
        bits.skip(1);
        picture.saysWhetherShown = bits.flag();
        picture.moreBits = bits.read(3);
        pictures_[id] = picture;
    }
    if (h265::typeOf(unit) != h265::sequenceParameters)
        return;
    bits.skip(4);
    const int layers = static_cast<int>(bits.read(3)) + 1;
    bits.skip(1);
    skipProfile(bits, layers);
    const unsigned id = readExpGolomb(bits);
    sequences_.erase(id);
    if (const auto sequence = sequenceIn(bits, layers))
        sequences_.emplace(id, *sequence);
}

std::vector<int> HevcSlices::readLongKept(BitReader& bits, const Sequence& sequence)
{
    const unsigned known = sequence.longKept.empty() ? 0 : std::min(readExpGolomb(bits), mostReferences);
    const unsigned own = std::min(readExpGolomb(bits), mostReferences);
    std::vector<int> kept;
    for (unsigned i = 0; i < known + own; ++i) {
        const std::size_t index = i < known ? bits.read(bitsFor(sequence.longKept.size())) : 0;
        if (i < known && index < sequence.longKept.size())
            kept.push_back(sequence.longKept[index]);
        if (i >= known) {
            kept.push_back(static_cast<int>(bits.read(sequence.orderBits)));
            bits.skip(1);
        }
        if (bits.flag())
            readExpGolomb(bits);
    }
    return kept;
}

std::optional<HevcSlice> HevcSlices::read(std::span<const std::uint8_t> unit) const
{
    constexpr std::size_t enough = 256;
    const int type = h265::typeOf(unit);
    const std::vector<std::uint8_t> raw =
        withoutEmulationPrevention(unit.first(std::min(unit.size(), enough)));
    BitReader bits(raw);
    bits.skip(8 * h265::headerBytes);
    if (!bits.flag())
        return std::nullopt;
    bits.skip(h265::isKeyFrame(type) ? 1 : 0);
    const auto picture = pictures_.find(readExpGolomb(bits));
    if (picture == pictures_.end() || !sequences_.contains(picture->second.sequence))
        return std::nullopt;
    const Sequence& sequence = sequences_.at(picture->second.sequence);
    bits.skip(picture->second.moreBits);
    readExpGolomb(bits); // kind of slice
    bits.skip((picture->second.saysWhetherShown ? 1U : 0U) + (sequence.hasPlanes ? 2U : 0U));
    HevcSlice slice{.orders = 1 << sequence.orderBits, .references = {}, .longKept = {}};
    if (type > h265::lastBrokenLink && type <= h265::lastOfInstantRefresh)
        return slice;
    slice.order = static_cast<int>(bits.read(sequence.orderBits));
    if (!bits.flag())
        slice.references = readReferences(bits, sequence.references, true);
    else if (const std::size_t index = bits.read(bitsFor(sequence.references.size()));
             index < sequence.references.size())
        slice.references = sequence.references[index];
    if (sequence.keepsLong)
        slice.longKept = readLongKept(bits, sequence);
    return bits.isPastEnd() ? std::nullopt : std::optional(slice);
}

} // namespace ndas::engine
