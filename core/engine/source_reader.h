// Reads a recording once, from its first packet to its last, and hands on the items of the planned tracks
// with times counted from the rendition's start. One thread at a time.
#pragma once

#include "core/engine/input.h"
#include "core/engine/start_gate.h"
#include "core/engine/track_reader.h"

namespace ndas::engine {

/// One planned track: where its packets come from and what is made of them.
struct ReadTrack {
    int streamIndex = -1;
    bool isCopy = false;
    TrackReaderPtr reader;
};

class SourceReader {
public:
    /// The first track is the picture; the others, sound, may fail without ending it.
    SourceReader(Input& input, std::vector<ReadTrack> tracks);

    /// Goes on where an earlier run counted times from. Before run().
    void startAt(SourceTime start) { gate_.openAt(start); }

    /// What times are counted from; once the first item was handed on.
    SourceTime start() const { return gate_.start(); }

    /// Cancelled, Damaged, Io, ... or whatever `onItem` answers.
    Result<void> run(const CancellationToken& token, const ItemHandler& onItem);

    std::int64_t damagedPackets() const;
    bool sawUserData() const;

private:
    Result<void> feed(AVPacket& packet, const ItemHandler& onItem);
    Result<void> finish(const ItemHandler& onItem);
    Result<void> orSilence(std::size_t track, Result<void> outcome);

    Input& input_;
    std::vector<ReadTrack> tracks_;
    std::vector<bool> silenced_;
    StartGate gate_;
};

} // namespace ndas::engine
