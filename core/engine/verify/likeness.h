// How much of the original is seen in a rendition: SSIM of a sample of its pictures against those its encoder
// was given, made once more from the recording by the same filters.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/clock/source_time.h"
#include "core/engine/input/progress_meter.h"
#include "core/engine/tracks/track_writer.h"
#include "core/media/worker_protocol.h"

namespace ndas::engine {

/// A verified rendition and what it was made of.
struct LikenessSubject {
    const media::TranscodeRequest& request; ///< its picture was encoded
    const TrackRecord& picture;
    SourceTime start; ///< what its times are counted from
};

/// nullopt where no picture of the sample could be read again at its exact time: containers that cannot seek,
/// damage. Errors: those of the files, Cancelled.
Result<std::optional<media::Likeness>>
measureLikeness(const LikenessSubject& subject, const CancellationToken& token, ProgressMeter& progress);

} // namespace ndas::engine
