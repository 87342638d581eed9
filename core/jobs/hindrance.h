// What has kept the scheduler from its work at every look for a while.
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <chrono>
#include <mutex>
#include <optional>

namespace ndas::jobs {

/// note() and endLook() are called by the thread that looks, the others by any.
class Hindrance {
public:
    Hindrance(const Clock& clock, std::chrono::milliseconds lastsAfter);

    /// A part of the present look failed. Busy is no hindrance: others are at work.
    void note(const Error& error);
    void endLook();
    std::optional<Error> lasting() const;

    /// Damage of the database hinders for good. True when this is the first of it.
    bool noteDamage(const Error& error);
    bool isForGood() const;

private:
    const Clock& clock_;
    const std::chrono::milliseconds lastsAfter_;
    std::optional<Error> failure_; ///< of the present look
    std::optional<std::chrono::milliseconds> since_;

    mutable std::mutex mutex_; ///< guards what follows
    std::optional<Error> lasting_;
    std::optional<Error> damage_;
};

} // namespace ndas::jobs
