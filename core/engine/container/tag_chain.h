// FLV as a chain of tags.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// See isChainBroken().
bool isTagChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token);

} // namespace ndas::engine
