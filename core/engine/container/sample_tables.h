// The tables of an MP4 or MOV that say when its pictures are shown and where they stand. Where they disagree,
// libav leaves out what is not in all of them, and tells nobody.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// How many pictures have a time but no place, as where a table is damaged; 0 where fragments hold them.
/// Leaves `io` where it is.
std::int64_t picturesWithoutPlace(AVIOContext* io, std::int64_t fileSize);

/// Whether the tables say that every picture is shown when it is decoded; false where fragments may say
/// otherwise. Leaves `io` where it is.
bool areShownAsDecoded(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
