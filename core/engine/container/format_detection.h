// Which container a file is, before it is opened.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

struct Detected {
    const AVInputFormat* format = nullptr;
    bool certain = false; ///< more than a guess: what then fails to open is damaged, not foreign
};

/// NotMedia, EmptyFile, StillImage, NoVideoStream, UnsupportedCodec where it is known and not read,
/// Cancelled. Moves `io`.
Result<Detected> detectFormat(AVIOContext* io);

bool hasBoxes(const AVInputFormat& format); ///< MP4, MOV and their kin

} // namespace ndas::engine
