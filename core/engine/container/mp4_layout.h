// The outermost boxes of an MP4, read without libav.
#pragma once

#include "core/base/result.h"

namespace ndas::engine {

/// Whether `moov` stands before `mdat`, so that a player can start before it has the whole file.
/// NotReadable, Io; false for what is no MP4.
Result<bool> hasIndexInFront(const QString& path);

} // namespace ndas::engine
