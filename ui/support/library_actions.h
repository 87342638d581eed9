// What users do to recordings of the library; in the background, through the gateway.
#pragma once

#include "ui/support/dialogs.h"
#include "ui/support/gateway.h"

namespace ndas::ui {

void makeRendition(Gateway& gateway, VideoId id, const QString& preset);
/// Stops what is under way for it, removes its rows, then the copies in the library: the recording to the
/// trash where there is one. Files outside of the library are never touched. Busy when a job does not stop
/// within 15 s. Blocking.
Result<void> removeVideo(GatewayParts& parts, VideoId id);
/// Stops what is to make it, removes its row, then its file: to the trash where there is one. The recording
/// stays. Busy as above. Blocking.
Result<void> removeRendition(GatewayParts& parts, VideoId id, const QString& preset);
/// With the system's program for it; says so when there is none or the file is gone. Whether it is there is
/// asked in the background: a share that sleeps takes its time.
void openFile(Gateway& gateway, Dialogs& dialogs, const QString& file);
void showInFolder(Gateway& gateway, Dialogs& dialogs, const QString& file);
void openOriginal(Gateway& gateway, Dialogs& dialogs, VideoId id);
void showOriginalInFolder(Gateway& gateway, Dialogs& dialogs, VideoId id);
/// Takes a file in although the same content is there already.
void importAsCopy(Gateway& gateway, const library::Video& duplicate);
void retryJobs(Gateway& gateway, const std::vector<JobId>& ids);

/// Where the recording itself can be opened from.
QString originalFile(const AppPaths& paths, const library::Video& video);
QString renditionFile(const AppPaths& paths, const library::Rendition& rendition);

} // namespace ndas::ui
