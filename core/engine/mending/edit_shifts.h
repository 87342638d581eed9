// Behind a cut, libavformat shows what an edit list has left of an MP4 or MOV too early or too late: by as
// much as its first pictures were put in order there, and by part of a block of sound. The exact times can be
// told from those that the packets have without the list.
#pragma once

#include "core/engine/container/edit_list.h"

#include <span>

namespace ndas::engine {

class EditShifts {
public:
    /// Whether a track is put together from several pieces.
    static bool areNeeded(const EditLists& lists);

    EditShifts() = default;
    /// The streams of one file, once as libavformat puts them together by the lists and once by what the
    /// first edit says of their beginning alone.
    EditShifts(const EditLists& lists, std::span<AVStream* const> edited, std::span<AVStream* const> plain);

    bool isEmpty() const { return streams_.empty(); }

    /// Corrects the times of a packet of the edited streams.
    void apply(AVPacket& packet) const;

private:
    struct Shift {
        std::int64_t dts; ///< as libavformat has it
        std::int64_t pos;
        std::int64_t ticks;
    };

    static std::vector<Shift> shiftsOf(const std::vector<Edit>& edits, std::int64_t movieTicks,
                                       AVStream& edited, AVStream& plain);

    std::map<int, std::vector<Shift>> streams_; ///< in order
};

} // namespace ndas::engine
