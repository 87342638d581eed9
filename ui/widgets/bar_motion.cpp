#include "ui/widgets/bar_motion.h"

#include <cmath>

namespace ndas::ui {

namespace {

constexpr int frameMs = 33;
constexpr double settleMs = 180; // time constant: a report is caught up with before the next one comes
constexpr double closeEnough = 0.0005;

} // namespace

BarMotion::BarMotion(bool reduceMotion, QObject* parent)
    : QObject(parent)
    , reduceMotion_(reduceMotion)
{
    timer_.setInterval(frameMs);
    connect(&timer_, &QTimer::timeout, this, &BarMotion::step);
}

double BarMotion::shown(qint64 job, double target)
{
    if (reduceMotion_)
        return target;
    const auto [bar, isNew] = bars_.try_emplace(job, Bar{target, target});
    bar->second.target = target;
    if (target < bar->second.shown)
        bar->second.shown = target;
    if (target - bar->second.shown > closeEnough && !timer_.isActive()) {
        sinceStep_.start();
        timer_.start();
    }
    return bar->second.shown;
}

void BarMotion::step()
{
    const double share = 1.0 - std::exp(-static_cast<double>(sinceStep_.restart()) / settleMs);
    std::vector<qint64> moving;
    for (auto& [job, bar] : bars_) {
        if (bar.target - bar.shown <= 0)
            continue;
        bar.shown += (bar.target - bar.shown) * share;
        if (bar.target - bar.shown <= closeEnough)
            bar.shown = bar.target;
        moving.push_back(job);
    }
    if (moving.empty()) {
        timer_.stop();
        std::erase_if(bars_, [](const auto& entry) { return entry.second.target >= 1; });
    }
    for (const qint64 job : moving)
        Q_EMIT moved(job);
}

} // namespace ndas::ui
