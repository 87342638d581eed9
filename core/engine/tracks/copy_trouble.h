// Tracks that were to be taken over as they are, and cannot.
#pragma once

#include "core/base/result.h"
#include "core/media/transcode_plan.h"

namespace ndas::engine {

struct CopyTrouble {
    bool picture = false;
    bool sound = false;

    bool any() const { return picture || sound; }
};

/// What a failed attempt says of its copies: decoding what they took over may still succeed. `failed`: the
/// track (0 = the picture) that is known to be why.
CopyTrouble copyTroubleOf(const media::TranscodePlan& plan, const Error& error,
                          std::optional<std::size_t> failed);
/// The same plan with these tracks decoded and encoded.
media::TranscodePlan encodingTrouble(media::TranscodePlan plan, CopyTrouble trouble);
/// What to tell about it.
std::vector<media::PlanNote> notesOf(CopyTrouble trouble);

} // namespace ndas::engine
