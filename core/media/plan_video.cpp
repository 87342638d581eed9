#include "core/media/plan_parts.h"
#include "core/media/warnings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace ndas::media::plan {

namespace {

constexpr int smallestSide = 16;      // below a macroblock many players show nothing
constexpr int longestEnlarged = 4096; // what players can show beyond doubt
constexpr int longestSide = 8192;
constexpr double mostPixels = 139264.0 * 256; // a frame of the highest levels, ITU-T H.264 table A-1
constexpr double highFrameRate = 61;
constexpr auto keyFrameInterval = std::chrono::seconds(5);

bool isOneOf(const QString& text, std::initializer_list<const char*> list)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const char* item) { return text == QLatin1String(item); });
}

bool hasSquarePixels(const VideoStream& stream)
{
    const bool turned = stream.orientation.swapsSides();
    return stream.display() == (turned ? stream.coded.transposed() : stream.coded);
}

bool mayLiveInMp4(const VideoStream& stream)
{
    return stream.codec == QLatin1String("h264") && stream.bitDepth == 8 && !stream.alpha &&
           stream.chroma == Chroma::Yuv420 && stream.hdr == Hdr::None &&
           isOneOf(stream.profile, {"Baseline", "Constrained Baseline", "Main", "High", "Progressive High",
                                    "Constrained High"});
}

/// AVI and bare streams count frames instead of timing them: their packets have no presentation times.
bool hasPacketTimes(const MediaInfo& info)
{
    return !isOneOf(info.container, {"avi", "h264"}) && !info.warnings.contains(warning::timestamps);
}

/// An MP4 keeps one set of headers for a whole track, so such a track cannot be taken over.
bool changesSize(const MediaInfo& info)
{
    return info.warnings.contains(warning::sizeChanges);
}

/// Why this video cannot be taken over as it is; nullopt = it can.
std::optional<PlanNote> reasonAgainstCopy(const MediaInfo& info, const VideoStream& stream)
{
    if (!mayLiveInMp4(stream))
        return PlanNote::NotCopiedCodec;
    const bool isAsShown = stream.orientation.isUpright() && hasSquarePixels(stream);
    if (!isAsShown || !isSensibleAspect(stream.pixelAspect)) // players would believe what a copy says
        return PlanNote::NotCopiedTurned;
    if (stream.scan != Scan::Progressive)
        return PlanNote::NotCopiedScan;
    if (!hasPacketTimes(info))
        return PlanNote::NotCopiedTimestamps;
    if (changesSize(info))
        return PlanNote::NotCopiedSize;
    if (isDamaged(info)) // a copy would not decode without errors, so it could never be verified
        return PlanNote::SourceDamaged;
    return std::nullopt;
}

/// The source's own ticks where an MP4 can count in them, so that no frame time is rounded.
Rational outputTimeBase(Rational source)
{
    constexpr Rational usual{1, 90000};
    constexpr std::int64_t finest =
        1'000'000; // MP4 stores durations in 32 bits of these ticks here and there
    constexpr std::int64_t coarsest = 1000;
    if (!source.isPositive())
        return usual;
    const std::int64_t den = source.den / std::gcd(source.num, source.den);
    if (den >= coarsest && den <= finest)
        return {1, den};
    if (den > finest || usual.den % den == 0)
        return usual;
    return {1, den * coarsest};
}

bool isHighDefinition(PixelSize shown)
{
    return std::min(shown.width, shown.height) >= 720 || std::max(shown.width, shown.height) >= 1280;
}

/// A source that says BT.709 stays so at any size: converting it to BT.601 would only cost time and
/// precision.
QString outputMatrix(const VideoStream& stream)
{
    const bool keep = stream.colorMatrix == QLatin1String("bt709") ||
                      stream.colorMatrix.startsWith(QLatin1String("bt2020")) || stream.hdr != Hdr::None;
    return keep || isHighDefinition(stream.display()) ? QStringLiteral("bt709") : QStringLiteral("smpte170m");
}

/// What no level of H.264 allows is made smaller.
PixelSize withinLevels(PixelSize shown)
{
    const double area = static_cast<double>(shown.width) * shown.height;
    const double scale =
        std::min(double{longestSide} / std::max(shown.width, shown.height), std::sqrt(mostPixels / area));
    if (scale >= 1)
        return shown;
    const auto wholeBlocks = [scale](int side) {
        return std::max(smallestSide, static_cast<int>(side * scale) / smallestSide * smallestSide);
    };
    return fitInto(shown, {wholeBlocks(shown.width), wholeBlocks(shown.height)});
}

