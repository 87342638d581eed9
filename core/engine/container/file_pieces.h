// What recordings consist of in their file, one piece behind the other: boxes, elements, pages, partitions.
// One thread at a time.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <optional>

namespace ndas::engine {

struct FilePiece {
    std::int64_t end = 0;
    bool begins = false;    ///< a recording, unless that has begun already
    bool completes = false; ///< it, so far that another one may follow
    bool mayBegin = false;  ///< one that does not say so
    bool isMedia = false;
    bool isFragment = false; ///< which media belong to
};

/// The piece at `at`; nullopt where none is. Leaves `io` anywhere.
using ReadPiece = std::optional<FilePiece> (*)(AVIOContext* io, std::int64_t at, std::int64_t fileSize);

/// Of MP4 and MOV.
std::optional<FilePiece> readBoxPiece(AVIOContext* io, std::int64_t at, std::int64_t fileSize);

/// For what begins there, of any kind; null: nothing that is known. Leaves `io` anywhere.
ReadPiece readerAt(AVIOContext* io, std::int64_t at);

} // namespace ndas::engine
