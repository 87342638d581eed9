// How much of a file, and how many tracks, its own container headers promise, read without libav: tells "cut
// off" and "too many" from "damaged".
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

enum class Extent {
    Unknown, ///< a container without such headers
    Whole,
    CutOff,    ///< the headers promise more bytes than there are
    NoHeaders, ///< MP4/MOV: media data, but no movie header to read it by
    Photo,     ///< a relative of MP4 that holds a photo and no movie (HEIC, AVIF, raw pictures of cameras)
};

/// Leaves `io` at the start of the file.
Extent extentOf(AVIOContext* io, std::int64_t fileSize);

/// Of an MP4, MOV or Matroska. Leaves `io` anywhere.
int countTracks(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
