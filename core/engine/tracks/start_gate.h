// Where a rendition's time begins: at the first thing shown or heard. Holds items back until that is known,
// then passes them on with their times counted from there, so that picture and sound keep their offset.
#pragma once

#include "core/engine/clock/source_time.h"
#include "core/engine/tracks/media_item.h"

#include <deque>
#include <vector>

namespace ndas::engine {

/// What is known of a track before its first item.
struct TrackStart {
    bool isCopy = false; ///< packets come in decoding order: the first one shown may be among the later ones
    AVRational timeBase{1, 1};
    std::int64_t announced = AV_NOPTS_VALUE; ///< by the container
};

class StartGate {
public:
    explicit StartGate(std::vector<TrackStart> tracks);

    /// The start is known from an earlier run: nothing is held back. Before the first item.
    void openAt(SourceTime start);

    /// After the first item was passed on.
    SourceTime start() const { return start_; }

    Result<void> take(MediaItem&& item, const ItemHandler& onward);
    /// After the last item.
    Result<void> finish(const ItemHandler& onward);

private:
    bool isDecided() const;
    SourceTime earliest() const;
    Result<void> release(const ItemHandler& onward);
    Result<void> pass(MediaItem&& item, const ItemHandler& onward) const;

    std::vector<TrackStart> tracks_;
    std::vector<std::size_t> held_; ///< items of each track seen
    std::deque<MediaItem> items_;
    std::size_t heldPictures_ = 0;
    std::size_t heldBytes_ = 0;
    bool open_ = false;
    SourceTime start_;
};

} // namespace ndas::engine
