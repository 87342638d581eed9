#include "core/media/transcode_plan.h"

#include "core/media/plan_parts.h"
#include "core/media/warnings.h"

#include <algorithm>

namespace ndas::media {

namespace plan {

void say(Notes& notes, PlanNote note)
{
    if (std::find(notes.begin(), notes.end(), note) == notes.end())
        notes.push_back(note);
}

bool isDamaged(const MediaInfo& info)
{
    return info.warnings.contains(warning::damagedPackets) || info.warnings.contains(warning::truncated);
}

namespace {

void sayWhatIsLeftOut(const MediaInfo& info, Notes& notes)
{
    if (info.video.size() > 1)
        say(notes, PlanNote::OtherVideoDropped);
    if (!info.others.empty())
        say(notes, PlanNote::StreamsDropped);
    if (info.hasLocation || !info.privateTags.isEmpty())
        say(notes, PlanNote::PrivateDataRemoved);
    const bool isSeveral = info.warnings.contains(warning::severalRecordings);
    if (isSeveral) // no container says how long they are together
        say(notes, PlanNote::SeveralRecordings);
    if (info.durationMeasured && !isSeveral)
        say(notes, PlanNote::LengthMeasured);
    if (info.warnings.contains(warning::otherSpeeds))
        say(notes, PlanNote::SpeedAsRecorded);
    if (isDamaged(info))
        say(notes, PlanNote::SourceDamaged);
}

} // namespace

} // namespace plan

TranscodePlan makePlan(const MediaInfo& info, const Preset& preset)
{
    TranscodePlan result;
    result.preset = preset.id;
    result.duration = std::max(info.duration, Micros(0));
    const VideoStream* stream = info.mainVideo();
    if (!stream)
        return result;
    result.video = plan::planVideo(info, *stream, preset, result.notes);
    result.audio = plan::planAudio(info, preset, result.notes);
    plan::sayWhatIsLeftOut(info, result.notes);
    plan::estimate(result, info, *stream);
    if (!preset.copyWhenCompliant && info.sizeBytes > 0 && result.expectedBytes > info.sizeBytes)
        plan::say(result.notes, PlanNote::LargerThanSource);
    return result;
}

std::vector<PlanNote> withFound(std::vector<PlanNote> planned, const std::vector<PlanNote>& found)
{
    for (const PlanNote note : found)
        plan::say(planned, note);
    if (std::find(found.begin(), found.end(), PlanNote::CopyAbandoned) != found.end())
        std::erase(planned, PlanNote::Copied);
    return planned;
}

} // namespace ndas::media
