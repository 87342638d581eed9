// The steps of makePlan(). Private to core/media.
#pragma once

#include "core/media/transcode_plan.h"

namespace ndas::media::plan {

using Notes = std::vector<PlanNote>;

/// Adds a note once.
void say(Notes& notes, PlanNote note);

/// Says why frames or packets of this recording cannot all be trusted.
bool isDamaged(const MediaInfo& info);

VideoPlan planVideo(const MediaInfo& info, const VideoStream& stream, const Preset& preset, Notes& notes);
std::vector<AudioPlan> planAudio(const MediaInfo& info, const Preset& preset, Notes& notes);

/// The lowest H.264 level (31 = 3.1) that admits this picture and rate.
int levelFor(PixelSize size, double framesPerSecond, std::int64_t maxRate, std::int64_t bufferSize);

/// Of the memory a plan is expected to take: code, queues, containers.
inline constexpr std::int64_t memoryOfTheProgram = 90'000'000;

/// Fills the expected figures of a plan that is otherwise complete.
void estimate(TranscodePlan& plan, const MediaInfo& info, const VideoStream& stream);

} // namespace ndas::media::plan
