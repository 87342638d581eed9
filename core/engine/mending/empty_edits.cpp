#include "core/engine/mending/empty_edits.h"

#include <algorithm>

namespace ndas::engine {

namespace {

using media::Micros;
using Stretch = EmptyEdits::Stretch;

constexpr Micros rounding{1000}; ///< the movie's clock may be as coarse

std::vector<Stretch> emptyBehindFirst(const std::vector<Edit>& edits, std::int64_t ticks)
{
    std::vector<Stretch> stretches;
    std::int64_t at = 0;
    bool hasBegun = false;
    for (const Edit& edit : edits) {
        const std::int64_t end = at + edit.duration;
        if (edit.isEmpty && hasBegun)
            stretches.push_back({.from = Micros(av_rescale(at, 1'000'000, ticks)),
                                 .to = Micros(av_rescale(end, 1'000'000, ticks))});
        hasBegun = hasBegun || !edit.isEmpty;
        at = end;
    }
    return stretches;
}

} // namespace

EmptyEdits::EmptyEdits(const EditLists& lists)
{
    for (const auto& [track, edits] : lists.tracks)
        if (std::vector<Stretch> stretches = emptyBehindFirst(edits, lists.ticks); !stretches.empty())
            tracks_[track] = std::move(stretches);
}

bool EmptyEdits::hides(int track, Micros at) const
{
    const auto stretches = tracks_.find(track);
    return stretches != tracks_.end() && std::ranges::any_of(stretches->second, [at](const Stretch& stretch) {
               return at >= stretch.from - rounding && at < stretch.to - rounding;
           });
}

} // namespace ndas::engine
