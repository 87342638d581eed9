// Matroska as a chain of elements.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// See isChainBroken().
bool isElementChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token);

} // namespace ndas::engine
