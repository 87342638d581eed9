#include "core/jobs/progress_meter.h"

#include <cmath>

namespace ndas::jobs {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds betweenSamples(1'000);
constexpr milliseconds memory(30'000);
constexpr milliseconds shortest(2'000); ///< before that, a rate is noise
constexpr double longestForecast = 99.0 * 3600;

} // namespace

qint64 ProgressMeter::update(double fraction, milliseconds now)
{
    if (!samples_.empty() && fraction < samples_.back().fraction)
        samples_.clear(); // started over
    if (samples_.empty() || now - samples_.back().at >= betweenSamples)
        samples_.push_back({fraction, now});
    while (samples_.size() > 2 && now - samples_[1].at >= memory)
        samples_.pop_front();
    const milliseconds elapsed = now - samples_.front().at;
    const double gained = fraction - samples_.front().fraction;
    if (elapsed < shortest || gained <= 0)
        return -1;
    const double seconds = std::chrono::duration<double>(elapsed).count() * (1 - fraction) / gained;
    return seconds > longestForecast ? -1 : static_cast<qint64>(std::ceil(seconds));
}

} // namespace ndas::jobs
