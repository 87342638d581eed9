#include "core/engine/frame_finder.h"

#include "core/engine/stream_info.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ndas::engine {

namespace {

using media::Micros;

} // namespace

FrameFinder::FrameFinder(Input& input, AVStream& stream, Decoder decoder, PacketPtr packet)
    : input_(&input)
    , stream_(&stream)
    , decoder_(std::move(decoder))
    , packet_(std::move(packet))
{
}

Result<FrameFinder> FrameFinder::open(Input& input, int streamIndex, int threads)
{
    AVStream* stream = input.stream(streamIndex);
    if (!stream)
        return fail(ErrorCode::NoVideoStream);
    NDAS_TRY(Decoder decoder,
             Decoder::open(*stream, {.threads = threads, .timesAreOfDecoding = input.timesAreOfDecoding()}));
    PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    input.select(std::array{streamIndex});
    return FrameFinder(input, *stream, std::move(decoder), std::move(packet));
}

Micros FrameFinder::timeOf(const AVFrame& frame) const
{
    return toMicros(frame.pts, stream_->time_base);
}

Micros FrameFinder::packetTime() const
{
    return toMicros(packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts, stream_->time_base);
}

/// False when there is none before the end of the file, or none near.
Result<bool> FrameFinder::readKeyPacket()
{
    constexpr int mostPackets = 1'000;
    for (int count = 0; count < mostPackets;) {
        av_packet_unref(packet_.get());
        NDAS_TRY(const bool more, input_->read(*packet_));
        if (!more)
            return false;
        if (packet_->stream_index != stream_->index)
            continue;
        if ((packet_->flags & AV_PKT_FLAG_KEY) != 0)
            return true;
        ++count;
    }
    return false;
}

/// Containers without an index (MPEG-TS) land somewhere near: then further back, until a key frame comes in
/// time. False when the container cannot seek there.
Result<bool> FrameFinder::goToKeyFrame(Micros time)
{
    constexpr Micros firstStepBack = std::chrono::seconds(2);
    const Micros start = toMicros(stream_->start_time, stream_->time_base);
    for (Micros back(0);; back = std::max(firstStepBack, back * 2)) {
        const std::int64_t pts =
            av_rescale_q((time - back).count(), AVRational{1, 1'000'000}, stream_->time_base);
        if (auto sought = input_->seek(stream_->index, pts); !sought) {
            if (sought.error().code == ErrorCode::Cancelled)
                return fail(std::move(sought).error());
            return false;
        }
        NDAS_TRY(const bool found, readKeyPacket());
        if (found && packetTime() <= time) {
            hasPacket_ = true;
            return true;
        }
        if (time - back <= start)
            return false;
    }
}

Result<bool> FrameFinder::go(Start start, Micros time)
{
    decoder_.reset();
    hasPacket_ = false;
    if (start == Start::AtKeyFrame)
        return goToKeyFrame(time);
    NDAS_CHECK(input_->rewind());
    return true;
}

Result<void> FrameFinder::decode(const Look& look)
{
    Verdict verdict = Verdict::GoOn;
    const FrameHandler show = [&](AVFrame& frame) -> Result<void> {
        if (verdict == Verdict::GoOn) {
            NDAS_TRY(verdict, look(frame));
        }
        return {};
    };
    while (verdict == Verdict::GoOn) {
        if (!std::exchange(hasPacket_, false)) {
            av_packet_unref(packet_.get());
            NDAS_TRY(const bool more, input_->read(*packet_));
            if (!more)
                return decoder_.finish(show);
        }
        if (packet_->stream_index == stream_->index)
            NDAS_CHECK(decoder_.feed(*packet_, show));
    }
    return {};
}

Result<bool> FrameFinder::lookFrom(Start start, Micros time, const Look& look)
{
    bool shown = false;
    const Look guarded = [&](AVFrame& frame) -> Result<Verdict> {
        const bool tooEarly =
            start == Start::AtBeginning && frame.pts != AV_NOPTS_VALUE && timeOf(frame) < time;
        if (!shown && start == Start::AtKeyFrame && !isKeyFrame(frame))
            return Verdict::Stop;
        if (tooEarly)
            return Verdict::GoOn;
        shown = true;
        return look(frame);
    };
    NDAS_TRY(const bool there, go(start, time));
    if (there) {
        NDAS_CHECK(decode(guarded));
    }
    return shown;
}

Result<void> FrameFinder::look(Micros time, const Look& look)
{
    NDAS_TRY(const bool shown, lookFrom(Start::AtKeyFrame, time, look));
    if (!shown) {
        NDAS_CHECK(lookFrom(Start::AtBeginning, time, look));
    }
    return {};
}

Result<std::optional<Micros>> FrameFinder::keyFrameFor(Micros time)
{
    NDAS_TRY(const bool there, go(Start::AtKeyFrame, time));
    return there ? std::optional(packetTime()) : std::nullopt;
}

Result<FramePtr> FrameFinder::quickKeyFrame(Micros time)
{
    if (!input_->keepsFramesWhole())
        return FramePtr();
    NDAS_TRY(const bool there, go(Start::AtKeyFrame, time));
    FramePtr found;
    const FrameHandler keep = [&](AVFrame& frame) -> Result<void> {
        if (!found && isKeyFrame(frame) && !isDamaged(frame))
            found.reset(av_frame_clone(&frame));
        return {};
    };
    if (there && std::exchange(hasPacket_, false))
        NDAS_CHECK(decoder_.decodeAlone(*packet_, keep));
    return found;
}

Result<FramePtr> FrameFinder::frameAt(Micros time)
{
    FramePtr first; // starts later than asked for
    for (const Start start : {Start::AtKeyFrame, Start::AtBeginning}) {
        FramePtr found;
        bool usable = true;
        bool any = false;
        const Look keep = [&](AVFrame& frame) -> Result<Verdict> {
            if (!any && start == Start::AtKeyFrame && !isKeyFrame(frame))
                usable = false;
            any = true;
            const bool late = frame.pts != AV_NOPTS_VALUE && timeOf(frame) > time;
            if (!usable || (late && found))
                return Verdict::Stop;
            FramePtr& target = late ? first : found;
            target.reset(av_frame_clone(&frame));
            return late ? Verdict::Stop : Verdict::GoOn;
        };
        NDAS_TRY(const bool there, go(start, time));
        if (there) {
            NDAS_CHECK(decode(keep));
        }
        if (usable && found)
            return found;
    }
    if (!first)
        return fail(ErrorCode::Damaged, QStringLiteral("no frame"));
    return first;
}

} // namespace ndas::engine
