// What this computer's finished jobs took, for what is said about the next ones. Any thread but the screen's:
// it reads the library, at most once in ten minutes.
#pragma once

#include "core/media/experience.h"
#include "ui/support/gateway.h"

#include <mutex>

namespace ndas::ui {

class Learnt {
public:
    /// Waits while another thread reads. Without a readable library: nothing learnt.
    std::shared_ptr<const media::Experience> from(const GatewayParts& parts);

private:
    std::mutex mutex_;
    EpochMs readAt_ = 0;
    std::shared_ptr<const media::Experience> experience_;
};

/// The plan with the time and size this computer has shown to need.
media::TranscodePlan learntPlan(const media::MediaInfo& info, const media::Preset& preset,
                                const media::Experience& experience);

} // namespace ndas::ui
