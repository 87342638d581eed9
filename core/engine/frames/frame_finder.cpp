#include "core/engine/frames/frame_finder.h"

#include "core/engine/input/stream_info.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ndas::engine {

namespace {

using media::Micros;

constexpr int farthestKeyFrame = 1'000; ///< packets

bool isKey(const AVPacket& packet)
{
    return (packet.flags & AV_PKT_FLAG_KEY) != 0;
}

} // namespace

FrameFinder::FrameFinder(Input& input, AVStream& stream, Decoder decoder, Clock clock)
    : input_(&input)
    , stream_(&stream)
    , decoder_(std::move(decoder))
    , clock_(clock)
{
}

Result<FrameFinder> FrameFinder::open(Input& input, int streamIndex, int threads, Clock clock)
{
    AVStream* stream = input.stream(streamIndex);
    if (!stream)
        return fail(ErrorCode::NoVideoStream);
    NDAS_TRY(Decoder decoder,
             Decoder::open(*stream, {.threads = threads, .timesAreOfDecoding = input.timesAreOfDecoding()}));
    input.select(std::array{streamIndex});
    return FrameFinder(input, *stream, std::move(decoder), clock);
}

Micros FrameFinder::timeOf(const AVFrame& frame) const
{
    return toMicros(frame.pts, stream_->time_base);
}

Micros FrameFinder::timeOf(const AVPacket& packet) const
{
    return toMicros(packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts, stream_->time_base);
}

/// `ahead_` is the next packet of the stream; false at the end of the file.
Result<bool> FrameFinder::lookAhead()
{
    while (!ahead_ || ahead_->stream_index != stream_->index) {
        PacketPtr packet = makePacket();
        if (!packet)
            return fail(ErrorCode::OutOfMemory);
        NDAS_TRY(const bool more, input_->read(*packet));
        if (!more)
            return false;
        ahead_ = std::move(packet);
    }
    return true;
}

/// One packet more in `group_`.
Result<bool> FrameFinder::advance()
{
    NDAS_TRY(const bool more, lookAhead());
    if (!more)
        return false;
    if (clock_ == Clock::RunsThrough || isKey(*ahead_) || group_.size() >= farthestKeyFrame) {
        group_.clear();
        next_ = 0;
    }
    group_.push_back(std::move(ahead_));
    return true;
}

/// False when there is none before the end of the file, or none near.
Result<bool> FrameFinder::readKeyPacket()
{
    for (int count = 0; count < farthestKeyFrame; ++count) {
        NDAS_TRY(const bool more, advance());
        if (!more || isKey(*group_.back()))
            return more;
    }
    return false;
}

void FrameFinder::forget()
{
    group_.clear();
    next_ = 0;
    ahead_.reset();
}

Result<void> FrameFinder::rewind()
{
    forget();
    return input_->rewind();
}

/// As goToKeyFrame(), for clocks that begin anew.
Result<bool> FrameFinder::readToKeyFrame(Micros time)
{
    if (group_.empty() || !isKey(*group_.front()) || timeOf(*group_.front()) > time)
        NDAS_CHECK(rewind());
    next_ = 0;
    for (;;) {
        NDAS_TRY(const bool more, lookAhead());
        if (!more || (!group_.empty() && timeOf(*ahead_) > time))
            return !group_.empty() && isKey(*group_.front());
        if (group_.empty() && !isKey(*ahead_))
            ahead_.reset();
        else
            NDAS_CHECK(advance());
    }
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
        forget();
        NDAS_TRY(const bool found, readKeyPacket());
        if (found && timeOf(*group_.back()) <= time)
            return true;
        if (time - back <= start)
            return false;
    }
}

Result<bool> FrameFinder::go(Start start, Micros time)
{
    decoder_.reset();
    if (start == Start::AtKeyFrame)
        return clock_ == Clock::BeginsAnew ? readToKeyFrame(time) : goToKeyFrame(time);
    NDAS_CHECK(rewind());
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
        if (next_ == group_.size()) {
            NDAS_TRY(const bool more, advance());
            if (!more)
                return decoder_.finish(show);
        }
        NDAS_CHECK(decoder_.feed(*group_[next_++], show));
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
    return there ? std::optional(timeOf(*group_.front())) : std::nullopt;
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
    if (there)
        NDAS_CHECK(decoder_.decodeAlone(*group_.front(), keep));
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
