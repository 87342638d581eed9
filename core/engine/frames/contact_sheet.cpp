#include "core/engine/frames/contact_sheet.h"

#include "core/engine/libav/av_error.h"
#include "core/engine/still/image_encoder.h"
#include "core/engine/still/still_picture.h"

#include <algorithm>

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

namespace ndas::engine {

namespace {

using media::MediaInfo;
using media::Micros;
using media::PixelSize;
using media::SheetGrid;

constexpr PixelSize usualBox{320, 320};
constexpr int largestSide = 16'383; ///< WebP's limit
constexpr int gap = 4;              ///< pixels between pictures; even, for halved chroma
constexpr std::uint8_t background = 40;
constexpr int framesPerPart = 25;
constexpr int framesBetweenCandidates = 8;
constexpr int mostDecoded = 20'000; ///< of a long recording without key frames, then the sheet ends

/// Neighbouring parts of the duration that are decoded from the same key frame.
struct Stretch {
    Micros seekTo{0};
    std::optional<Micros> key; ///< nullopt: from the beginning of the file
    int firstPart = 0;
    int endPart = 0;
};

struct Tile {
    FramePtr picture;
    Micros at{0};
};

class Parts {
public:
    Parts(const MediaInfo& info, int count)
        : start_(std::max(info.start, info.mainVideo()->start))
        , count_(count)
    {
        const Micros shown = info.mainVideo()->duration;
        const Micros rest = info.duration - (start_ - info.start);
        duration_ = std::max(Micros(1), shown > Micros(0) ? std::min(shown, rest) : rest);
    }

    int count() const { return count_; }

    Micros start() const { return start_; }

    Micros begin(int part) const { return start_ + share(2 * part); }

    Micros middle(int part) const { return start_ + share(2 * part + 1); }

    /// Frames may be shown later than the container's duration says.
    Micros end(int part) const { return part + 1 < count_ ? begin(part + 1) : Micros::max(); }

private:
    /// So many halves of parts; of a length that a file may claim, too.
    Micros share(int halves) const
    {
        return Micros(av_rescale_rnd(duration_.count(), halves, 2 * count_, AV_ROUND_DOWN));
    }

    Micros start_;
    Micros duration_{1};
    int count_;
};

Stretch fromBeginning(const Parts& parts, int firstPart)
{
    return {.seekTo = parts.start(), .key = std::nullopt, .firstPart = firstPart, .endPart = parts.count()};
}

Result<std::vector<Stretch>> stretchesOf(FrameFinder& finder, const Parts& parts)
{
    std::vector<Stretch> stretches;
    for (int part = 0; part < parts.count(); ++part) {
        const Micros seekTo = parts.begin(part + 1) - Micros(1);
        NDAS_TRY(const std::optional<Micros> key, finder.keyFrameFor(seekTo));
        if (!stretches.empty() && (!key || key <= stretches.back().key))
            stretches.back().endPart = part + 1;
        else if (!key)
            stretches.push_back({.seekTo = parts.start(), .key = {}, .firstPart = part, .endPart = part + 1});
        else
            stretches.push_back({.seekTo = seekTo, .key = key, .firstPart = part, .endPart = part + 1});
    }
    return stretches;
}

/// Picks pictures for one stretch from its frames in their order.
class StretchLook {
public:
    StretchLook(const FrameFinder& finder, const MediaInfo& info, const Parts& parts, const Stretch& stretch,
                const PictureFilterSpec& tileSpec, std::vector<Tile>& tiles)
        : finder_(finder)
        , parts_(parts)
        , stretch_(stretch)
        , tileSpec_(tileSpec)
        , tiles_(tiles)
        , part_(stretch.firstPart)
        , recordingStart_(info.start)
        , choice_(tileSpec)
    {
    }

    /// True when the part is done with this frame, before any other was seen.
    Result<bool> offer(AVFrame& frame)
    {
        choice_.consider(frame);
        const bool isEnough = choice_.isGood();
        if (isEnough)
            NDAS_CHECK(closePart());
        return isEnough;
    }

