// Recordings whose pieces do not stand one behind the other: libav looks for the next place it can read from,
// and tells nobody that it left something out.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Whether something else stands where an element of Matroska, a tag of FLV, a page of Ogg or a packet of ASF
/// has to be, as where a part of the file is lost or was overwritten, or one reaches behind the end where
/// nothing said that more was to come. Of the first segment of Matroska; false for other containers. Reads at
/// least the heads of all pieces and leaves `io` anywhere.
bool isChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token);

} // namespace ndas::engine
