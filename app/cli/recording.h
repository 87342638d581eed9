// One recording outside the library: looked at through a worker, with the limits of the settings.
#pragma once

#include "app/cli/session.h"

namespace ndas::cli {

/// Probes by `worker`. Refusals: not-found, not-media, no-video-stream, too-large, too-long, ...
Result<media::ProbeResult> lookAt(const QString& path, const std::vector<media::ThumbnailSpec>& thumbnails,
                                  jobs::KeptWorker& worker, const Session& session);
/// The same with a worker of its own.
Result<media::ProbeResult> lookAt(const QString& path, const std::vector<media::ThumbnailSpec>& thumbnails,
                                  const Session& session);

} // namespace ndas::cli
