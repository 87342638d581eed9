// A tiny recording made without any encoder: for the self-check of an installation without media.
#pragma once

#include "core/base/app_paths.h"

namespace ndas::app {

/// An uncompressed AVI, 2 s of 160x120 at 10 pictures a second: a bright square crosses a grey ground.
QByteArray sampleClip();
/// The same as a new file.
Result<void> writeSampleClip(const QString& path);
/// The path of one in the data folder, to be imported for trying; written when it is not there yet. Blocking.
Result<QString> sampleRecording(const AppPaths& paths);

} // namespace ndas::app
