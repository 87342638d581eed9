#include "core/media/experience.h"

#include <algorithm>
#include <cmath>

namespace ndas::media {

namespace {

constexpr std::size_t mostRecords = 9;
constexpr double leastFactor = 1.0 / 50;
constexpr double mostFactor = 50;

double pixelRateOf(const MediaInfo& info)
{
    const VideoStream* video = info.mainVideo();
    const double rate = video && video->frameRate.isPositive() ? video->frameRate.toDouble() : 30.0;
    return video ? rate * std::max(1, video->coded.width) * std::max(1, video->coded.height) : 0.0;
}

/// What no machine takes says nothing: it slept meanwhile, or its clock was set.
void addTime(std::vector<double>& logs, Micros actual, Micros guessed)
{
    const double factor = guessed > Micros(0) ? double(actual.count()) / double(guessed.count()) : 0;
    if (factor >= leastFactor && factor <= mostFactor)
        logs.push_back(std::log(factor));
}

/// Of a picture that stands still next to nothing is left.
void addSize(std::vector<double>& logs, std::int64_t actual, std::int64_t guessed)
{
    if (actual > 0 && guessed > 0)
        logs.push_back(std::log(std::clamp(double(actual) / double(guessed), leastFactor, mostFactor)));
}

/// The median of what was found, drawn a little to the first guess while there is little of it.
double factorOf(std::vector<double> logs)
{
    if (logs.empty())
        return 1;
    const auto middle = logs.begin() + static_cast<std::ptrdiff_t>(logs.size() / 2);
    std::nth_element(logs.begin(), middle, logs.end());
    const auto count = static_cast<double>(logs.size());
    return std::exp(*middle * count / (count + 0.25));
}

std::int64_t scaled(std::int64_t value, double factor)
{
    return static_cast<std::int64_t>(std::min(static_cast<double>(value) * factor, 1e15));
}

} // namespace

WorkRecord workRecord(const MediaInfo& info, const Preset& preset, Micros work, std::int64_t bytes)
{
    const TranscodePlan plan = makePlan(info, preset);
    return {.preset = preset.id,
            .action = plan.video.action,
            .pixelRate = pixelRateOf(info),
            .guessedWork = plan.expectedWork,
            .work = work,
            .guessedBytes = plan.expectedBytes,
            .bytes = bytes};
}

Experience::Experience(std::vector<WorkRecord> records)
    : records_(std::move(records))
{
}

std::vector<const WorkRecord*> Experience::nearest(double pixelRate, StreamAction action,
                                                   const QString& preset) const
{
    std::vector<const WorkRecord*> found;
    for (const WorkRecord& record : records_)
        if (record.action == action && record.pixelRate > 0 && (preset.isNull() || record.preset == preset))
            found.push_back(&record);
    const auto distance = [pixelRate](const WorkRecord* record) {
        return std::round(2 * std::abs(std::log2(record->pixelRate / pixelRate))); // in steps, newer first
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](const WorkRecord* a, const WorkRecord* b) { return distance(a) < distance(b); });
    found.resize(std::min(found.size(), mostRecords));
    return found;
}

void Experience::refine(TranscodePlan& plan, const MediaInfo& info) const
{
    const double rate = pixelRateOf(info);
    if (rate <= 0)
        return;
    const auto alike = nearest(rate, plan.video.action, plan.preset);
    std::vector<double> work;
    std::vector<double> bytes;
    for (const WorkRecord* record : alike.empty() ? nearest(rate, plan.video.action, {}) : alike)
        addTime(work, record->work, record->guessedWork);
    for (const WorkRecord* record : alike)
        addSize(bytes, record->bytes, record->guessedBytes);
    plan.expectedWork = Micros(scaled(plan.expectedWork.count(), factorOf(std::move(work))));
    plan.expectedBytes = scaled(plan.expectedBytes, factorOf(std::move(bytes)));
}

} // namespace ndas::media
