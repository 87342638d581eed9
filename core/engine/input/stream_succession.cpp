#include "core/engine/input/stream_succession.h"

#include "core/engine/libav/new_headers.h"

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr AVRational patience{2, 1};      // seconds
constexpr AVRational shortestPart{1, 2};  // a recording is not quiet for as long, with all of its streams
constexpr std::size_t mostWaiting = 2000; ///< packets, where they have no times

std::int64_t timeOf(const AVPacket& packet)
{
    return packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
}

/// The layers of MPEG audio have one number in a transport stream; which it is shows in the first packets.
AVCodecID codecOf(const AVCodecParameters& parameters)
{
    const AVCodecID codec = parameters.codec_id;
    return codec == AV_CODEC_ID_MP1 || codec == AV_CODEC_ID_MP2 ? AV_CODEC_ID_MP3 : codec;
}

} // namespace

StreamSuccession::Track& StreamSuccession::trackOf(const AVStream& stream)
{
    Track& track = tracks_[stream.index];
    track.kind = stream.codecpar->codec_type;
    track.codec = codecOf(*stream.codecpar);
    track.headers = stream.codecpar;
    track.timeBase = stream.time_base;
    if (track.origin < 0)
        track.origin = track.current = stream.index;
    return track;
}

bool StreamSuccession::isRead(int index) const
{
    const Track& track = tracks_.at(index);
    return track.isPlaced && tracks_.at(track.origin).current == index;
}

std::vector<int> StreamSuccession::originsLike(const Track& track, int index) const
{
    if (track.isPlaced)
        return {track.origin};
    std::vector<int> ofCodec;
    std::vector<int> ofKind;
    if (track.kind != AVMEDIA_TYPE_VIDEO && track.kind != AVMEDIA_TYPE_AUDIO)
        return {};
    for (const auto& [other, candidate] : tracks_)
        if (other != index && candidate.isPlaced && candidate.origin == other && candidate.kind == track.kind)
            (candidate.codec == track.codec ? ofCodec : ofKind).push_back(other);
    return ofCodec.empty() ? ofKind : ofCodec;
}

Result<void> StreamSuccession::take(AVPacket& packet, const AVStream& stream)
{
    PacketPtr kept = makePacket();
    if (!kept)
        return fail(ErrorCode::OutOfMemory);
    av_packet_move_ref(kept.get(), &packet);
    const int index = stream.index;
    Track& track = trackOf(stream);
    if (kept->pos < 0) // of several in one piece only the first has a place
        kept->pos = track.to;
    const std::int64_t at = kept->pos;
    if (track.from < 0)
        track.from = at;
    track.to = std::max(track.to, at);
    if (isRead(index)) {
        NDAS_CHECK(yieldTo(at));
        isAlive(track.origin, at);
    }
    if (!isRead(index) && track.waiting.empty()) {
        if (comesTooLate(track, at)) {
            ++lost_;
            return {};
        }
        track.since = at;
        track.isBeside = false;
        track.mayContinue = originsLike(track, index);
    }
    track.waiting.push_back(std::move(kept));
    if (isRead(index))
        release(index);
    else if (track.mayContinue.empty())
        standAlone(index);
    else if (isOver(track))
        return settle(index);
    return {};
}

/// A demuxer hands out the last moment of a stream when that goes on, or the file ends.
bool StreamSuccession::comesTooLate(const Track& track, std::int64_t at) const
{
    return track.isPlaced && at < tracks_.at(tracks_.at(track.origin).current).since;
}

bool StreamSuccession::isOver(const Track& track) const
{
    return track.waiting.size() >= mostWaiting || lasts(track, patience);
}

bool StreamSuccession::lasts(const Track& track, AVRational seconds) const
{
    const std::int64_t first = timeOf(*track.waiting.front());
    const std::int64_t last = timeOf(*track.waiting.back());
    const bool isTimed = first != AV_NOPTS_VALUE && last != AV_NOPTS_VALUE;
    return isTimed && last - first >= av_rescale_q(1, seconds, track.timeBase);
}

/// What is read goes on there. All that came by itself until then was a part of its own, and is over.
Result<void> StreamSuccession::yieldTo(std::int64_t at)
{
    std::vector<int> parts;
    for (auto& [index, track] : tracks_) {
        const bool waits = !track.waiting.empty() && track.waiting.front()->pos < at;
        if (waits && !track.isBeside && (track.isPlaced || lasts(track, shortestPart)))
            parts.push_back(index);
        track.isBeside = track.isBeside || waits;
    }
    return settleAll(parts);
}

