// Half pictures that nobody flagged as such: told by looking.
#pragma once

#include "core/engine/input/input.h"
#include "core/media/media_info.h"

namespace ndas::engine {

/// Whether the stream's headers say nothing reliable about half pictures, though it may hold some: codecs
/// without a place to say so, and digitised tapes (their sizes tell) that claim to be progressive.
bool mayHideFields(const AVStream& stream, const media::VideoStream& video);

/// Decodes a second or two at the beginning and, where it is longer, on the way: what was joined or dubbed
/// may begin with whole pictures. Leaves `input` anywhere. Progressive when in doubt; Cancelled, Io and its
/// like.
Result<media::Scan> lookAtScan(Input& input, const AVStream& stream);

} // namespace ndas::engine