/// Enlarges what is too small for players by the smallest whole factor that does not make it too long.
PixelSize atLeastSmallest(PixelSize size, PixelSize box)
{
    const int shorter = std::min(size.width, size.height);
    const int factor = (smallestSide + shorter - 1) / shorter;
    const int longest = box.isEmpty() ? longestEnlarged : std::max(box.width, box.height);
    const int limit = std::max(1, longest / std::max(size.width, size.height));
    const int used = std::min(factor, limit);
    return {size.width * used, size.height * used};
}

void planGeometry(VideoPlan& video, const VideoStream& stream, const Preset& preset, Notes& notes)
{
    const PixelSize shown = stream.display();
    const PixelSize fitted = fitInto(withinLevels(shown), preset.box);
    video.output = atLeastSmallest(fitted, preset.box);
    video.turn = stream.orientation;
    const PixelSize turned = video.turn.swapsSides() ? stream.coded.transposed() : stream.coded;
    // Area averaging is a little faster where much is taken away, but keeps more noise: 20 % larger files.
    video.scaler = turned == video.output ? Scaler::None : Scaler::Bicubic;
    if (video.turn.clockwiseDegrees != 0)
        say(notes, PlanNote::Turned);
    if (video.turn.mirrored)
        say(notes, PlanNote::Mirrored);
    if (!hasSquarePixels(stream))
        say(notes, PlanNote::SquarePixels);
    if (video.output != fitted)
        say(notes, PlanNote::Padded);
    else if (std::abs(shown.width - fitted.width) > 1 || std::abs(shown.height - fitted.height) > 1)
        say(notes, PlanNote::Scaled);
    else if (shown != fitted)
        say(notes, PlanNote::MadeEven);
}

void sayWhatPixelsLose(const VideoStream& stream, Notes& notes)
{
    if (stream.hdr == Hdr::DolbyVision)
        say(notes, PlanNote::ColoursUncertain);
    if (stream.hdr != Hdr::None)
        say(notes, PlanNote::HdrToSdr);
    else if (stream.bitDepth > 8)
        say(notes, PlanNote::DepthReduced);
    const bool isRgb = stream.chroma == Chroma::Rgb;
    if (isRgb || stream.chroma == Chroma::Yuv422 || stream.chroma == Chroma::Yuv444 ||
        stream.chroma == Chroma::Yuv440)
        say(notes, PlanNote::ChromaReduced);
    if (stream.fullRange && !isRgb)
        say(notes, PlanNote::RangeReduced);
    if (stream.alpha)
        say(notes, PlanNote::AlphaFlattened);
}

void planPicture(VideoPlan& video, const VideoStream& stream, Notes& notes)
{
    video.scan = stream.scan;
    video.scanIsInFrames = stream.scanIsInFrames;
    video.deinterlace = stream.scan != Scan::Progressive;
    video.toneMapFrom = stream.hdr;
    video.colorMatrix = outputMatrix(stream);
    if (video.deinterlace)
        say(notes, PlanNote::Deinterlaced);
    sayWhatPixelsLose(stream, notes);
}

void planEncoder(VideoPlan& video, const VideoStream& stream, const Preset& preset)
{
    video.crf = std::clamp(preset.crf, 0, 51);
    video.maxRate = std::int64_t{1000} * std::max(0, preset.videoKbps);
    video.bufferSize = 2 * video.maxRate;
    video.encoderPreset = QStringLiteral("medium");
    video.profile = QStringLiteral("high");
    // an average says little about the fastest stretch of a variable rate
    const double rate = stream.frameRate.isPositive() ? stream.frameRate.toDouble() : 30.0;
    const double fastest = stream.variableFrameRate ? std::max(30.0, rate) : rate;
    video.level = levelFor(video.output, fastest, video.maxRate, video.bufferSize);
    video.keyFrameInterval = keyFrameInterval;
}

} // namespace

