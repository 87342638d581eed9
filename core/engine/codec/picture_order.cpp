#include "core/engine/codec/picture_order.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ndas::engine {

namespace {

// ISO/IEC 13818-2, table 6-1
constexpr std::uint8_t picture = 0x00;
constexpr std::uint8_t lastSlice = 0xaf;
constexpr std::uint8_t group = 0xb8;

constexpr unsigned numbers = 1024;

/// Of `number` ahead of `other`, around the end of what is counted; negative: behind it.
int distance(unsigned number, unsigned other)
{
    constexpr int half = numbers / 2;
    const auto ahead = static_cast<int>((number + numbers - other) % numbers);
    return ahead < half ? ahead : ahead - 2 * half;
}

} // namespace

std::int64_t PictureOrder::follow(std::span<const std::uint8_t> packet)
{
    constexpr std::uint8_t startCode[] = {0, 0, 1};
    for (;;) {
        const auto found =
            std::search(packet.begin(), packet.end(), std::begin(startCode), std::end(startCode));
        packet = packet.subspan(static_cast<std::size_t>(found - packet.begin()));
        if (packet.size() < 6)
            return 0;
        const std::uint8_t code = packet[3];
        if (code == group) {
            beginsGroup_ = true;
            reference_.reset();
        }
        const auto type = static_cast<Type>(packet[5] >> 3 & 7);
        if (code == picture)
            return add(unsigned{packet[4]} << 2 | packet[5] >> 6, type);
        if (code > picture && code <= lastSlice)
            return 0;
        packet = packet.subspan(3);
    }
}

std::int64_t PictureOrder::add(unsigned number, Type type)
{
    if (type == Type::Intra || type == Type::Predicted)
        return addReference(number, type);
    isBetweenEmpty_ = false;
    const bool isAhead = type == Type::Bidirectional && reference_ && distance(number, *reference_) > 0;
    return isAhead && !std::exchange(isTold_, true) ? 1 : 0; // of what it is between the second is missing
}

std::int64_t PictureOrder::addReference(unsigned number, Type type)
{
    if (reference_ == number) // the second half of that picture
        return 0;
    const int step = reference_ ? distance(number, *reference_) : 1;
    const bool beginsGroup = std::exchange(beginsGroup_, false);
    const bool lacksBegin = type == Type::Predicted && (beginsGroup || step < 0);
    const std::int64_t neverCame = isBetweenEmpty_ ? between_ : 0;
    between_ = step > 1 && type == Type::Predicted ? static_cast<unsigned>(step - 1) : 0;
    isBetweenEmpty_ = true;
    isTold_ = false;
    reference_ = number;
    return lacksBegin ? 1 : neverCame;
}

} // namespace ndas::engine