    bool hasOwnKeyFrame() const
    {
        return stretch_.key && *stretch_.key >= parts_.begin(part_) &&
               stretch_.endPart == stretch_.firstPart + 1;
    }

    Result<FrameFinder::Verdict> operator()(AVFrame& frame)
    {
        const Micros time = finder_.timeOf(frame);
        ++decoded_;
        while (part_ < stretch_.endPart && time >= parts_.end(part_))
            NDAS_CHECK(closePart());
        if (part_ < stretch_.endPart && time < wantedFrom() && time >= parts_.begin(part_)) {
            spare_.reset(av_frame_clone(&frame));
        } else if (part_ < stretch_.endPart && time >= wantedFrom()) {
            if (seen_++ % framesBetweenCandidates == 0)
                choice_.consider(frame);
            if (choice_.isGood() || seen_ >= framesPerPart)
                NDAS_CHECK(closePart());
        }
        return part_ < stretch_.endPart && decoded_ < mostDecoded ? FrameFinder::Verdict::GoOn
                                                                  : FrameFinder::Verdict::Stop;
    }

    /// The frames ended.
    Result<int> finish()
    {
        if (part_ < stretch_.endPart)
            NDAS_CHECK(closePart());
        return decoded_;
    }

private:
    Micros wantedFrom() const
    {
        const bool hasKeyFrame = stretch_.key && *stretch_.key >= parts_.begin(part_);
        return hasKeyFrame ? parts_.begin(part_) : parts_.middle(part_);
    }

    Result<void> closePart()
    {
        if (!choice_.isSound() && spare_)
            choice_.consider(*spare_);
        if (choice_.isSound()) {
            FramePtr picture = choice_.take();
            const Micros at = finder_.timeOf(*picture) - recordingStart_;
            tiles_.push_back({std::move(picture), std::max(Micros(0), at)});
        }
        choice_ = FrameChoice(tileSpec_);
        spare_.reset();
        seen_ = 0;
        ++part_;
        return {};
    }

