#include "core/media/together.h"

#include "core/media/plan_parts.h"

#include <algorithm>
#include <cmath>

namespace ndas::media {

namespace {

/// Cores that decoding may keep busy before what encodes waits for it.
constexpr double mostForOneDecoder = 0.8;
constexpr int mostDecoders = 16; ///< more than these libavcodec warns of

bool isCopy(const TranscodePlan& plan)
{
    return plan.video.action == StreamAction::Copy;
}

} // namespace

std::int64_t memoryTogether(const std::vector<TranscodePlan>& plans)
{
    std::int64_t sum = 0;
    for (const TranscodePlan& plan : plans)
        sum += plan.mostMemory;
    const auto more = static_cast<std::int64_t>(plans.empty() ? 0 : plans.size() - 1);
    return std::max<std::int64_t>(0, sum - more * plan::memoryOfTheProgram);
}

std::int64_t largestFile(const std::vector<TranscodePlan>& plans, std::int64_t sourceBytes)
{
    constexpr std::int64_t least = std::int64_t{2} << 30;
    std::int64_t expected = sourceBytes;
    for (const TranscodePlan& plan : plans)
        expected = std::max({expected, plan.expectedBytes, plan.mostBytes});
    return least + 4 * expected;
}

std::vector<std::vector<std::size_t>> groupsOf(const std::vector<TranscodePlan>& plans,
                                               std::int64_t memoryBytes)
{
    std::vector<std::vector<std::size_t>> groups;
    std::size_t open = 0; ///< the group that others may join
    std::vector<TranscodePlan> joined;
    for (std::size_t index = 0; index < plans.size(); ++index) {
        if (isCopy(plans[index])) {
            groups.push_back({index});
            continue;
        }
        joined.push_back(plans[index]);
        const bool fits = joined.size() <= 2 || memoryTogether(joined) <= memoryBytes;
        if (joined.size() == 1 || !fits) {
            open = groups.size();
            groups.emplace_back();
            joined = {plans[index]};
        }
        groups[open].push_back(index);
    }
    return groups;
}

Threads threadShares(const std::vector<TranscodePlan>& plans, int cores)
{
    std::vector<double> encoding; // as multiples of decoding
    double all = 0;
    for (const TranscodePlan& plan : plans) {
        const double decoding = std::clamp(plan.decodingShare, 0.01, 0.99);
        all += encoding.emplace_back((1 - decoding) / decoding);
    }
    // Half as many again as they keep cores busy: encoders wait for pictures and for one another.
    const auto waiting = [](double busyCores) { return static_cast<int>(std::lround(1.5 * busyCores)); };
    Threads threads;
    if (const double decoding = cores / (1 + all); decoding > mostForOneDecoder)
        threads.decoder = std::min(1 + waiting(decoding), mostDecoders);
    for (const double part : encoding)
        threads.encoders.push_back(std::max(1, waiting(cores * part / all)));
    return threads;
}

} // namespace ndas::media
