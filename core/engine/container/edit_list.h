// What the tracks of an MP4 or MOV show of their media, and when: its edit lists, as they stand in the file.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <map>
#include <vector>

namespace ndas::engine {

struct Part;

struct Edit {
    std::int64_t duration = 0;   ///< in ticks of the movie
    std::int64_t from = 0;       ///< in ticks of the track
    bool isEmpty = false;        ///< nothing is shown
    std::int32_t rate = 1 << 16; ///< 16.16; 0: the picture stands still
};

/// Of the box that holds a list.
std::vector<Edit> readEdits(AVIOContext* io, const Part& box);

struct EditLists {
    std::int64_t ticks = 1;                  ///< of the movie, a second
    std::map<int, std::vector<Edit>> tracks; ///< by their id in the file; of those that have a list

    /// Leaves `io` where it is.
    static EditLists of(AVIOContext* io, std::int64_t fileSize);

    /// Something is to be shown faster, slower, backwards or as a still.
    bool changeSpeed() const;
};

} // namespace ndas::engine
