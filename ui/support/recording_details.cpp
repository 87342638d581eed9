#include "ui/support/recording_details.h"

namespace ndas::ui {

Result<RecordingDetails> readRecording(GatewayParts& parts, VideoId id)
{
    RecordingDetails details;
    NDAS_TRY(details.video, parts.library.find(id));
    NDAS_TRY(details.changes, parts.library.changesOf(id));
    NDAS_TRY(details.deeds, parts.library.deedsOf(id));
    NDAS_TRY(details.pastJobs, parts.jobs.pastJobsOf(id));
    jobs::JobFilter filter;
    filter.video = id;
    NDAS_TRY(details.jobs, parts.jobs.list(filter));
    std::sort(details.jobs.begin(), details.jobs.end(),
              [](const jobs::Job& a, const jobs::Job& b) { return a.id > b.id; });
    NDAS_TRY(const auto patients, parts.library.patients());
    for (const library::Patient& patient : patients)
        if (patient.id == details.video.patient)
            details.patient = patient;
    return details;
}

} // namespace ndas::ui
