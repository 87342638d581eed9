// Stretches behind the beginning of an MP4 or MOV track in which its edit list shows nothing. libavformat
// fills them with the track's first pictures.
#pragma once

#include "core/engine/av_handles.h"
#include "core/media/media_info.h"

#include <map>
#include <vector>

namespace ndas::engine {

class EmptyEdits {
public:
    struct Stretch {
        media::Micros from{0};
        media::Micros to{0};
    };

    /// Leaves `io` where it is.
    static EmptyEdits of(AVIOContext* io, std::int64_t fileSize);

    bool isEmpty() const { return tracks_.empty(); }

    /// Whether nothing is to be shown of this track (its id in the file) at that time.
    bool hides(int track, media::Micros at) const;

private:
    std::map<int, std::vector<Stretch>> tracks_;
};

} // namespace ndas::engine
