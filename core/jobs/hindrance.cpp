#include "core/jobs/hindrance.h"

#include "core/db/migrations.h"

#include <utility>

namespace ndas::jobs {

Hindrance::Hindrance(const Clock& clock, std::chrono::milliseconds lastsAfter)
    : clock_(clock)
    , lastsAfter_(lastsAfter)
{
}

void Hindrance::note(const Error& error)
{
    if (error.code != ErrorCode::Busy)
        failure_ = error;
}

void Hindrance::endLook()
{
    const std::chrono::milliseconds now = clock_.monotonic();
    std::optional<Error> failure = std::exchange(failure_, std::nullopt);
    since_ = failure ? since_.value_or(now) : std::optional<std::chrono::milliseconds>();
    const bool lasts = since_ && now - *since_ >= lastsAfter_;
    const std::lock_guard lock(mutex_);
    lasting_ = lasts ? std::move(failure) : std::nullopt;
}

std::optional<Error> Hindrance::lasting() const
{
    const std::lock_guard lock(mutex_);
    return damage_ ? damage_ : lasting_;
}

bool Hindrance::noteDamage(const Error& error)
{
    const std::lock_guard lock(mutex_);
    if (damage_ || !db::isDamage(error))
        return false;
    damage_ = error;
    return true;
}

bool Hindrance::isForGood() const
{
    const std::lock_guard lock(mutex_);
    return damage_.has_value();
}

} // namespace ndas::jobs
