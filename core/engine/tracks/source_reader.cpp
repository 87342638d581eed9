#include "core/engine/tracks/source_reader.h"

#include <algorithm>

namespace ndas::engine {

namespace {

std::vector<TrackStart> startsOf(const std::vector<ReadTrack>& tracks)
{
    std::vector<TrackStart> starts;
    for (const ReadTrack& track : tracks)
        starts.push_back({track.isCopy, track.stream->time_base, track.stream->start_time});
    return starts;
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

SourceReader::SourceReader(std::vector<ReadTrack> tracks)
    : tracks_(std::move(tracks))
    , silenced_(tracks_.size(), false)
    , gate_(startsOf(tracks_))
{
}

Wanted SourceReader::wanted() const
{
    Wanted wanted;
    for (const ReadTrack& track : tracks_) {
        wanted.pictures = wanted.pictures || track.takesPictures;
        if (!track.takesPictures)
            wanted.packetsOf.push_back(track.stream->index);
    }
    return wanted;
}

Result<void> SourceReader::run(ItemQueue& source, const CancellationToken& token, const ItemHandler& onItem)
{
    const ItemHandler onward = [&](MediaItem&& item) {
        Result<void> taken = onItem(std::move(item));
        isRefused_ = isRefused_ || !taken;
        return taken;
    };
    const ItemHandler gated = [&](MediaItem&& item) { return gate_.take(std::move(item), onward); };
    while (std::optional<MediaItem> item = source.pop(token)) {
        if (token.isCancelled())
            break;
        NDAS_CHECK(feed(std::move(*item), gated));
    }
    if (token.isCancelled())
        return fail(ErrorCode::Cancelled);
    NDAS_CHECK(source.outcome());
    NDAS_CHECK(finish(gated));
    return gate_.finish(onward);
}

Result<void> SourceReader::feed(MediaItem&& item, const ItemHandler& onItem)
{
    for (std::size_t track = 0; track < tracks_.size(); ++track)
        if (tracks_[track].stream->index == item.track && !silenced_[track])
            return orSilence(track, tracks_[track].reader->feed(std::move(item), onItem));
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
    if (!outcome && !isRefused_ && tracks_[track].isCopy) // it can still be decoded
        failedCopy_ = track;
    if (outcome || isRefused_ || track == 0 || tracks_[track].isCopy || !concernsSoundOnly(outcome.error()))
        return outcome;
    silenced_[track] = true;
    return {};
}

bool SourceReader::sawUserData() const
{
    return std::ranges::any_of(tracks_, [](const ReadTrack& track) { return track.reader->sawUserData(); });
}

bool SourceReader::deinterlaced() const
{
    return std::ranges::any_of(tracks_, [](const ReadTrack& track) { return track.reader->deinterlaced(); });
}

bool SourceReader::resized() const
{
    return std::ranges::any_of(tracks_, [](const ReadTrack& track) { return track.reader->resized(); });
}

std::int64_t SourceReader::damagedPackets() const
{
    std::int64_t damaged = 0;
    for (const ReadTrack& track : tracks_)
        damaged += track.reader->damagedPackets();
    return damaged;
}

} // namespace ndas::engine
