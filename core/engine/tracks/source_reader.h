// Makes of what is read of a recording the items of one rendition's tracks, with times counted from the
// rendition's start. One thread at a time.
#pragma once

#include "core/engine/tracks/broadcast.h"
#include "core/engine/tracks/start_gate.h"
#include "core/engine/tracks/track_reader.h"

#include <algorithm>

namespace ndas::engine {

/// One planned track: where its packets, or the pictures decoded from them, come from and what is made of
/// them.
struct ReadTrack {
    const AVStream* stream = nullptr;
    bool isCopy = false;
    bool takesPictures = false; ///< decoded ones, not packets
    TrackReaderPtr reader;
};

class SourceReader {
public:
    /// The first track is the picture; the others, sound, may fail without ending it.
    explicit SourceReader(std::vector<ReadTrack> tracks);

    Wanted wanted() const;

    /// Goes on where an earlier run counted times from. Before run().
    void startAt(SourceTime start) { gate_.openAt(start); }

    /// What times are counted from; once the first item was handed on.
    SourceTime start() const { return gate_.start(); }

    /// Cancelled, Damaged, Io, ... or whatever `onItem` answers.
    Result<void> run(ItemQueue& source, const CancellationToken& token, const ItemHandler& onItem);

    /// Beside those the broadcast knows of.
    std::int64_t damagedPackets() const;
    bool sawUserData() const;
    bool deinterlaced() const;
    bool resized() const;

    /// The track that was to be taken over and cannot, when run() failed because of it.
    std::optional<std::size_t> failedCopy() const { return failedCopy_; }

    /// A sound track could not be read to its end.
    bool isPartlySilent() const { return std::ranges::count(silenced_, true) > 0; }

private:
    Result<void> feed(MediaItem&& item, const ItemHandler& onItem);
    Result<void> finish(const ItemHandler& onItem);
    Result<void> orSilence(std::size_t track, Result<void> outcome);

    std::vector<ReadTrack> tracks_;
    std::vector<bool> silenced_;
    std::optional<std::size_t> failedCopy_;
    bool isRefused_ = false; ///< by whoever the items are handed on to
    StartGate gate_;
};

} // namespace ndas::engine
