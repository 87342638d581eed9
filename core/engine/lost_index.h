// MP4 and MOV with their index behind the media, where no box leads to it: the size of the media was never
// written, or is wrong. Cameras that lose power and programs that stop early leave such files.
#pragma once

#include "core/engine/av_handles.h"

#include <QtCore/QByteArray>

#include <optional>

namespace ndas::engine {

struct MendedHeader {
    std::int64_t at = 0;
    QByteArray bytes; ///< as many as stood there
};

/// The header that the box of the media would need to end where the index begins; nullopt when the boxes lead
/// to an index, or none is found near the end. Leaves `io` at the start of the file.
std::optional<MendedHeader> headerBeforeLostIndex(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
