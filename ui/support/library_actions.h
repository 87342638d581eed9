// What users do to recordings of the library; in the background, through the gateway.
#pragma once

#include "ui/support/gateway.h"

namespace ndas::ui {

void renameVideo(Gateway& gateway, VideoId id, const QString& title);
void makeRendition(Gateway& gateway, VideoId id, const QString& preset);
/// Stops what is under way for them, removes their rows, then the copies in the library. Files outside of it
/// are never touched.
void removeVideos(Gateway& gateway, const std::vector<VideoId>& ids);
/// Takes a file in although the same content is there already.
void importAsCopy(Gateway& gateway, const library::Video& duplicate);
void retryJobs(Gateway& gateway, const std::vector<JobId>& ids);

/// Where the recording itself can be opened from.
QString originalFile(const AppPaths& paths, const library::Video& video);
QString renditionFile(const AppPaths& paths, const library::Rendition& rendition);

} // namespace ndas::ui
