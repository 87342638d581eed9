// ASF as a chain of packets of one size.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"

#include <optional>

namespace ndas::engine {

/// See isChainBroken(). That the end is missing is no breach: endOfAsf() tells.
bool isPacketChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token);

/// Where the headers say that the last packet ends; nullopt where they leave it open. Leaves `io` anywhere.
std::optional<std::int64_t> endOfAsf(AVIOContext* io, std::int64_t fileSize);

} // namespace ndas::engine
