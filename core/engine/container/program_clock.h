// The clock that an MPEG transport or program stream carries beside its pictures and sound: PCR (ISO/IEC
// 13818-1, 2.4.3.5) and SCR (2.5.3.3; ISO/IEC 11172-1, 2.4.3.2). It tells where in time a place of the file
// is.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"
#include "core/media/media_info.h"

#include <vector>

namespace ndas::engine {

/// What it says in places spread evenly over the file, of which the last is close to the end, as far as they
/// can be told from the first: it begins anew each 26.5 hours. Empty where any of them has none. Leaves `io`
/// anywhere.
std::vector<media::Micros> clockAlong(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token);

} // namespace ndas::engine
