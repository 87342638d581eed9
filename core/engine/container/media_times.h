// From when to when the samples of an MP4's or MOV's track are shown, as its tables and fragments have it.
#pragma once

#include "core/engine/container/track_fragments.h"

namespace ndas::engine {

/// In ticks of the track. In floating point, for a hostile file may claim the largest numbers in every entry.
/// ISO/IEC 14496-12, 8.6.1 and 8.8.
class MediaTimes {
public:
    MediaTimes(AVIOContext* io, const Part& track);

    /// Of the whole file, as far as they are needed to tell that samples are shown at `enough` or later.
    void addFragments(const Part& movie, std::int64_t fileSize, std::int64_t enough);

    bool hasFragments() const { return hasFragments_; }

    std::int32_t begin() const { return std::max(0, delays_.first.value_or(0)); } ///< of the first sample

    double end() const; ///< of the last one; 0: there are none

private:
    void readTable(const Part& box);
    void add(double length, std::uint32_t lastLength);

    AVIOContext* io_;
    std::int64_t id_ = 0;
    bool hasFragments_ = false;
    double decoded_ = 0;
    double latest_ = 0; ///< that was ever decoded: fragments may set the clock back
    Delays delays_;
};

} // namespace ndas::engine
