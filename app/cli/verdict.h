// How a command ends that did several things of which some may have failed.
#pragma once

#include "core/base/result.h"

#include <optional>

namespace ndas::cli {

class Verdict {
public:
    void succeeded() { anyDone_ = true; }

    void failed(ErrorCode code);

    template <class T>
    void add(const Result<T>& outcome)
    {
        if (outcome)
            succeeded();
        else
            failed(outcome.error().code);
    }

    /// Done; the common exit code when everything failed for the same kind of reason; else SomeFailed.
    ExitCode exitCode() const;

private:
    bool anyDone_ = false;
    bool mixed_ = false;
    std::optional<ExitCode> failure_;
};

} // namespace ndas::cli
