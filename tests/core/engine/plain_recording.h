// Whole recordings, to be damaged byte by byte.
#pragma once

#include "tests/core/engine/transcode_bench.h"

namespace ndas::engine::test {

/// 50 pictures and sound, in the container that the ending of `name` says.
inline QString plain(const char* name)
{
    return made(name, "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine -t 2 -c:v libx264 -preset "
                      "ultrafast -g 25 -pix_fmt yuv420p -c:a aac");
}

} // namespace ndas::engine::test
