// A tiny recording made without any encoder: for the self-check of an installation without media.
#pragma once

#include "core/base/result.h"

namespace ndas::app {

/// An uncompressed AVI, 2 s of 160x120 at 10 pictures a second: a bright square crosses a grey ground.
QByteArray sampleClip();
/// The same as a new file.
Result<void> writeSampleClip(const QString& path);

} // namespace ndas::app
