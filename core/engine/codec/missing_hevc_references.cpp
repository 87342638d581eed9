#include "core/engine/codec/missing_hevc_references.h"

#include "core/engine/codec/latest_headers.h"
#include "core/engine/codec/nal_types.h"

#include <algorithm>
#include <utility>

namespace ndas::engine {

namespace {

using Bytes = std::span<const std::uint8_t>;

/// Of an `hvcC` record (ISO/IEC 14496-15, 8.3.3.1), or behind start codes.
std::vector<Bytes> parameterSetsIn(Bytes extradata, NalFraming framing)
{
    if (framing.lengthBytes == 0)
        return nalUnitsIn(extradata, framing).value_or(std::vector<Bytes>());
    constexpr std::size_t kindsAt = 22;
    std::vector<Bytes> sets;
    BitReader bits(extradata);
    bits.skip(8 * kindsAt);
    for (unsigned kinds = bits.read(8); kinds > 0; --kinds) {
        bits.skip(8);
        for (unsigned left = bits.read(16); left > 0 && !bits.isPastEnd(); --left) {
            const std::size_t length = bits.read(16);
            const std::size_t at = std::min(bits.position() / 8, extradata.size());
            sets.push_back(extradata.subspan(at, std::min(length, extradata.size() - at)));
            bits.skip(8 * length);
        }
    }
    return sets;
}

/// 8.3.1: the nearest to `latest`.
int placeOf(const HevcSlice& slice, int latest)
{
    const int turn = latest - (latest & (slice.orders - 1));
    const int ahead = slice.order - (latest & (slice.orders - 1));
    const int half = slice.orders / 2;
    return turn + slice.order + (ahead <= -half ? slice.orders : ahead > half ? -slice.orders : 0);
}

/// Whether others are counted from its place.
bool isCountedFrom(Bytes unit, int type)
{
    constexpr int firstTemporalLayer = 1;
    const bool isLeading = type >= h265::firstLeading && type <= h265::lastLeading;
    const bool isUnreferred = type <= h265::lastUnreferred && type % 2 == 0;
    return (unit[1] & 7) == firstTemporalLayer && !isLeading && !isUnreferred;
}

} // namespace

MissingHevcReferences::Track MissingHevcReferences::trackOf(const AVCodecParameters& headers)
{
    const Bytes extradata = extradataOf(headers);
    Track track{.framing = NalFraming::ofHevcExtradata(extradata), .slices = {}, .kept = {}};
    for (const Bytes unit : parameterSetsIn(extradata, track.framing))
        if (!h265::isOfAnotherLayer(unit))
            track.slices.learn(unit);
    return track;
}

std::int64_t MissingHevcReferences::keep(Track& track, int place, const HevcSlice& slice)
{
    std::set<int> kept{place};
    std::int64_t missing = 0;
    for (const HevcReference& reference : slice.references) {
        const bool isThere = track.kept.contains(place + reference.distance);
        missing += reference.isUsed && !isThere ? 1 : 0;
        if (isThere || reference.isUsed) // and told of once
            kept.insert(place + reference.distance);
    }
    for (const int other : track.kept)
        if (std::ranges::count(slice.longKept, other & (slice.orders - 1)) > 0)
            kept.insert(other);
    track.kept = std::move(kept);
    return missing;
}

std::int64_t MissingHevcReferences::missingBefore(Track& track, Bytes unit, const HevcSlice& slice)
{
    const int type = h265::typeOf(unit);
    if (h265::isKeyFrame(type)) {
        track.hasBegun = true;
        track.hidesLeading = std::exchange(track.hasEnded, false) || type <= h265::lastOfInstantRefresh;
        if (track.hidesLeading) {
            track.kept.clear();
            track.latest = 0;
        }
    }
    if (!track.hasBegun || (track.hidesLeading && h265::isSkippedLeading(type)))
        return 0;
    const bool countsAnew = h265::isKeyFrame(type) && track.hidesLeading;
    const int place = countsAnew ? slice.order : placeOf(slice, track.latest);
    if (isCountedFrom(unit, type))
        track.latest = place;
    return keep(track, place, slice);
}

std::int64_t MissingHevcReferences::follow(const AVPacket& packet, const AVStream& stream)
{
    if (stream.codecpar->codec_id != AV_CODEC_ID_HEVC || packet.size <= 0)
        return 0;
    Track& track = byLatestHeaders(tracks_, packet, stream, &trackOf);
    const auto units = nalUnitsIn({packet.data, static_cast<std::size_t>(packet.size)}, track.framing);
    if (!units)
        return 0;
    std::int64_t missing = 0;
    for (const Bytes unit : *units) {
        const int type = h265::typeOf(unit);
        if (h265::isOfAnotherLayer(unit))
            continue;
        track.hasEnded = track.hasEnded || type == h265::endOfSequence || type == h265::endOfBitstream;
        if (type > h265::lastOfPictures)
            track.slices.learn(unit);
        else if (const auto slice = track.slices.read(unit))
            missing += missingBefore(track, unit, *slice);
    }
    return missing;
}

void MissingHevcReferences::forget()
{
    for (auto& [index, track] : tracks_) {
        track.hasBegun = false;
        track.hasEnded = true;
    }
}

} // namespace ndas::engine
