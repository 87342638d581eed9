// MP4 and MOV with their index behind the media, where no box leads to it: the size of the media was never
// written, or is wrong. Cameras that lose power and programs that stop early leave such files.
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/mended_bytes.h"

#include <optional>

namespace ndas::engine {

/// The header that the box of the media would need to end where the index begins; nullopt when the boxes lead
/// to an index, or none is found near the end. Leaves `io` at the start of the file.
std::optional<MendedBytes> headerBeforeLostIndex(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
