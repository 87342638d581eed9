#include "core/engine/container/program_clock.h"

#include "core/engine/container/transport_packets.h"

#include <algorithm>
#include <optional>

namespace ndas::engine {

namespace {

constexpr std::int64_t ticksPerSecond = 90'000;
constexpr std::int64_t mostBetween = 1 << 20; ///< bytes; the clock stands there several times a second

struct Ticks {
    std::int64_t count = 0; ///< of 33 bits
    int program = 0;        ///< each of a transport stream has its own
};

using ReadClock = std::optional<Ticks> (*)(AVIOContext* io, std::int64_t from, std::int64_t end,
                                           const CancellationToken& token);

/// The three parts of 33 bits, each with a marker bit behind it.
std::int64_t ticksIn(std::uint64_t bits)
{
    return static_cast<std::int64_t>((bits >> 3 & 0x1c0000000) | (bits >> 2 & 0x3fff8000) |
                                     (bits >> 1 & 0x7fff));
}

std::optional<Ticks> clockOfTransport(AVIOContext* io, std::int64_t from, std::int64_t end,
                                      const CancellationToken& token)
{
    constexpr std::int64_t packetSize = 188;
    std::int64_t at = nextTransportPackets(io, from, end, token);
    const std::int64_t distance = at < end ? distanceOfTransportPackets(io, at) : 0;
    for (; distance > 0 && at < end; at += distance) { // 0: it can no longer be read
        avio_seek(io, at + distance - packetSize + 1, SEEK_SET);
        const unsigned head = avio_rb16(io);
        const bool isAdapted = (avio_r8(io) & 0x20) != 0;
        const bool hasClock = isAdapted && avio_r8(io) >= 7 && (avio_r8(io) & 0x10) != 0;
        if (!hasClock)
            continue;
        const std::int64_t upper = avio_rb32(io);
        return Ticks{.count = upper << 1 | avio_r8(io) >> 7, .program = static_cast<int>(head & 0x1fff)};
    }
    return std::nullopt;
}

std::optional<Ticks> clockOfProgram(AVIOContext* io, std::int64_t from, std::int64_t end,
                                    const CancellationToken&)
{
    constexpr std::uint32_t packHeader = 0x1ba;
    avio_seek(io, from, SEEK_SET);
    std::uint32_t latest = UINT32_MAX;
    for (std::int64_t at = from; at < end && latest != packHeader; ++at)
        latest = latest << 8 | static_cast<std::uint32_t>(avio_r8(io));
    if (latest != packHeader)
        return std::nullopt;
    const auto first = static_cast<std::uint64_t>(avio_r8(io));
    const std::uint64_t bits = first << 32 | avio_rb32(io);
    if (first >> 4 == 2) // MPEG-1
        return Ticks{.count = ticksIn(bits)};
    const std::uint64_t more = bits << 8 | static_cast<std::uint64_t>(avio_r8(io));
    return first >> 6 == 1 ? std::optional(Ticks{.count = ticksIn(more >> 10)}) : std::nullopt;
}

/// How far on, where the clock has begun anew in between too.
std::int64_t stepBetween(std::int64_t from, std::int64_t to)
{
    constexpr std::int64_t round = std::int64_t{1} << 33;
    const std::int64_t step = (to - from) % round;
    return step >= round / 2 ? step - round : step < -round / 2 ? step + round : step;
}

} // namespace

std::vector<media::Micros> clockAlong(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    constexpr int places = 32;
    const ReadClock read = distanceOfTransportPackets(io, 0) > 0 ? &clockOfTransport : &clockOfProgram;
    std::vector<media::Micros> times;
    std::optional<Ticks> latest;
    std::int64_t ticks = 0;
    for (int place = 0; place <= places; ++place) {
        const std::int64_t from = std::min(fileSize * place / places, fileSize - mostBetween);
        const auto found = read(io, std::max<std::int64_t>(0, from), from + mostBetween, token);
        if (!found || (latest && found->program != latest->program))
            return {};
        ticks += latest ? stepBetween(latest->count, found->count) : 0;
        times.emplace_back(av_rescale(ticks, 1'000'000, ticksPerSecond));
        latest = found;
    }
    return times;
}

} // namespace ndas::engine
