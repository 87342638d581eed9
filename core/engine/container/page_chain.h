// Ogg as a chain of pages.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// See isChainBroken(). Also where the content of a page is not what was written, for libav leaves it out.
/// Reads the whole file.
bool isPageChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token);

} // namespace ndas::engine
