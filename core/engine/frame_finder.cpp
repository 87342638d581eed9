#include "core/engine/frame_finder.h"

#include "core/engine/stream_info.h"

#include <array>

namespace ndas::engine {

namespace {

using media::Micros;

bool isKeyFrame(const AVFrame& frame)
{
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return (frame.flags & AV_FRAME_FLAG_KEY) != 0;
#else
    return frame.key_frame != 0;
#endif
}

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
    NDAS_TRY(Decoder decoder, Decoder::open(*stream, {.threads = threads}));
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

/// False when the container cannot seek there.
Result<bool> FrameFinder::go(Start start, Micros time)
{
    decoder_.reset();
    if (start == Start::AtBeginning) {
        NDAS_CHECK(input_->rewind());
        return true;
    }
    const std::int64_t pts = av_rescale_q(time.count(), AVRational{1, 1'000'000}, stream_->time_base);
    if (auto sought = input_->seek(stream_->index, pts); !sought) {
        if (sought.error().code == ErrorCode::Cancelled)
            return fail(std::move(sought).error());
        return false;
    }
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
        NDAS_TRY(const bool more, input_->read(*packet_));
        if (!more)
            return decoder_.finish(show);
        const bool ours = packet_->stream_index == stream_->index;
        const Result<void> fed = ours ? decoder_.feed(*packet_, show) : Result<void>();
        av_packet_unref(packet_.get());
        NDAS_CHECK(fed);
    }
    return {};
}

Result<void> FrameFinder::look(Micros time, const Look& look)
{
    for (const Start start : {Start::AtKeyFrame, Start::AtBeginning}) {
        NDAS_TRY(const bool there, go(start, time));
        bool shown = false;
        bool usable = there;
        const Look guarded = [&](AVFrame& frame) -> Result<Verdict> {
            const bool tooEarly =
                start == Start::AtBeginning && frame.pts != AV_NOPTS_VALUE && timeOf(frame) < time;
            if (!shown && !tooEarly && start == Start::AtKeyFrame && !isKeyFrame(frame)) {
                usable = false;
                return Verdict::Stop;
            }
            if (tooEarly)
                return Verdict::GoOn;
            shown = true;
            return look(frame);
        };
        if (there) {
            NDAS_CHECK(decode(guarded));
        }
        if (usable && shown)
            return {};
    }
    return {};
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
