// How full a player's buffer is: it is filled at the highest rate a rendition may have, and every picture
// takes its bits out. x264 keeps the same count to hold its bitrate cap.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <algorithm>

namespace ndas::engine {

class RateBuffer {
public:
    /// Bits per second and bits; without either there is no cap and the fill is 0.
    RateBuffer(std::int64_t maxRate, std::int64_t size, AVRational timeBase)
        : maxRate_(maxRate)
        , size_(maxRate > 0 ? size : 0)
        , timeBase_(timeBase)
        , fill_(static_cast<double>(size_) * filledAtStart)
    {
    }

    void take(std::int64_t bytes, std::int64_t duration)
    {
        fill_ = std::max(0.0, fill_ - 8.0 * static_cast<double>(bytes));
        fill_ += static_cast<double>(maxRate_) * static_cast<double>(duration) * av_q2d(timeBase_);
        fill_ = std::min(fill_, static_cast<double>(size_));
    }

    /// In bits.
    std::int64_t fill() const { return static_cast<std::int64_t>(fill_); }

private:
    static constexpr double filledAtStart = 0.9; ///< x264's vbv-init

    std::int64_t maxRate_;
    std::int64_t size_;
    AVRational timeBase_;
    double fill_;
};

} // namespace ndas::engine
