// When pictures are shown of which the container says only when their packets are decoded (AVI): the first
// one when the first packet is, and so on, however far apart packets are. One thread at a time.
#pragma once

#include <cstdint>
#include <deque>

namespace ndas::engine {

class DecodingTimes {
public:
    void add(std::int64_t time);
    /// Of the next picture, which came out with the packet of that time (AV_NOPTS_VALUE: with none) while
    /// `held` others were held back to put them in order.
    std::int64_t next(std::int64_t time, int held);

    /// Nothing comes of a packet that refers to what is not there: its turn passes.
    void passOver();

    void forget() { times_.clear(); }

private:
    std::deque<std::int64_t> times_; ///< of packets whose picture is still to come
};

} // namespace ndas::engine
