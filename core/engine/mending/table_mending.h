// Tables of an MP4's or MOV's track that say they have more or fewer entries than they hold: libavformat
// reads on in what is behind them, or leaves the rest out, and with it pictures, sound or the whole track.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <vector>

namespace ndas::engine {

/// As many as fill the box; nothing where several of a track are filled otherwise, as where room was made for
/// more. Leaves `io` where it is.
std::vector<MendedBytes> mendedTables(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
