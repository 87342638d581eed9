// Matroska whose elements do not stand one behind the other: libav looks for the next place it can read from,
// and tells nobody that it left something out.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/av_handles.h"

namespace ndas::engine {

/// Whether something that is no element stands where one has to be, as where a part of the file is lost or
/// was overwritten, or one reaches behind the end where no length said that more was to come. Of the first
/// segment; false for other containers. Reads the heads of all its blocks and leaves `io` anywhere.
bool isChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token);

} // namespace ndas::engine
