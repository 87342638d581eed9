#include "core/engine/frames/frame_index.h"

#include "core/engine/codec/picture_parser.h"
#include "core/engine/decode/picture_clock.h"
#include "core/engine/input/stream_info.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

namespace ndas::engine {

namespace {

/// Encoders of VP8 send pictures that are only referred to, each in a packet of its own (RFC 6386, 9.1).
bool isNeverShown(const AVPacket& packet, AVCodecID codec)
{
    constexpr std::uint8_t showFrame = 0x10;
    return codec == AV_CODEC_ID_VP8 && packet.size > 0 && (packet.data[0] & showFrame) == 0;
}

class Collector {
public:
    Collector(const AVStream& stream, bool timesMayDiffer)
        : codec_(stream.codecpar->codec_id)
        , isReordered_(stream.codecpar->video_delay > 0)
        , timesMayDiffer_(timesMayDiffer)
        , parser_(stream)
    {
    }

    void add(const AVPacket& packet)
    {
        const ParsedPicture picture = parser_.parse(packet);
        if (picture.isSecondHalf)
            return;
        const std::int64_t pts = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
        isUntimed_ = isUntimed_ || packet.pts == AV_NOPTS_VALUE;
        if (pts == AV_NOPTS_VALUE)
            return;
        const std::int64_t dts = packet.dts != AV_NOPTS_VALUE ? packet.dts : pts;
        const bool isKey = (packet.flags & AV_PKT_FLAG_KEY) != 0;
        if (isKey)
            index_.keys.push_back({.shown = pts,
                                   .pts = pts,
                                   .dts = dts,
                                   .place = packet.pos,
                                   .isTimed = packet.pts != AV_NOPTS_VALUE});
        const bool isShown = (packet.flags & AV_PKT_FLAG_DISCARD) == 0 && !picture.isNeverShown &&
                             !isNeverShown(packet, codec_);
        if (isShown)
            follow(pts, isKey);
        if (isShown && index_.keys.empty())
            beforeKeys_.push_back(pts);
        else if (isShown && pts >= index_.keys.front().pts)
            index_.times.push_back(pts);
    }

    /// Some packets did not say when they are shown.
    bool isUntimed() const { return isUntimed_; }

    /// Some times cannot be right: a clock was set back, or one picture alone is said to be shown much later.
    bool isOutOfOrder() const { return isOutOfOrder_ && (!isReordered_ || !areAllKeys_); }

    FrameIndex take()
    {
        if (!timesMayDiffer_)
            for (KeyPacket& key : index_.keys)
                key.place = -1;
        std::ranges::sort(index_.keys, {}, &KeyPacket::shown);
        return takeToCount();
    }

    /// Keys in the order of the file, and with their places, for by their times alone none is found.
    FrameIndex takeToCount()
    {
        if (index_.keys.empty()) // its writer marked none
            index_.times = std::move(beforeKeys_);
        std::ranges::sort(index_.times);
        index_.times.erase(std::unique(index_.times.begin(), index_.times.end()), index_.times.end());
        return std::move(index_);
    }

private:
    /// Whatever was decoded before a key frame is shown before it; so it is with all pictures where none
    /// waits for another.
    void follow(std::int64_t pts, bool isKey)
    {
        areAllKeys_ = areAllKeys_ && isKey;
        isOutOfOrder_ = isOutOfOrder_ || (pts < latest_ && (isKey || !isReordered_));
        latest_ = std::max(latest_, pts);
    }

    AVCodecID codec_;
    bool isReordered_;
    bool timesMayDiffer_; ///< after a jump: where a clock begins anew, and where pictures are counted
    PictureParser parser_;
    bool isUntimed_ = false;
    bool areAllKeys_ = true; ///< as their writer has it
    bool isOutOfOrder_ = false;
    std::int64_t latest_ = INT64_MIN;
    FrameIndex index_;
    std::vector<std::int64_t> beforeKeys_;
};

/// Goes through all packets of a stream, once or more.
class PacketWalk {
public:
    using OnPacket = std::function<Result<void>(const AVPacket& packet)>;

    PacketWalk(Input& input, int streamIndex, const TimeProgress& onProgress)
        : input_(input)
        , stream_(*input.stream(streamIndex))
        , onProgress_(onProgress)
    {
    }

    Result<void> run(const OnPacket& onPacket)
    {
        const PacketPtr packet = makePacket();
        if (!packet)
            return fail(ErrorCode::OutOfMemory);
        walkedBefore_ = walked_;
        NDAS_CHECK(input_.rewind());
        for (;;) {
            NDAS_TRY(const bool more, input_.read(*packet));
            if (!more)
                return {};
            if (packet->stream_index == stream_.index) {
                tell(*packet);
                NDAS_CHECK(onPacket(*packet));
            }
            av_packet_unref(packet.get());
        }
    }

private:
    void tell(const AVPacket& packet)
    {
        if (!onProgress_ || packet.dts == AV_NOPTS_VALUE)
            return;
        const media::Micros at = toMicros(packet.dts, stream_.time_base);
        first_ = first_.value_or(at);
        walked_ = walkedBefore_ + at - *first_;
        onProgress_(walked_);
    }

