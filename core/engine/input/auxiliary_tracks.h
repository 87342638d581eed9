// Tracks of pictures that say how far away things are, or what is transparent, of the picture in another one:
// phones that can blur what is behind keep them beside it, and libavformat takes them for any other. And
// sound that only its maker's players read, where the same is heard in another track.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// In an MP4 or MOV: they are marked as AV_DISPOSITION_DEPENDENT, unless there is no other picture or sound.
void markAuxiliaryTracks(AVFormatContext& context, std::int64_t fileSize);

} // namespace ndas::engine
