#include "core/engine/source_reader.h"

#include <algorithm>

namespace ndas::engine {

namespace {

std::vector<TrackStart> startsOf(const Input& input, const std::vector<ReadTrack>& tracks)
{
    std::vector<TrackStart> starts;
    for (const ReadTrack& track : tracks) {
        const AVStream* stream = input.stream(track.streamIndex);
        starts.push_back({track.isCopy, stream->time_base, stream->start_time});
    }
    return starts;
}

std::vector<int> streamIndexes(const std::vector<ReadTrack>& tracks)
{
    std::vector<int> indexes;
    for (const ReadTrack& track : tracks)
        indexes.push_back(track.streamIndex);
    return indexes;
}

/// Trouble with the sound itself, not with the machine or the user.
bool concernsSoundOnly(const Error& error)
{
    switch (error.code) {
    case ErrorCode::Damaged:
    case ErrorCode::UnsupportedCodec:
    case ErrorCode::ExternalLibrary:
    case ErrorCode::BadOption:
        return true;
    default:
        return false;
    }
}

} // namespace

SourceReader::SourceReader(Input& input, std::vector<ReadTrack> tracks)
    : input_(input)
    , tracks_(std::move(tracks))
    , silenced_(tracks_.size(), false)
    , gate_(startsOf(input, tracks_))
{
    input_.select(streamIndexes(tracks_));
}

Result<void> SourceReader::run(const CancellationToken& token, const ItemHandler& onItem)
{
    const ItemHandler gated = [&](MediaItem&& item) { return gate_.take(std::move(item), onItem); };
    const PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    for (;;) {
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        NDAS_TRY(const bool more, input_.read(*packet));
        if (!more)
            break;
        const Result<void> fed = feed(*packet, gated);
        av_packet_unref(packet.get());
        NDAS_CHECK(fed);
    }
    NDAS_CHECK(finish(gated));
    return gate_.finish(onItem);
}

Result<void> SourceReader::feed(AVPacket& packet, const ItemHandler& onItem)
{
    for (std::size_t track = 0; track < tracks_.size(); ++track)
        if (tracks_[track].streamIndex == packet.stream_index && !silenced_[track])
            return orSilence(track, tracks_[track].reader->feed(packet, onItem));
    return {};
}

Result<void> SourceReader::finish(const ItemHandler& onItem)
{
    for (std::size_t track = 0; track < tracks_.size(); ++track)
        if (!silenced_[track])
            NDAS_CHECK(orSilence(track, tracks_[track].reader->finish(onItem)));
    return {};
}

Result<void> SourceReader::orSilence(std::size_t track, Result<void> outcome)
{
    // a copy that fails can still be decoded
    if (outcome || track == 0 || tracks_[track].isCopy || !concernsSoundOnly(outcome.error()))
        return outcome;
    silenced_[track] = true;
    return {};
}

bool SourceReader::sawUserData() const
{
    return std::ranges::any_of(tracks_, [](const ReadTrack& track) { return track.reader->sawUserData(); });
}

std::int64_t SourceReader::damagedPackets() const
{
    std::int64_t damaged = input_.damagedReads();
    for (const ReadTrack& track : tracks_)
        damaged += track.reader->damagedPackets();
    return damaged;
}

} // namespace ndas::engine