    Input& input_;
    AVStream& stream_;
    const TimeProgress& onProgress_;
    std::optional<media::Micros> first_;
    media::Micros walked_{0};
    media::Micros walkedBefore_{0};
};

/// Nobody says when they are shown, so all of them are.
class GuessedTimes {
public:
    GuessedTimes(const AVStream& stream, bool areCounted)
        : first_(stream.start_time != AV_NOPTS_VALUE ? stream.start_time : 0)
        , areCounted_(areCounted)
    {
    }

    void add(const AVFrame& frame)
    {
        const bool isTimed = frame.pts != AV_NOPTS_VALUE;
        if (isTimed && (times_.empty() || frame.pts > times_.back()))
            times_.push_back(frame.pts);
        else if (times_.empty() && areCounted_)
            times_.push_back(first_);
        else if (!times_.empty() && !isTimed)
            times_.push_back(times_.back() + std::max<std::int64_t>(1, durationOf(frame)));
        else if (!times_.empty() && areCounted_)
            times_.push_back(times_.back() + 1);
        else
            return;
        if (isKeyFrame(frame))
            keyTimes_.push_back(times_.back());
    }

    std::vector<std::int64_t> take() { return std::move(times_); }

    const std::vector<std::int64_t>& ofKeys() const { return keyTimes_; }

private:
    std::int64_t first_;
    bool areCounted_;
    std::vector<std::int64_t> times_;
    std::vector<std::int64_t> keyTimes_;
};

/// Times as the decoder guesses them, or as a `clock` has them. Those of AVI, which are counted, are the same
/// after every seek.
Result<FrameIndex> indexByDecoding(PacketWalk& walk, Decoder& decoder, GuessedTimes guessed,
                                   FrameIndex packets, bool areCounted, PictureClock* clock)
{
    const FrameClock::OnFrame take = [&](AVFrame& frame, std::int64_t) -> Result<void> {
        guessed.add(frame);
        return {};
    };
    const FrameHandler add = [&](AVFrame& frame) { return clock ? clock->add(frame, take) : take(frame, 0); };
    NDAS_CHECK(walk.run([&](const AVPacket& packet) { return decoder.feed(packet, add); }));
    NDAS_CHECK(decoder.finish(add));
    if (clock)
        NDAS_CHECK(clock->finish(take));
    decoder.reset();
    FrameIndex index{.times = guessed.take(), .keys = {}, .areCounted = areCounted};
    const std::vector<std::int64_t>& keyTimes = guessed.ofKeys();
    if (keyTimes.size() != packets.keys.size())
        return index; // not every key packet became a key frame: which did is unknown
    for (std::size_t i = 0; i < keyTimes.size(); ++i)
        packets.keys[i].shown = keyTimes[i];
    index.keys = std::move(packets.keys);
    if (areCounted) // others are not found again
        std::erase_if(index.keys, [](const KeyPacket& key) { return !key.isTimed || key.place < 0; });
    return index;
}

} // namespace

std::int64_t FrameIndex::shownAt(std::int64_t pts) const
{
    if (times.empty())
        return -1;
    const auto next = std::ranges::upper_bound(times, pts);
    return std::max<std::int64_t>(0, next - times.begin() - 1);
}

std::int64_t FrameIndex::nearest(std::int64_t pts) const
{
    const std::int64_t before = shownAt(pts);
    const auto position = static_cast<std::size_t>(std::max<std::int64_t>(0, before));
    const bool hasNext = position + 1 < times.size();
    return hasNext && times[position + 1] - pts < pts - times[position] ? before + 1 : before;
}

const KeyPacket* FrameIndex::keyFor(std::int64_t pts) const
{
    const auto next = std::ranges::upper_bound(keys, pts, {}, &KeyPacket::shown);
    return next == keys.begin() ? nullptr : &*std::prev(next);
}

Result<FrameIndex> indexFrames(Input& input, int streamIndex, Decoder& decoder, media::Micros total,
                               const TimeProgress& onProgress)
{
    const AVStream* stream = input.stream(streamIndex);
    if (!stream)
        return fail(ErrorCode::NoVideoStream);
    input.select(std::array{streamIndex});
    PacketWalk walk(input, streamIndex, onProgress);
    Collector collector(*stream, !input.keepsFramesWhole());
    NDAS_CHECK(walk.run([&collector](const AVPacket& packet) -> Result<void> {
        collector.add(packet);
        return {};
    }));
    if (collector.isUntimed() || collector.isOutOfOrder()) {
        const bool areCounted = !input.timesAreOfDecoding();
        PictureClock clock(*stream, total);
        return indexByDecoding(walk, decoder, GuessedTimes(*stream, areCounted),
                               areCounted ? collector.takeToCount() : collector.take(), areCounted,
                               collector.isUntimed() ? nullptr : &clock);
    }
    FrameIndex index = collector.take();
    if (input.isOfPieces())
        index.keys.clear(); // hidden ones of one piece have times of the next
    return index;
}

} // namespace ndas::engine
