#include "core/engine/input/packet_repairs.h"

#include "core/engine/container/format_detection.h"
#include "core/engine/mending/decoding_order.h"
#include "core/engine/mending/index_flags.h"

#include <cstdlib>

extern "C" {
#include <libavutil/avstring.h>
}

namespace ndas::engine {

namespace {

/// Times so far from zero that what is computed from them would overflow are none. Clocks that count
/// nanoseconds since 1970 are not yet there.
void dropAbsurdTimes(AVPacket& packet, AVRational timeBase)
{
    constexpr std::int64_t mostTicks = 2'000'000'000'000'000'000;
    constexpr std::int64_t mostSeconds = 10'000'000'000;
    const auto isAbsurd = [timeBase](std::int64_t ticks) {
        return ticks < -mostTicks || ticks > mostTicks ||
               av_compare_ts(std::abs(ticks), timeBase, mostSeconds, {1, 1}) > 0;
    };
    if (isAbsurd(packet.pts))
        packet.pts = AV_NOPTS_VALUE;
    if (isAbsurd(packet.dts))
        packet.dts = AV_NOPTS_VALUE;
    if (isAbsurd(packet.duration))
        packet.duration = 0;
}

} // namespace

PacketRepairs::PacketRepairs(const AVFormatContext& context, std::int64_t fileSize)
    : isAvi_(av_match_name("avi", context.iformat->name) != 0)
    , hasBoxes_(engine::hasBoxes(*context.iformat))
{
    if (!hasBoxes_)
        return;
    descriptions_ = SampleDescriptions::of(context, fileSize);
    timesAreCopied_ = areTimesOfDecoding(context, fileSize);
}

Result<std::int64_t> PacketRepairs::mend(AVPacket& packet, AVStream& stream, AVStream& indexed)
{
    dropAbsurdTimes(packet, stream.time_base);
    adtsClock_.follow(packet, stream);
    std::int64_t missing = isAvi_ ? lostChunks_.follow(packet, stream) : 0;
    if (hasBoxes_)
        takeDiscardFromIndex(packet, indexed);
    if (timesAreCopied_ && mayReorder(stream))
        packet.pts = AV_NOPTS_VALUE;
    NDAS_CHECK(descriptions_.follow(packet));
    NDAS_CHECK(palettes_.follow(packet));
    missing += missing_.follow(packet, stream);
    missing += missingHevc_.follow(packet, stream);
    return missing;
}

void PacketRepairs::forget()
{
    lostChunks_.forget();
    descriptions_.forget();
    missing_.forget();
    missingHevc_.forget();
}

} // namespace ndas::engine
