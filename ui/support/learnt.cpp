#include "ui/support/learnt.h"

#include "core/library/experience.h"

namespace ndas::ui {

namespace {
constexpr EpochMs freshFor = 10 * 60 * 1000;
}

std::shared_ptr<const media::Experience> Learnt::from(const GatewayParts& parts)
{
    const std::scoped_lock lock(mutex_);
    const EpochMs now = parts.clock.now();
    if (!experience_ || now - readAt_ > freshFor) {
        experience_ = std::make_shared<const media::Experience>(
            library::experienceIn(parts.paths.database(), parts.presets).value_or(media::Experience()));
        readAt_ = now;
    }
    return experience_;
}

media::TranscodePlan learntPlan(const media::MediaInfo& info, const media::Preset& preset,
                                const media::Experience& experience)
{
    media::TranscodePlan plan = media::makePlan(info, preset);
    experience.refine(plan, info);
    return plan;
}

} // namespace ndas::ui
