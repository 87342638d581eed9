// Looks at a finished rendition as a player would and compares it with what was put into it.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/input/progress_meter.h"
#include "core/engine/tracks/track_writer.h"

namespace ndas::engine {

struct Expectation {
    media::TranscodePlan plan;
    std::vector<TrackRecord> tracks; ///< those that got anything; the picture first
    int threads = 1;                 ///< to decode pictures with; 0 = all cores
};

struct Verified {
    qint64 sizeBytes = 0;
    media::PixelSize size;
    media::Micros duration{0};
    std::int64_t frames = 0;
    bool copiedPictureDamaged = false; ///< the source's own damage, taken over with its packets
    bool copiedSoundDamaged = false;
};

/// Decodes the whole file. VerificationFailed names what does not agree; Cancelled.
Result<Verified> verify(const QString& path, const Expectation& expected, const CancellationToken& token,
                        ProgressMeter& progress);

} // namespace ndas::engine
