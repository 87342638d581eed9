// A recording read once, and its picture decoded once, for all renditions that are made of it.
#pragma once

#include "core/engine/input/input.h"
#include "core/engine/tracks/item_queue.h"
#include "core/engine/tracks/source_witness.h"
#include "core/engine/tracks/track_reader.h"

#include <list>

namespace ndas::engine {

/// What one rendition wants to have of it.
struct Wanted {
    std::vector<int> packetsOf; ///< indexes of streams
    bool pictures = false;      ///< decoded
};

class Broadcast {
public:
    /// `picture` makes the pictures out of the packets of that stream; null when nobody wants any. It may be
    /// ahead of each listener by so many of them.
    Broadcast(Input& input, int pictureStream, TrackReaderPtr picture, std::size_t mostPictures);

    /// Before run(). What a listener gets says in MediaItem::track of which stream it is. Whoever is slow
    /// keeps the others waiting; whoever abandons its queue does not.
    ItemQueue& addListener(Wanted wanted);

    /// Returns when all is read or nobody listens any more; each queue says how reading ended.
    void run(const CancellationToken& token);
    /// Without run(): nobody is left waiting.
    void giveUp(const Error& error);

    /// Once a queue has ended.
    std::int64_t damagedPackets() const { return damagedPackets_; }

    bool sawUserData() const { return sawUserData_; }

    /// The pictures that decoding should have made, and copying kept; nullopt where nobody can say.
    const std::optional<PromisedPictures>& promised() const { return promised_; }

    const UndecodableStart& undecodableStart() const { return undecodableStart_; }

private:
    struct Listener {
        Listener(Wanted what, std::size_t mostPictures);

        Wanted wanted;
        ItemQueue queue;
        bool isGone = false;
    };

    Result<void> readAll(const CancellationToken& token);
    Result<void> feed(MediaItem&& packet);
    Result<void> handOut(const MediaItem& item);
    void close(const Result<void>& outcome);

    Input& input_;
    int pictureStream_;
    std::size_t mostPictures_;
    TrackReaderPtr picture_;
    std::list<Listener> listeners_;
    std::optional<SourceWitness> witness_; ///< where anybody wants pictures, decoded or not
    std::optional<PromisedPictures> promised_;
    UndecodableStart undecodableStart_;
    std::int64_t damagedPackets_ = 0;
    bool sawUserData_ = false;
};

} // namespace ndas::engine
