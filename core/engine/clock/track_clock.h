// Presentation times one can rely on: gaps in the numbering closed, leaps that no recording makes taken out.
#pragma once

#include "core/media/media_info.h"

extern "C" {
#include <libavutil/rational.h>
}

#include <cstdint>

namespace ndas::engine {

/// How far a recording of this length (0 = unknown) may leap forward in time.
media::Micros longestLeap(media::Micros total);

class TrackClock {
public:
    enum class Order {
        Any,       ///< overlaps are somebody else's business
        Ascending, ///< what is not later than its forerunner comes one duration after it, and pushes those
                   ///< that follow no further than need be
    };

    /// A leap backwards of more than a fifth of a second is a restarted or broken clock: what follows
    /// continues where the track was. So are leaps forwards that together go beyond longestLeap(): gaps are
    /// filled, and a few bytes must not make hours of work.
    TrackClock(AVRational timeBase, media::Micros total, Order order);

    /// The time to use for something stamped `pts` (may be AV_NOPTS_VALUE) that lasts `duration` ticks.
    std::int64_t next(std::int64_t pts, std::int64_t duration);

    /// More than a fifth of a second away from where the track was.
    bool isOutOfStep(std::int64_t pts) const;
    /// Something stamped `pts` is in step again, behind `length` ticks of what leapt to the stamp `leapt`:
    /// that alone was out of step.
    bool goesOn(std::int64_t pts, std::int64_t leapt, std::int64_t length) const;

private:
    bool isBack(std::int64_t time) const;

    Order order_;
    std::int64_t longestStep_; ///< that is none
    std::int64_t longestStepAhead_;
    std::int64_t countsAsLeap_;
    std::int64_t shortest_;  ///< that something is shown
    std::int64_t leapt_ = 0; ///< ahead, so far
    std::int64_t expected_ = 0;
    std::int64_t last_ = 0;
    std::int64_t stamp_ = 0;     ///< of the last one, as it came
    std::int64_t setBackTo_ = 0; ///< at the latest stamp that was not ahead of its forerunner
    std::int64_t shift_ = 0;
    bool started_ = false;
};

} // namespace ndas::engine