VideoPlan planVideo(const MediaInfo& info, const VideoStream& stream, const Preset& preset, Notes& notes)
{
    VideoPlan video;
    video.streamIndex = stream.index;
    video.source = stream.coded;
    video.timeBase = outputTimeBase(stream.timeBase);
    if (stream.variableFrameRate)
        say(notes, PlanNote::VariableFrameRateKept);
    if (stream.frameRate.isPositive() && stream.frameRate.toDouble() > highFrameRate)
        say(notes, PlanNote::HighFrameRateKept);
    if (stream.orientationRounded)
        say(notes, PlanNote::OrientationRounded);
    if (info.warnings.contains(warning::hiddenEdges))
        say(notes, PlanNote::EdgesShown);
    const auto obstacle = reasonAgainstCopy(info, stream);
    if (preset.copyWhenCompliant && !obstacle) {
        video.action = StreamAction::Copy;
        video.output = stream.display();
        video.colorMatrix = outputMatrix(stream);
        say(notes, PlanNote::Copied);
        return video;
    }
    if (preset.copyWhenCompliant)
        say(notes, *obstacle);
    if (changesSize(info))
        say(notes, PlanNote::SizeUnified);
    planGeometry(video, stream, preset, notes);
    planPicture(video, stream, notes);
    planEncoder(video, stream, preset);
    return video;
}

int levelFor(PixelSize size, double framesPerSecond, std::int64_t maxRate, std::int64_t bufferSize)
{
    // ITU-T H.264 table A-1: macroblocks a second, a frame, in the picture buffer; kbit/s and kbit for
    // Baseline
    struct Level {
        int number;
        double macroblocksPerSecond;
        int frame;
        int pictureBuffer;
        int kbps;
        int bufferKbits;
    };

    static constexpr std::array levels{
        Level{10, 1485, 99, 396, 64, 175},
        Level{11, 3000, 396, 900, 192, 500},
        Level{12, 6000, 396, 2376, 384, 1000},
        Level{13, 11880, 396, 2376, 768, 2000},
        Level{20, 11880, 396, 2376, 2000, 2000},
        Level{21, 19800, 792, 4752, 4000, 4000},
        Level{22, 20250, 1620, 8100, 4000, 4000},
        Level{30, 40500, 1620, 8100, 10000, 10000},
        Level{31, 108000, 3600, 18000, 14000, 14000},
        Level{32, 216000, 5120, 20480, 20000, 20000},
        Level{40, 245760, 8192, 32768, 20000, 25000},
        Level{42, 522240, 8704, 34816, 50000, 62500},
        Level{50, 589824, 22080, 110400, 135000, 135000},
        Level{51, 983040, 36864, 184320, 240000, 240000},
        Level{52, 2073600, 36864, 184320, 240000, 240000},
        Level{60, 4177920, 139264, 696320, 240000, 240000},
        Level{61, 8355840, 139264, 696320, 480000, 480000},
        Level{62, 16711680, 139264, 696320, 800000, 800000},
    };
    constexpr int heldPictures = 4;           // x264 medium: 3 references, b-pyramid
    constexpr std::int64_t highFactor = 1250; // bits per kbit in profile High
    const int columns = (size.width + 15) / 16;
    const int rows = (size.height + 15) / 16;
    const double frame = double(columns) * rows;
    const auto admits = [&](const Level& level) {
        const double longestSide = std::sqrt(8.0 * level.frame);
        return frame <= level.frame && columns <= longestSide && rows <= longestSide &&
               frame * framesPerSecond <= level.macroblocksPerSecond &&
               frame * heldPictures <= level.pictureBuffer && maxRate <= level.kbps * highFactor &&
               bufferSize <= level.bufferKbits * highFactor;
    };
    const auto found = std::find_if(levels.begin(), levels.end(), admits);
    return found == levels.end() ? levels.back().number : found->number;
}

} // namespace ndas::media::plan

namespace ndas::media {

VideoPlan encodedInstead(VideoPlan copied)
{
    constexpr int visuallyLossless = 17; // crf
    copied.action = StreamAction::Encode;
    copied.output = fitInto(copied.output, {});
    copied.encoderPreset = QStringLiteral("medium");
    copied.profile = QStringLiteral("high");
    copied.crf = visuallyLossless;
    copied.keyFrameInterval = plan::keyFrameInterval;
    return copied;
}

} // namespace ndas::media
