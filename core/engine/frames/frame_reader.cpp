#include "core/engine/frames/frame_reader.h"

#include "core/engine/decode/decoder.h"
#include "core/engine/frames/frame_cache.h"
#include "core/engine/frames/frame_index.h"
#include "core/engine/input/stream_info.h"
#include "core/engine/probe/probe.h"
#include "core/engine/still/still_picture.h"

#include <algorithm>
#include <optional>
#include <utility>

extern "C" {
#include <libavutil/common.h>
}

namespace ndas::engine {

namespace {

using media::MediaInfo;
using media::Micros;

/// Decoding on is cheaper than a seek when the next key frame is this close.
constexpr std::int64_t fewFrames = 12;

std::int64_t orderOf(const AVPacket& packet)
{
    return packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
}

} // namespace

struct FrameReader::Impl {
    Impl(Input source, MediaInfo description, FrameIndex frames, Decoder streamDecoder,
         std::int64_t cacheBytes)
        : input(std::move(source))
        , info(std::move(description))
        , index(std::move(frames))
        , decoder(std::move(streamDecoder))
        , stream(*input.stream(info.mainVideo()->index))
        , packet(makePacket())
        , cache(cacheBytes)
    {
        for (const std::int64_t pts : index.times)
            times.push_back(toMicros(pts, stream.time_base) - info.start);
    }

    Result<const AVFrame*> decoded(std::int64_t wanted, const CancellationToken& token,
                                   const ProgressHandler& onProgress);
    Result<FramePtr> rendered(const AVFrame& frame, media::PixelSize box, AVPixelFormat format);

private:
    struct Pass {
        std::int64_t wanted = 0;
        const CancellationToken& token;
        const ProgressHandler& onProgress;
        std::int64_t from = INT64_MIN; ///< frames shown earlier may lack what they refer to
        bool startsAtKey = false;      ///< the first frame has to prove it
        bool isFalseKey = false;
        std::int64_t latest = -1; ///< number of the last frame that came
    };

    bool isOnTheWay(std::int64_t wanted) const;
    Result<bool> goTo(const KeyPacket& key, const CancellationToken& token);
    Result<bool> findFrom(std::int64_t seekTo, const KeyPacket& key, const CancellationToken& token);
    Result<bool> findInPackets(const KeyPacket& key, const CancellationToken& token);
    Result<void> start(Pass& pass);
    Result<void> run(Pass& pass);
    Result<void> take(AVFrame& frame, Pass& pass);

public:
    Input input;
    MediaInfo info;
    FrameIndex index;
    std::vector<Micros> times;

private:
    Decoder decoder;
    AVStream& stream;
    PacketPtr packet;
    bool hasPacket = false; ///< `packet` is to be decoded next
    FrameCache cache;
    std::optional<std::int64_t>
        position; ///< number of the last frame the decoder gave; it goes on from there
};

bool FrameReader::Impl::isOnTheWay(std::int64_t wanted) const
{
    if (!position || wanted <= *position)
        return false;
    const KeyPacket* key = index.keyFor(index.times[static_cast<std::size_t>(wanted)]);
    return !key || key->shown <= index.times[static_cast<std::size_t>(*position)] ||
           wanted - *position <= fewFrames;
}

/// True: `packet` is the key frame. False: the packets that follow are all later.
Result<bool> FrameReader::Impl::findInPackets(const KeyPacket& key, const CancellationToken& token)
{
    for (;;) {
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        av_packet_unref(packet.get());
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more)
            return false;
        if (packet->stream_index != stream.index)
            continue;
        const std::int64_t pts = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
        if (pts == key.pts && (key.place < 0 || packet->pos == key.place))
            return true;
        if (orderOf(*packet) != AV_NOPTS_VALUE && orderOf(*packet) > key.dts)
            return false;
    }
}

Result<bool> FrameReader::Impl::findFrom(std::int64_t seekTo, const KeyPacket& key,
                                         const CancellationToken& token)
{
    if (auto sought = input.seek(stream.index, seekTo); !sought) {
        if (sought.error().code == ErrorCode::Cancelled)
            return fail(std::move(sought).error());
        return false;
    }
    return findInPackets(key, token);
}

/// Containers without an index land somewhere near: then further back.
Result<bool> FrameReader::Impl::goTo(const KeyPacket& key, const CancellationToken& token)
{
    const std::int64_t step = std::max<std::int64_t>(1, av_rescale_q(2, {1, 1}, stream.time_base));
    const std::int64_t earliest = std::min(index.keys.front().pts, index.keys.front().dts);
    std::int64_t back = step;
    for (std::int64_t seekTo = key.pts;;) {
        NDAS_TRY(const bool found, findFrom(seekTo, key, token));
        if (found)
            return true;
        if (seekTo <= earliest)
            break;
        seekTo = std::max(earliest, av_sat_sub64(key.dts, back));
        back = av_sat_add64(back, back);
    }
    NDAS_CHECK(input.rewind());
    return findInPackets(key, token);
}

Result<void> FrameReader::Impl::start(Pass& pass)
{
    position.reset();
    hasPacket = false;
    decoder.reset();
    input.tryAgain();
    const std::int64_t pts = index.times[static_cast<std::size_t>(pass.wanted)];
    if (const KeyPacket* key = index.keyFor(pts)) {
        pass.from = key->shown;
        pass.startsAtKey = true;
        NDAS_TRY(hasPacket, goTo(*key, pass.token));
        if (hasPacket)
            return {};
    }
    pass.from = INT64_MIN;
    pass.startsAtKey = false;
    return input.rewind();
}

