// All that the details of one recording show, read at once. Blocking (SQL).
#pragma once

#include "ui/support/gateway.h"

namespace ndas::ui {

struct RecordingDetails {
    library::Video video;
    std::vector<jobs::Job> jobs;         ///< all of it, newest first
    std::vector<jobs::PastJob> pastJobs; ///< that are off the list
    std::vector<library::VideoChange> changes;
    std::vector<library::VideoDeed> deeds;
    std::optional<library::Patient> patient;
};

Result<RecordingDetails> readRecording(GatewayParts& parts, VideoId id);

} // namespace ndas::ui