/// Whoever waits for the end of this one since an earlier place in the file waits in vain.
void StreamSuccession::isAlive(int origin, std::int64_t at)
{
    std::vector<int> alone;
    for (auto& [index, track] : tracks_)
        if (!track.waiting.empty() && track.waiting.front()->pos < at &&
            std::erase(track.mayContinue, origin) > 0 && track.mayContinue.empty())
            alone.push_back(index);
    for (const int index : alone)
        standAlone(index);
}

/// Beside the others, not behind one of them. Where two took turns they were two all along, and the first of
/// them is what was meant.
void StreamSuccession::standAlone(int index)
{
    Track& track = tracks_.at(index);
    const bool isOrigin = track.origin == index;
    Track& successor = tracks_.at(isOrigin ? track.current : index);
    successor.origin = successor.current = isOrigin ? track.current : index;
    track.isPlaced = true;
    track.current = index;
    release(index);
}

/// Of several that begin together the first continues the first.
Result<void> StreamSuccession::settle(int index)
{
    std::vector<int> taken;
    for (const auto& [other, track] : tracks_) {
        const auto free = std::ranges::find_if(
            track.mayContinue, [&](int origin) { return std::ranges::count(taken, origin) == 0; });
        const bool isFree = free != track.mayContinue.end() && !track.waiting.empty();
        if (isFree)
            taken.push_back(*free);
        if (other == index && !isFree) {
            standAlone(index);
            return {};
        }
        if (other == index)
            break;
    }
    Track& track = tracks_.at(index);
    track.mayContinue.clear();
    track.origin = taken.back();
    track.isPlaced = true;
    tracks_.at(track.origin).current = index;
    const std::int64_t place = track.waiting.back()->pos;
    NDAS_CHECK(bringHeaders(*track.waiting.front(), *track.headers));
    release(index);
    isAlive(track.origin, place);
    return {};
}

/// In the order of the file, so that a joint within what waited is one for all.
Result<void> StreamSuccession::settleAll(const std::vector<int>& indexes)
{
    const auto before = static_cast<std::ptrdiff_t>(ready_.size());
    for (const int index : indexes)
        NDAS_CHECK(settle(index));
    std::ranges::stable_sort(ready_.begin() + before, ready_.end(), {},
                             [](const PacketPtr& packet) { return packet->pos; });
    return {};
}

void StreamSuccession::release(int index)
{
    Track& track = tracks_.at(index);
    for (; !track.waiting.empty(); track.waiting.pop_front()) {
        track.waiting.front()->stream_index = track.origin;
        ready_.push_back(std::move(track.waiting.front()));
    }
    track.mayContinue.clear();
}

Result<void> StreamSuccession::finish()
{
    std::vector<int> waiting;
    for (const auto& [index, track] : tracks_)
        if (!track.waiting.empty())
            waiting.push_back(index);
    return settleAll(waiting);
}

bool StreamSuccession::next(AVPacket& packet)
{
    if (ready_.empty())
        return false;
    av_packet_move_ref(&packet, ready_.front().get());
    ready_.pop_front();
    return true;
}

void StreamSuccession::forget()
{
    ready_.clear();
    for (auto& [index, track] : tracks_) {
        track.waiting.clear();
        track.mayContinue.clear();
        track.current = index;
        track.since = -1;
    }
}

bool StreamSuccession::continuesAnother(int stream) const
{
    const auto track = tracks_.find(stream);
    return track != tracks_.end() && track->second.origin != stream;
}

bool StreamSuccession::leavesBehind(std::span<const int> streams) const
{
    const auto isOneOf = [streams](int index) { return std::ranges::count(streams, index) > 0; };
    std::map<AVMediaType, std::int64_t> ends;
    for (const auto& [index, track] : tracks_)
        if (isOneOf(track.origin))
            ends[track.kind] = std::max(ends[track.kind], track.to);
    return std::ranges::any_of(tracks_, [&](const auto& entry) {
        const Track& track = entry.second;
        const auto end = ends.find(track.kind);
        return track.isPlaced && !isOneOf(track.origin) && end != ends.end() && track.from > end->second;
    });
}

} // namespace ndas::engine
