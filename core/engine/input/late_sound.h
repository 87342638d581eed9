// MPEG program and transport streams need not say at their beginning what comes in them: sound that begins
// behind what libavformat has read for their headers, and ends before what it has read for their length,
// would have no stream, and nobody would miss it.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Where no sound is known so far, looks for it in many places of the file, so that it has a stream whose
/// parameters are known. Returns whether it looked, and left reading anywhere.
bool lookForLateSound(AVFormatContext& context, std::int64_t fileSize, const CancellationToken& token);

} // namespace ndas::engine
