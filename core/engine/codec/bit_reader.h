// Bits of a packet, most significant first. Reading behind the end gives zeros and is remembered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ndas::engine {

class BitReader {
public:
    explicit BitReader(std::span<const std::uint8_t> bytes)
        : bytes_(bytes)
    {
    }

    unsigned read(int count)
    {
        unsigned value = 0;
        for (; count > 0; --count)
            value = (value << 1) | next();
        return value;
    }

    bool flag() { return next() != 0; }

    void skip(std::size_t count) { at_ += count; }

    void align() { at_ = (at_ + 7) / 8 * 8; }

    std::size_t position() const { return at_; }

    bool isPastEnd() const { return at_ > 8 * bytes_.size(); }

private:
    unsigned next()
    {
        const std::size_t at = at_++;
        return at / 8 < bytes_.size() ? (bytes_[at / 8] >> (7 - at % 8)) & 1U : 0U;
    }

    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

} // namespace ndas::engine
