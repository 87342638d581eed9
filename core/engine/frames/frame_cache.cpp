#include "core/engine/frames/frame_cache.h"

namespace ndas::engine {

namespace {

constexpr std::size_t leastFrames = 4;

std::int64_t bytesOf(const AVFrame& frame)
{
    std::int64_t bytes = 0;
    for (const AVBufferRef* buffer : frame.buf)
        bytes += buffer ? static_cast<std::int64_t>(buffer->size) : 0;
    return bytes;
}

} // namespace

FrameCache::FrameCache(std::int64_t bytes)
    : limit_(bytes)
{
}

bool FrameCache::keep(std::int64_t index, const AVFrame& frame, std::int64_t wanted)
{
    if (frames_.contains(index))
        return true;
    FramePtr copy(av_frame_clone(&frame));
    if (!copy)
        return false;
    used_ += bytesOf(*copy);
    frames_.emplace(index, std::move(copy));
    while (used_ > limit_ && frames_.size() > leastFrames) {
        const auto first = frames_.begin();
        const auto last = std::prev(frames_.end());
        const auto furthest = wanted - first->first > last->first - wanted ? first : last;
        used_ -= bytesOf(*furthest->second);
        frames_.erase(furthest);
    }
    return true;
}

const AVFrame* FrameCache::find(std::int64_t index) const
{
    const auto found = frames_.find(index);
    return found == frames_.end() ? nullptr : found->second.get();
}

} // namespace ndas::engine
