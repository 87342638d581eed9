// What a file says wrongly, put right before libavformat reads it: in what is read of it, never in the file.
#pragma once

#include "core/engine/libav/file_io.h"

namespace ndas::engine {

struct Mended {
    bool header = false;        ///< its boxes now lead elsewhere
    std::int64_t leaps = 0;     ///< damage, in which what was meant is but likely
    std::int64_t lost = 0;      ///< pieces
    std::int64_t behindEnd = 0; ///< ... of which a file that was cut off says enough
};

Mended mend(FileIo& file, const AVInputFormat& format);

} // namespace ndas::engine
