// A small recording made without any encoder: to be imported for trying, and for the self-check of an
// installation without media.
#pragma once

#include "core/base/app_paths.h"

namespace ndas::app {

/// An AVI of run-length coded pictures, 640x360 at 30 a second, and uncompressed sound. See sample_scene.h.
QByteArray sampleClip(std::chrono::seconds length);
/// The same as a new file.
Result<void> writeSampleClip(const QString& path, std::chrono::seconds length);
/// The path of one in the data folder, to be imported for trying; written when it is not there yet. Long
/// enough to be taken for a recording. Blocking, well under a second.
Result<QString> sampleRecording(const AppPaths& paths);

} // namespace ndas::app
