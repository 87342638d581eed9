// H.264 by the graphics hardware at hand. None of it is taken for granted: an encoder counts as there when it
// has encoded something.
#pragma once

#include "core/engine/encode/encoder.h"
#include "core/media/worker_protocol.h"

namespace ndas::engine {

/// Takes yuv420p as the encoder in software does, and keeps the same cap and distance of key frames.
/// EncoderMissing: not built in; ExternalLibrary: no driver, no device, or one that does not do what is
/// asked.
Result<Encoder> openHardwareEncoder(media::VideoEncoder encoder, const media::VideoPlan& plan,
                                    AVRational frameRate, std::int64_t bufferBits = 0);

/// Encodes a few pictures with it. Blocking, as long as the driver takes.
Result<void> tryEncoder(media::VideoEncoder encoder);

} // namespace ndas::engine
