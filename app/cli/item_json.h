// Jobs, renditions and videos as scripts see them.
#pragma once

#include "app/cli/output.h"
#include "core/base/app_paths.h"
#include "core/jobs/job.h"
#include "core/library/video.h"

namespace ndas::cli {

QString timeText(EpochMs time); ///< ISO 8601 in UTC; "" for 0
QString renditionPath(const AppPaths& paths, const library::Rendition& rendition); ///< "" = no file yet
/// Where the recording itself is: the copy in the library, or the original in place.
QString sourcePath(const AppPaths& paths, const library::Video& video);

QJsonObject toJson(const jobs::Job& job);
/// SSIM against the recording; null where it was not measured.
QJsonValue toJson(const std::optional<media::Likeness>& likeness);
QJsonObject toJson(const library::Rendition& rendition, const AppPaths& paths);
QJsonObject toJson(const library::Video& video, const AppPaths& paths);

} // namespace ndas::cli
