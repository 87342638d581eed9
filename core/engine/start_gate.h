// Where a rendition's time begins: at the first thing shown or heard. Holds items back until that is known,
// then passes them on with their times counted from there, so that picture and sound keep their offset.
#pragma once

#include "core/engine/media_item.h"

#include <deque>
#include <vector>

namespace ndas::engine {

class StartGate {
public:
    /// `copied`: per track, whether it consists of packets; those of pictures come in decoding order, so that
    /// the first one shown may be among the later ones.
    explicit StartGate(std::vector<bool> copied);

    Result<void> take(MediaItem&& item, const ItemHandler& onward);
    /// After the last item.
    Result<void> finish(const ItemHandler& onward);

private:
    bool isDecided() const;
    Result<void> release(const ItemHandler& onward);
    static Result<void> pass(MediaItem&& item, std::int64_t start, AVRational unit,
                             const ItemHandler& onward);

    std::vector<std::size_t> wanted_; ///< items of each track that tell where it starts
    std::vector<std::size_t> held_;   ///< items of each track seen
    std::deque<MediaItem> items_;
    std::size_t heldPictures_ = 0;
    bool open_ = false;
    std::int64_t start_ = 0;
    AVRational unit_{1, 1};
};

} // namespace ndas::engine
