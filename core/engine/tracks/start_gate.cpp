#include "core/engine/tracks/start_gate.h"

namespace ndas::engine {

namespace {

constexpr std::size_t deepestReorder = 16; // H.264's limit on frames held back
constexpr std::size_t mostPictures = 8;    // whole pictures are large
constexpr std::size_t mostItems = 512;
constexpr std::size_t mostBytes = 64 << 20; ///< of packets

} // namespace

StartGate::StartGate(std::vector<TrackStart> tracks)
    : tracks_(std::move(tracks))
    , held_(tracks_.size(), 0)
{
}

void StartGate::openAt(SourceTime start)
{
    start_ = start;
    open_ = true;
}

bool StartGate::isDecided() const
{
    if (heldPictures_ >= mostPictures || items_.size() >= mostItems || heldBytes_ >= mostBytes)
        return true;
    for (std::size_t track = 0; track < tracks_.size(); ++track)
        if (held_[track] < (tracks_[track].isCopy ? deepestReorder + 1 : 1))
            return false;
    return true;
}

Result<void> StartGate::take(MediaItem&& item, const ItemHandler& onward)
{
    if (open_)
        return pass(std::move(item), onward);
    ++held_[static_cast<std::size_t>(item.track)];
    heldPictures_ += item.isPicture() ? 1 : 0;
    heldBytes_ += item.bytes();
    items_.push_back(std::move(item));
    return isDecided() ? release(onward) : Result<void>{};
}

Result<void> StartGate::finish(const ItemHandler& onward)
{
    return open_ ? Result<void>{} : release(onward);
}

SourceTime StartGate::earliest() const
{
    SourceTime first;
    const auto consider = [&first](SourceTime moment) {
        if (!moment.isKnown())
            return;
        if (!first.isKnown() || av_compare_ts(moment.time, moment.timeBase, first.time, first.timeBase) < 0)
            first = moment;
    };
    for (const MediaItem& item : items_)
        consider({item.shownFrom, item.timeBase});
    for (std::size_t track = 0; track < tracks_.size(); ++track)
        if (held_[track] == 0 && first.isKnown())
            consider({tracks_[track].announced, tracks_[track].timeBase});
    return first;
}

Result<void> StartGate::release(const ItemHandler& onward)
{
    open_ = true;
    start_ = earliest();
    for (; !items_.empty(); items_.pop_front())
        NDAS_CHECK(pass(std::move(items_.front()), onward));
    return {};
}

Result<void> StartGate::pass(MediaItem&& item, const ItemHandler& onward) const
{
    if (start_.isKnown())
        item.pts -= av_rescale_q(start_.time, start_.timeBase, item.timeBase);
    return onward(std::move(item));
}

} // namespace ndas::engine
