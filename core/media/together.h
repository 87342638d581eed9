// Renditions of one recording made from a single decode: which may be made at once, and with how many
// threads.
#pragma once

#include "core/media/transcode_plan.h"

namespace ndas::media {

/// Memory that one worker making all of these at once is expected to hold, also when what was to be taken
/// over has to be encoded after all.
std::int64_t memoryTogether(const std::vector<TranscodePlan>& plans);

/// More than any file that comes of these should take, in bytes: estimates go by what a header says of a
/// recording of `sourceBytes`, which may be far too little.
std::int64_t largestFile(const std::vector<TranscodePlan>& plans, std::int64_t sourceBytes);

/// Indexes into `plans`, those of each group in their order. What is taken over as it is needs no decode and
/// stands alone; the others share one as far as `memoryBytes` allow, two by two at least.
std::vector<std::vector<std::size_t>> groupsOf(const std::vector<TranscodePlan>& plans,
                                               std::int64_t memoryBytes);

struct Threads {
    int decoder = 1;
    std::vector<int> encoders; ///< in the plans' order
};

/// For one decode and these plans' encoders at once on so many cores. Large pictures get more, so that small
/// ones do not wait for them. A decoder of one thread does the least work; of more, one more than it keeps
/// busy where it would keep the encoders waiting.
Threads threadShares(const std::vector<TranscodePlan>& plans, int cores);

} // namespace ndas::media