    const FrameFinder& finder_;
    const Parts& parts_;
    const Stretch& stretch_;
    const PictureFilterSpec& tileSpec_;
    std::vector<Tile>& tiles_;
    int part_;
    Micros recordingStart_;
    FrameChoice choice_;
    FramePtr spare_; ///< the last one before the place wanted, for parts that end before they get there
    int seen_ = 0;
    int decoded_ = 0;
};

Result<std::vector<Tile>> pickTiles(FrameFinder& finder, const MediaInfo& info, int count,
                                    const PictureFilterSpec& tileSpec)
{
    const Parts parts(info, count);
    NDAS_TRY(std::vector<Stretch> stretches, stretchesOf(finder, parts));
    std::vector<Tile> tiles;
    int decoded = 0;
    for (std::size_t i = 0; i < stretches.size() && decoded < mostDecoded; ++i) {
        const Stretch stretch = stretches[i];
        const auto start = stretch.key ? FrameFinder::Start::AtKeyFrame : FrameFinder::Start::AtBeginning;
        StretchLook look(finder, info, parts, stretch, tileSpec, tiles);
        if (look.hasOwnKeyFrame() && hidesCodingTricks(tileSpec)) {
            NDAS_TRY(const FramePtr keyFrame, finder.quickKeyFrame(stretch.seekTo));
            NDAS_TRY(const bool isEnough, keyFrame ? look.offer(*keyFrame) : Result<bool>(false));
            if (isEnough)
                continue;
        }
        NDAS_TRY(const bool shown,
                 finder.lookFrom(start, stretch.seekTo, [&look](AVFrame& frame) { return look(frame); }));
        NDAS_TRY(const int more, look.finish());
        decoded += more;
        if (!shown && stretch.key) { // its key frames are none: the rest in one go from the beginning
            stretches.resize(i + 1);
            stretches.push_back(fromBeginning(parts, stretch.firstPart));
        }
    }
    return tiles;
}

Result<FramePtr> makeCanvas(PixelSize size, AVPixelFormat format)
{
    FramePtr canvas = makeFrame();
    if (!canvas)
        return fail(ErrorCode::OutOfMemory);
    canvas->format = format;
    canvas->width = size.width;
    canvas->height = size.height;
    if (const int code = av_frame_get_buffer(canvas.get(), 0); code < 0)
        return avFail(code, Phase::Filter, "contact sheet");
    const AVPixFmtDescriptor& descriptor = *av_pix_fmt_desc_get(format);
    constexpr std::uint8_t noColour = 128;
    for (int plane = 0; plane < av_pix_fmt_count_planes(format); ++plane) {
        const int rows = plane == 0 ? size.height : AV_CEIL_RSHIFT(size.height, descriptor.log2_chroma_h);
        std::fill_n(canvas->data[plane], static_cast<std::ptrdiff_t>(rows) * canvas->linesize[plane],
                    plane == 0 ? background : noColour);
    }
    return canvas;
}

/// Position and sizes are even, for halved chroma.
void place(AVFrame& canvas, const AVFrame& tile, int x, int y)
{
    const auto format = static_cast<AVPixelFormat>(canvas.format);
    const AVPixFmtDescriptor& descriptor = *av_pix_fmt_desc_get(format);
    const int bytesPerPixel = descriptor.comp[0].step;
    std::uint8_t* target[4] = {};
    for (int plane = 0; plane < av_pix_fmt_count_planes(format); ++plane) {
        const int left = plane == 0 ? x : x >> descriptor.log2_chroma_w;
        const int top = plane == 0 ? y : y >> descriptor.log2_chroma_h;
        target[plane] = canvas.data[plane] + static_cast<std::ptrdiff_t>(top) * canvas.linesize[plane] +
                        static_cast<std::ptrdiff_t>(left) * bytesPerPixel;
    }
    av_image_copy(target, canvas.linesize, const_cast<const std::uint8_t**>(tile.data), tile.linesize, format,
                  tile.width, tile.height);
}

/// Chroma is halved in JPEG and WebP, and pictures must not share a sample of it.
PixelSize evenSize(PixelSize size)
{
    return {std::max(2, size.width & ~1), std::max(2, size.height & ~1)};
}

PixelSize sheetSize(SheetGrid grid, PixelSize tile)
{
    return {grid.columns * (tile.width + gap) - gap, grid.rows * (tile.height + gap) - gap};
}

} // namespace

Result<ContactSheet> makeContactSheet(FrameFinder& finder, const MediaInfo& info,
                                      const media::ThumbnailSpec& spec)
{
    const media::VideoStream& video = *info.mainVideo();
    const PixelSize tile = evenSize(thumbnailSize(video.display(), spec.box.isEmpty() ? usualBox : spec.box));
    const PixelSize largest = sheetSize(spec.grid, tile);
    if (std::max(largest.width, largest.height) > largestSide)
        return fail(ErrorCode::BadOption, QStringLiteral("the contact sheet is too large"));
    const AVPixelFormat format = pixelFormatFor(spec.format);
    NDAS_TRY(const std::vector<Tile> tiles,
             pickTiles(finder, info, spec.grid.count(), stillSpec(video, tile, format)));
    if (tiles.empty())
        return fail(ErrorCode::Damaged, QStringLiteral("no sound picture for the contact sheet"));

    ContactSheet sheet;
    const int count = static_cast<int>(tiles.size());
    sheet.grid.columns = std::min(spec.grid.columns, count);
    sheet.grid.rows = (count + sheet.grid.columns - 1) / sheet.grid.columns;
    NDAS_TRY(sheet.picture, makeCanvas(sheetSize(sheet.grid, tile), format));
    sheet.picture->color_range = tiles.front().picture->color_range;
    for (int i = 0; i < count; ++i) {
        const Tile& shown = tiles[static_cast<std::size_t>(i)];
        place(*sheet.picture, *shown.picture, i % sheet.grid.columns * (tile.width + gap),
              i / sheet.grid.columns * (tile.height + gap));
        sheet.times.push_back(shown.at);
    }
    return sheet;
}

} // namespace ndas::engine
