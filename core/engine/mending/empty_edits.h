// Stretches behind the beginning of an MP4 or MOV track in which its edit list shows nothing. libavformat
// fills them with the track's first pictures.
#pragma once

#include "core/engine/container/edit_list.h"
#include "core/media/media_info.h"

namespace ndas::engine {

class EmptyEdits {
public:
    struct Stretch {
        media::Micros from{0};
        media::Micros to{0};
    };

    EmptyEdits() = default;
    explicit EmptyEdits(const EditLists& lists);

    bool isEmpty() const { return tracks_.empty(); }

    /// Whether nothing is to be shown of this track (its id in the file) at that time.
    bool hides(int track, media::Micros at) const;

private:
    std::map<int, std::vector<Stretch>> tracks_;
};

} // namespace ndas::engine
