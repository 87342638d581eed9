#include "core/engine/start_gate.h"

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr std::size_t deepestReorder = 16; // H.264's limit on frames held back
constexpr std::size_t mostPictures = 8;    // whole pictures are large
constexpr std::size_t mostItems = 512;

} // namespace

StartGate::StartGate(std::vector<bool> copied)
    : held_(copied.size(), 0)
{
    for (const bool isCopy : copied)
        wanted_.push_back(isCopy ? deepestReorder + 1 : 1);
}

bool StartGate::isDecided() const
{
    if (heldPictures_ >= mostPictures || items_.size() >= mostItems)
        return true;
    for (std::size_t track = 0; track < held_.size(); ++track)
        if (held_[track] < wanted_[track])
            return false;
    return true;
}

Result<void> StartGate::take(MediaItem&& item, const ItemHandler& onward)
{
    if (open_)
        return pass(std::move(item), start_, unit_, onward);
    ++held_[static_cast<std::size_t>(item.track)];
    heldPictures_ += item.isPicture() ? 1 : 0;
    items_.push_back(std::move(item));
    return isDecided() ? release(onward) : Result<void>{};
}

Result<void> StartGate::finish(const ItemHandler& onward)
{
    return open_ ? Result<void>{} : release(onward);
}

Result<void> StartGate::release(const ItemHandler& onward)
{
    open_ = true;
    const auto earlier = [](const MediaItem& a, const MediaItem& b) {
        if (a.shownFrom == AV_NOPTS_VALUE || b.shownFrom == AV_NOPTS_VALUE)
            return b.shownFrom == AV_NOPTS_VALUE && a.shownFrom != AV_NOPTS_VALUE;
        return av_compare_ts(a.shownFrom, a.timeBase, b.shownFrom, b.timeBase) < 0;
    };
    const auto first = std::ranges::min_element(items_, earlier);
    if (first != items_.end() && first->shownFrom != AV_NOPTS_VALUE) {
        start_ = first->shownFrom;
        unit_ = first->timeBase;
    }
    for (; !items_.empty(); items_.pop_front())
        NDAS_CHECK(pass(std::move(items_.front()), start_, unit_, onward));
    return {};
}

Result<void> StartGate::pass(MediaItem&& item, std::int64_t start, AVRational unit, const ItemHandler& onward)
{
    const std::int64_t shift = av_rescale_q(start, unit, item.timeBase);
    item.pts -= shift;
    if (item.shownFrom != AV_NOPTS_VALUE)
        item.shownFrom -= shift;
    return onward(std::move(item));
}

} // namespace ndas::engine
