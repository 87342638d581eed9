#include "core/engine/frames/thumbnail.h"

#include "core/engine/frames/contact_sheet.h"
#include "core/engine/frames/frame_finder.h"
#include "core/engine/libav/new_file.h"
#include "core/engine/still/image_encoder.h"
#include "core/engine/still/still_picture.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ndas::engine {

namespace {

using media::MediaInfo;
using media::Micros;
using media::PixelSize;
using media::ThumbnailResult;
using media::ThumbnailSpec;
using media::VideoStream;

constexpr double laterChoices[] = {0.2, 0.35, 0.5, 0.7, 0.0};
constexpr int framesPerPlace = 25;
constexpr int framesBetweenCandidates = 8;
constexpr int mostSkipped = 900; ///< decoded on the way to a place without a key frame of its own

std::vector<Micros> placesToLook(const MediaInfo& info)
{
    std::vector<Micros> places{firstPlaceToLook(info.start, info.duration)};
    for (const double part : laterChoices)
        places.push_back(info.start +
                         Micros(std::llround(part * static_cast<double>(info.duration.count()))));
    return places;
}

/// Looks at a few frames from the key frame before `place` on; from `place` itself when an earlier call
/// started at that same key frame.
class PlaceLook {
public:
    PlaceLook(const FrameFinder& finder, Micros place, std::set<Micros>& keyFramesSeen, FrameChoice& choice)
        : finder_(finder)
        , place_(place)
        , keyFramesSeen_(keyFramesSeen)
        , choice_(choice)
    {
    }

    FrameFinder::Verdict operator()(const AVFrame& frame)
    {
        const Micros time = finder_.timeOf(frame);
        if (decoded_++ == 0)
            fromPlace_ = !keyFramesSeen_.insert(time).second;
        if (fromPlace_ && time < place_)
            return decoded_ < mostSkipped ? FrameFinder::Verdict::GoOn : FrameFinder::Verdict::Stop;
        if (seen_++ % framesBetweenCandidates == 0)
            choice_.consider(frame);
        return choice_.isGood() || seen_ >= framesPerPlace ? FrameFinder::Verdict::Stop
                                                           : FrameFinder::Verdict::GoOn;
    }

private:
    const FrameFinder& finder_;
    Micros place_;
    std::set<Micros>& keyFramesSeen_;
    FrameChoice& choice_;
    int decoded_ = 0;
    int seen_ = 0;
    bool fromPlace_ = false;
};

Result<FramePtr> goodPicture(FrameFinder& finder, const MediaInfo& info, const PictureFilterSpec& spec,
                             const AVFrame* keyFrame)
{
    FrameChoice choice(spec);
    if (keyFrame && hidesCodingTricks(spec))
        choice.consider(*keyFrame);
    if (choice.isGood())
        return choice.take();
    std::set<Micros> keyFramesSeen;
    for (const Micros place : placesToLook(info)) {
        if (hidesCodingTricks(spec)) {
            NDAS_TRY(const FramePtr quick, finder.quickKeyFrame(place));
            if (quick)
                choice.consider(*quick);
            if (choice.isGood())
                return choice.take();
        }
        PlaceLook look(finder, place, keyFramesSeen, choice);
        NDAS_CHECK(finder.look(
            place, [&look](AVFrame& frame) -> Result<FrameFinder::Verdict> { return look(frame); }));
        if (choice.isGood())
            break;
    }
    if (choice.isEmpty()) {
        NDAS_TRY(const FramePtr frame, finder.frameAt(info.start));
        return renderStill(*frame, spec);
    }
    return choice.take();
}

Result<FramePtr> pictureAt(FrameFinder& finder, Micros time, const PictureFilterSpec& spec)
{
    NDAS_TRY(const FramePtr frame, finder.frameAt(time));
    return renderStill(*frame, spec);
}

/// Times below the first and above the last frame show that frame.
Micros clampedTime(const MediaInfo& info, Micros at)
{
    return info.start + std::clamp(at, Micros(0), std::max(Micros(0), info.duration));
}

Result<ThumbnailResult> makeSheet(FrameFinder& finder, const MediaInfo& info, const ThumbnailSpec& spec)
{
    NDAS_TRY(const ContactSheet sheet, makeContactSheet(finder, info, spec));
    NDAS_TRY(const QByteArray bytes, encodeImage(*sheet.picture, spec.format));
    NDAS_CHECK(writeNewFile(spec.outputPath, bytes));
    return ThumbnailResult{.at = sheet.times.front(),
                           .size = {sheet.picture->width, sheet.picture->height},
                           .grid = sheet.grid,
                           .tiles = sheet.times,
                           .path = spec.outputPath};
}

Result<ThumbnailResult> makeThumbnail(FrameFinder& finder, const MediaInfo& info, const ThumbnailSpec& spec,
                                      const AVFrame* keyFrame)
{
    if (!spec.grid.isEmpty())
        return makeSheet(finder, info, spec);
    const VideoStream& video = *info.mainVideo();
    const PixelSize size = thumbnailSize(video.display(), spec.box);
    const PictureFilterSpec wanted = stillSpec(video, size, pixelFormatFor(spec.format));
    auto made = spec.at ? pictureAt(finder, clampedTime(info, *spec.at), wanted)
                        : goodPicture(finder, info, wanted, keyFrame);
    NDAS_TRY(const FramePtr picture, std::move(made));
    NDAS_TRY(const QByteArray bytes, encodeImage(*picture, spec.format));
    NDAS_CHECK(writeNewFile(spec.outputPath, bytes));
    return ThumbnailResult{.at = std::max(Micros(0), finder.timeOf(*picture) - info.start),
                           .size = size,
                           .path = spec.outputPath};
}

bool mayPass(ErrorCode code)
{
    return code == ErrorCode::Cancelled || retryClass(code) == RetryClass::Environment;
}

} // namespace

Result<std::vector<ThumbnailResult>> makeThumbnails(Input& input, const MediaInfo& info,
                                                    const std::vector<ThumbnailSpec>& specs,
                                                    const AVFrame* keyFrame)
{
    std::vector<ThumbnailResult> results(specs.size());
    const VideoStream* video = info.mainVideo();
    if (specs.empty() || !video)
        return results;
    // A single key frame is decoded by one thread whatever there is; on the way to a moment two are faster.
    constexpr int fullHd = 1920 * 1080;
    const bool isLarge = std::int64_t{video->coded.width} * video->coded.height > fullHd;
    const bool isExact = std::ranges::any_of(specs, [](const auto& spec) { return spec.at.has_value(); });
    const int threads = isLarge && isExact ? 2 : 1;
    const bool isOneClock = !input.mayBeJoined() || !info.durationMeasured || input.hasSequels();
    auto finder =
        FrameFinder::open(input, video->index, threads,
                          isOneClock ? FrameFinder::Clock::RunsThrough : FrameFinder::Clock::BeginsAnew);
    if (!finder && mayPass(finder.error().code))
        return fail(std::move(finder).error());
    for (std::size_t i = 0; finder && i < specs.size(); ++i) {
        Result<ThumbnailResult> made = makeThumbnail(*finder, info, specs[i], keyFrame);
        if (made)
            results[i] = *made;
        else if (mayPass(made.error().code))
            return fail(std::move(made).error());
        else
            av_log(nullptr, AV_LOG_WARNING, "thumbnail: %s\n", qUtf8Printable(made.error().detail));
    }
    return results;
}

} // namespace ndas::engine
