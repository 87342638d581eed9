#include "core/engine/tracks/source_witness.h"

#include <algorithm>

namespace ndas::engine {

namespace {

constexpr AVRational micros{1, AV_TIME_BASE};
constexpr std::int64_t tolerance = 1000; ///< microseconds
/// Beyond, a clock may be taken for broken (TrackClock).
constexpr std::int64_t longestPause = 10;

/// Of other codecs packets may hold pictures that are never shown, several, or say that nothing changes.
bool hasOnePictureEach(AVCodecID codec)
{
    return codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC || codec == AV_CODEC_ID_PRORES ||
           codec == AV_CODEC_ID_MJPEG;
}

} // namespace

SourceWitness::SourceWitness(const Input& input, const AVStream& stream)
    : timeBase_(stream.time_base)
    , parser_(stream)
    , isH264_(stream.codecpar->codec_id == AV_CODEC_ID_H264)
    , isReliable_(input.keepsFramesWhole() && hasOnePictureEach(stream.codecpar->codec_id))
{
}

void SourceWitness::see(const AVPacket& packet)
{
    const ParsedPicture picture = parser_.parse(packet);
    const bool isShown = (packet.flags & AV_PKT_FLAG_DISCARD) == 0 && !picture.isNeverShown;
    if (packet.size <= 0 || picture.isSecondHalf)
        return;
    seeStart(packet);
    isReliable_ = isReliable_ && packet.pts != AV_NOPTS_VALUE;
    if (!isReliable_)
        return;
    if (!firstKey_ && (packet.flags & AV_PKT_FLAG_KEY) != 0)
        firstKey_ = packet.pts;
    const bool isBehindStart = firstKey_ && packet.pts < *firstKey_;
    isUnderWay_ = isUnderWay_ || (firstKey_ && packet.pts > *firstKey_);
    isReliable_ = !(isUnderWay_ && isBehindStart);
    if (isShown)
        times_.push_back(packet.pts);
}

/// Behind a key frame too, which may be where pictures begin to be made whole bit by bit (ITU-T H.264,
/// D.2.8); those that lead up to it are left out, as from any recording.
void SourceWitness::seeStart(const AVPacket& packet)
{
    constexpr std::size_t mostBehindKey = 1'000;
    const bool isShown = (packet.flags & AV_PKT_FLAG_DISCARD) == 0;
    const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if (!startKey_ && (packet.flags & AV_PKT_FLAG_KEY) != 0)
        startKey_ = time;
    if (!startKey_ && time != AV_NOPTS_VALUE && isShown)
        start_.push_back(time);
    const bool mayBeUnfinished = startKey_ && isH264_ && !isReliable_ && behindKey_ < mostBehindKey;
    if (mayBeUnfinished && isShown && packet.pts != AV_NOPTS_VALUE && packet.pts >= *startKey_) {
        start_.push_back(packet.pts);
        ++behindKey_;
    }
}

std::optional<PromisedPictures> SourceWitness::promised() const
{
    if (!isReliable_ || !firstKey_)
        return std::nullopt;
    PromisedPictures promised{.timeBase = timeBase_, .times = times_, .decodableFrom = *firstKey_};
    std::ranges::sort(promised.times);
    const std::int64_t pause = av_rescale_q(longestPause, {1, 1}, timeBase_);
    const auto isNoGuide = [pause](std::int64_t a, std::int64_t b) { return a == b || b - a >= pause; };
    return std::ranges::adjacent_find(promised.times, isNoGuide) == promised.times.end()
               ? std::optional(std::move(promised))
               : std::nullopt;
}

namespace {

std::int64_t missingByNumber(const PromisedPictures& promised, const TrackRecord& shown)
{
    const auto decodable = std::ranges::count_if(
        promised.times, [&](std::int64_t time) { return time >= promised.decodableFrom; });
    return std::max<std::int64_t>(0, decodable - std::ssize(shown.pts));
}

Result<std::int64_t> missingByTime(const PromisedPictures& promised, const TrackRecord& shown,
                                   SourceTime start)
{
    const std::int64_t origin =
        start.isKnown() ? av_rescale_q(start.time, start.timeBase, promised.timeBase) : 0;
    std::int64_t missing = 0;
    auto next = promised.times.begin();
    const auto timeOfNext = [&] { return av_rescale_q(*next - origin, promised.timeBase, micros); };
    const auto pass = [&] { missing += *next++ >= promised.decodableFrom ? 1 : 0; };
    for (const std::int64_t pts : shown.pts) {
        const std::int64_t time = av_rescale_q(pts, shown.timeBase, micros);
        while (next != promised.times.end() && timeOfNext() < time - tolerance)
            pass();
        if (next == promised.times.end() || timeOfNext() > time + tolerance)
            return fail(ErrorCode::VerificationFailed,
                        QStringLiteral("the recording has no picture at %1 us").arg(time));
        ++next;
    }
    while (next != promised.times.end())
        pass();
    return missing;
}

} // namespace

Result<std::int64_t> picturesMissing(const PromisedPictures& promised, const TrackRecord& shown,
                                     SourceTime start)
{
    NDAS_TRY(const std::int64_t missing, promised.timesHold
                                             ? missingByTime(promised, shown, start)
                                             : Result<std::int64_t>(missingByNumber(promised, shown)));
    if (missing > 0 && shown.isCopy)
        return fail(ErrorCode::VerificationFailed,
                    QStringLiteral("%1 pictures are not in the copy").arg(missing));
    return missing;
}

std::int64_t picturesMissing(const UndecodableStart& undecodable, const TrackRecord& shown, SourceTime start)
{
    const std::int64_t origin =
        start.isKnown() ? av_rescale_q(start.time, start.timeBase, undecodable.timeBase) : 0;
    const std::int64_t first =
        shown.pts.empty() ? 0 : av_rescale_q(shown.pts.front(), shown.timeBase, micros);
    return std::ranges::count_if(undecodable.times, [&](std::int64_t time) {
        return av_rescale_q(time - origin, undecodable.timeBase, micros) < first - tolerance;
    });
}

} // namespace ndas::engine