Result<void> FrameReader::Impl::take(AVFrame& frame, Pass& pass)
{
    const std::int64_t following = position.value_or(-1) + 1;
    const bool isFirstFromKey = !position && pass.startsAtKey;
    if (index.areCounted && isFirstFromKey)
        frame.pts = pass.from;
    else if ((index.areCounted || (frame.pts == AV_NOPTS_VALUE && following > 0)) &&
             following < std::ssize(index.times))
        frame.pts = index.times[static_cast<std::size_t>(following)];
    if (frame.pts == AV_NOPTS_VALUE || frame.pts < pass.from)
        return {};
    const std::int64_t number = index.nearest(frame.pts);
    const bool isBehind = number > pass.wanted; // the key frame was damaged
    if (std::exchange(pass.startsAtKey, false) && (isBehind || !isKeyFrame(frame)))
        pass.isFalseKey = true;
    if (pass.isFalseKey)
        return {};
    position = number;
    if (number <= pass.wanted || pass.latest < 0)
        pass.latest = number;
    if (!cache.keep(number, frame, pass.wanted))
        return fail(ErrorCode::OutOfMemory);
    return {};
}

Result<void> FrameReader::Impl::run(Pass& pass)
{
    const FrameHandler onFrame = [&](AVFrame& frame) { return take(frame, pass); };
    while (!pass.isFalseKey && (!position || *position < pass.wanted)) {
        if (pass.token.isCancelled())
            return fail(ErrorCode::Cancelled);
        if (pass.onProgress && position)
            pass.onProgress(
                {.stage = media::Stage::Reading, .done = times[static_cast<std::size_t>(*position)]});
        if (!std::exchange(hasPacket, false)) {
            av_packet_unref(packet.get());
            NDAS_TRY(const bool more, input.read(*packet));
            if (!more) {
                NDAS_CHECK(decoder.finish(onFrame));
                position.reset(); // there is no going on from here
                return {};
            }
        }
        if (packet->stream_index == stream.index)
            NDAS_CHECK(decoder.feed(*packet, onFrame));
    }
    return {};
}

Result<const AVFrame*> FrameReader::Impl::decoded(std::int64_t wanted, const CancellationToken& token,
                                                  const ProgressHandler& onProgress)
{
    if (const AVFrame* frame = cache.find(wanted))
        return frame;
    for (;;) {
        Pass pass{.wanted = wanted, .token = token, .onProgress = onProgress};
        if (isOnTheWay(wanted))
            pass.latest = *position;
        else
            NDAS_CHECK(start(pass));
        const std::int64_t from = pass.from;
        if (const auto done = run(pass); !done) {
            if (done.error().code != ErrorCode::Cancelled)
                position.reset();
            return fail(done.error());
        }
        if (!pass.isFalseKey) {
            const AVFrame* frame = cache.find(wanted);
            frame = frame ? frame : cache.find(pass.latest);
            return frame ? Result<const AVFrame*>(frame)
                         : fail(ErrorCode::Damaged, QStringLiteral("no frame"));
        }
        std::erase_if(index.keys, [from](const KeyPacket& key) { return key.shown == from; });
    }
}

Result<FramePtr> FrameReader::Impl::rendered(const AVFrame& frame, media::PixelSize box, AVPixelFormat format)
{
    const media::VideoStream& video = *info.mainVideo();
    return renderStill(frame, stillSpec(video, thumbnailSize(video.display(), box), format));
}

FrameReader::FrameReader(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl))
{
}

FrameReader::FrameReader(FrameReader&&) noexcept = default;
FrameReader& FrameReader::operator=(FrameReader&&) noexcept = default;
FrameReader::~FrameReader() = default;

Result<FrameReader> FrameReader::open(const QString& path, const CancellationToken& token,
                                      const FrameReaderOptions& options, const ProgressHandler& onProgress)
{
    const auto tell = [&onProgress](media::Stage stage) -> TimeProgress {
        if (!onProgress)
            return {};
        return [&onProgress, stage](Micros done) { onProgress({.stage = stage, .done = done}); };
    };
    NDAS_TRY(Input input, Input::open(path, token));
    NDAS_TRY(Probed probed, probe(input, path, tell(media::Stage::Opening)));
    const int streamIndex = probed.info.mainVideo()->index;
    NDAS_TRY(Decoder decoder,
             Decoder::open(*input.stream(streamIndex),
                           {.threads = options.threads, .timesAreOfDecoding = input.timesAreOfDecoding()}));
    NDAS_TRY(FrameIndex index,
             indexFrames(input, streamIndex, decoder, probed.info.duration, tell(media::Stage::Reading)));
    if (index.times.empty())
        return fail(ErrorCode::Damaged, QStringLiteral("no frame"));
    return FrameReader(std::make_unique<Impl>(std::move(input), std::move(probed.info), std::move(index),
                                              std::move(decoder), options.cacheBytes));
}

const MediaInfo& FrameReader::info() const
{
    return impl_->info;
}

const std::vector<Micros>& FrameReader::times() const
{
    return impl_->times;
}

Result<ReadFrame> FrameReader::read(std::int64_t index, media::PixelSize box, AVPixelFormat format,
                                    const CancellationToken& token, const ProgressHandler& onProgress)
{
    if (index < 0 || index >= std::ssize(impl_->times))
        return fail(ErrorCode::BadOption, QStringLiteral("there is no frame %1").arg(index));
    NDAS_TRY(const AVFrame* frame, impl_->decoded(index, token, onProgress));
    NDAS_TRY(FramePtr picture, impl_->rendered(*frame, box, format));
    const std::int64_t shown = impl_->index.nearest(frame->pts);
    return ReadFrame{
        .index = shown, .at = impl_->times[static_cast<std::size_t>(shown)], .picture = std::move(picture)};
}

} // namespace ndas::engine
