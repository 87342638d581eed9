#include "core/engine/tracks/copy_trouble.h"

#include <algorithm>

namespace ndas::engine {

namespace {

using media::PlanNote;
using media::StreamAction;

bool concernsMaterial(const Error& error)
{
    return error.code == ErrorCode::Damaged || error.code == ErrorCode::VerificationFailed ||
           error.code == ErrorCode::ExternalLibrary;
}

bool isCopied(const media::AudioPlan& audio)
{
    return audio.action == StreamAction::Copy;
}

} // namespace

CopyTrouble copyTroubleOf(const media::TranscodePlan& plan, const Error& error,
                          std::optional<std::size_t> failed)
{
    if (!concernsMaterial(error))
        return {};
    constexpr std::size_t picture = 0;
    return {.picture = plan.video.action == StreamAction::Copy && failed.value_or(picture) == picture,
            .sound = std::ranges::any_of(plan.audio, isCopied) && failed != picture};
}

media::TranscodePlan encodingTrouble(media::TranscodePlan plan, CopyTrouble trouble)
{
    if (trouble.picture && plan.video.action == StreamAction::Copy)
        plan.video = media::encodedInstead(std::move(plan.video));
    for (media::AudioPlan& audio : plan.audio)
        if (trouble.sound)
            audio.action = StreamAction::Encode;
    return plan;
}

std::vector<PlanNote> notesOf(CopyTrouble trouble)
{
    std::vector<PlanNote> notes;
    if (trouble.picture)
        notes.push_back(PlanNote::CopyAbandoned);
    if (trouble.sound)
        notes.push_back(PlanNote::AudioReencoded);
    return notes;
}

} // namespace ndas::engine
