#include "core/engine/codec/missing_references.h"

#include "core/engine/codec/latest_headers.h"

namespace ndas::engine {

MissingReferences::Track MissingReferences::trackOf(const AVCodecParameters& headers)
{
    return {.slices = H264Slices(headers), .latest = {}};
}

std::int64_t MissingReferences::missingBefore(Track& track, const H264Slice& slice, bool isKey)
{
    const unsigned ahead = track.latest ? (slice.number + slice.numbers - *track.latest) % slice.numbers : 0;
    const bool mayCountAnew = track.isLatestIntra && slice.number <= 1; // if that picture said so
    const bool isMissing = ahead > 1 && !mayCountAnew && !isKey && !slice.mayLeaveOut;
    if (slice.isReferredTo || !track.latest)
        track.latest = slice.number;
    else if (ahead > 1)
        track.latest = (slice.number + slice.numbers - 1) % slice.numbers;
    if (slice.isReferredTo)
        track.isLatestIntra = slice.isIntra;
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
    std::int64_t missing = 0;
    for (const H264Slice& slice : track.slices.in(packet))
        missing += missingBefore(track, slice, (packet.flags & AV_PKT_FLAG_KEY) != 0);
    return missing;
}

void MissingReferences::forget()
{
    for (auto& [index, track] : tracks_)
        track.latest.reset();
    orders_.clear();
}

} // namespace ndas::engine
