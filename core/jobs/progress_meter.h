// How long a job will still take, by its own rate of late. Pure; one thread.
#pragma once

#include <QtCore/qglobal.h>

#include <chrono>
#include <deque>

namespace ndas::jobs {

class ProgressMeter {
public:
    /// Seconds left, rounded up; -1 while too little is known.
    qint64 update(double fraction, std::chrono::milliseconds now);

private:
    struct Sample {
        double fraction = 0;
        std::chrono::milliseconds at{0};
    };

    std::deque<Sample> samples_; ///< about one a second, the last half minute
};

} // namespace ndas::jobs
