// What this machine's finished jobs say about the next one. Pure.
#pragma once

#include "core/media/transcode_plan.h"

namespace ndas::media {

/// A finished job against the first guess that makePlan() had for it.
struct WorkRecord {
    QString preset;
    StreamAction action = StreamAction::Encode;
    double pixelRate = 0; ///< coded pixels a second of the source
    Micros guessedWork{0};
    Micros work{0}; ///< wall time, with whatever else the machine was doing
    std::int64_t guessedBytes = 0;
    std::int64_t bytes = 0;
};

WorkRecord workRecord(const MediaInfo& info, const Preset& preset, Micros work, std::int64_t bytes);

class Experience {
public:
    /// Newer records first; the first ones near in pixel rate count.
    explicit Experience(std::vector<WorkRecord> records = {});

    /// Corrects the plan's expected time and size. How fast the machine is shows in other presets too while
    /// there are no records of this one; how small recordings become does not. Without any both stay the
    /// first guess.
    void refine(TranscodePlan& plan, const MediaInfo& info) const;

private:
    /// Of any preset when that is null.
    std::vector<const WorkRecord*> nearest(double pixelRate, StreamAction action,
                                           const QString& preset) const;

    std::vector<WorkRecord> records_;
};

} // namespace ndas::media
