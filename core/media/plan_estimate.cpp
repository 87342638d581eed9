// First guesses, before this machine has learned from its own jobs. The coefficients are fitted to the table
// in MEDIA.md (75 s of 1080p30 from a phone, x264 medium on 2 cores); they meet each of its rows within 10 %.
#include "core/media/plan_parts.h"

#include <algorithm>
#include <cmath>

namespace ndas::media::plan {

namespace {

constexpr double decodeSecondsPerPixel = 0.75e-9;      // with scaling: (27.3 - 23.7) s / (2250 x 1920 x 1080)
constexpr double elaborateDecoding = 1.7;              // times that of H.264
constexpr double encodeSecondsPerPixel = 5.3e-9;       // x264 alone: 23.7 s / (2250 x 1920 x 1080)
constexpr double deinterlaceSecondsPerPixel = 0.75e-9; // bwdif: 3.1 ms of one of two cores at 1080p
constexpr double toneMapSecondsPerPixel = 15e-9;       // zscale + tonemap in floats
constexpr double copySecondsPerSecond = 0.0045;        // 75 s remuxed in 0.34 s
constexpr double bytesPerSourcePixel = 9;              // of memory: decoder
constexpr double bytesPerOutputPixel = 205;            // x264's look-ahead and references
constexpr double bitsPerPixelAtCrf23 = 0.08;           // hand-held indoor video; 6 crf steps double it
constexpr double trackBytes = 800;                     // MP4: what stands once for each track
constexpr double pictureBytes = 12;                    // and its index: for each picture,
constexpr double soundBytesPerSecond = 800;            // and for 47 packets of sound

double pixels(PixelSize size)
{
    return double(std::max(1, size.width)) * std::max(1, size.height);
}

double framesOf(const MediaInfo& info, const VideoStream& stream)
{
    if (stream.frameCount > 0)
        return static_cast<double>(stream.frameCount);
    const double rate = stream.frameRate.isPositive() ? std::min(stream.frameRate.toDouble(), 240.0) : 30.0;
    return rate * static_cast<double>(std::max(info.duration, Micros(0)).count()) / 1e6;
}

double videoBits(const VideoPlan& video, double frames, double seconds)
{
    const double bitsPerPixel = bitsPerPixelAtCrf23 * std::exp2((23 - video.crf) / 6.0);
    const double wanted = frames * pixels(video.output) * bitsPerPixel;
    const bool capped = video.maxRate > 0 && seconds > 0;
    return capped ? std::min(wanted, static_cast<double>(video.maxRate) * seconds) : wanted;
}

std::int64_t encodedBytes(const TranscodePlan& plan, double frames, double seconds)
{
    double bytes = videoBits(plan.video, frames, seconds) / 8 + trackBytes + pictureBytes * frames;
    for (const AudioPlan& track : plan.audio)
        bytes += trackBytes + (track.kbps * 125.0 + soundBytesPerSecond) * seconds;
    return static_cast<std::int64_t>(std::min(bytes, 1e15));
}

double decodeSeconds(const VideoStream& stream)
{
    return decodeSecondsPerPixel * pixels(stream.coded);
}

double encodeSeconds(const VideoPlan& video)
{
    return encodeSecondsPerPixel * pixels(video.output);
}

/// Newer codecs, and those of editing, give a decoder more to do.
double decodingShare(const VideoPlan& video, const VideoStream& stream)
{
    static const QStringList elaborate{QStringLiteral("hevc"), QStringLiteral("av1"), QStringLiteral("vp9"),
                                       QStringLiteral("prores"), QStringLiteral("vvc")};
    const double decode = decodeSeconds(stream) * (elaborate.contains(stream.codec) ? elaborateDecoding : 1);
    return decode / (decode + encodeSeconds(video));
}

double workSeconds(const VideoPlan& video, const VideoStream& stream, double frames, double seconds)
{
    if (video.action == StreamAction::Copy)
        return seconds * copySecondsPerSecond;
    double perFrame = decodeSeconds(stream) + encodeSeconds(video);
    if (video.deinterlace)
        perFrame += deinterlaceSecondsPerPixel * pixels(stream.coded);
    if (video.toneMapFrom != Hdr::None)
        perFrame += toneMapSecondsPerPixel * pixels(video.output);
    return frames * perFrame;
}

std::int64_t memoryBytes(const VideoPlan& video, const VideoStream& stream)
{
    double bytes = memoryOfTheProgram;
    if (video.action == StreamAction::Encode)
        bytes += bytesPerSourcePixel * pixels(stream.coded) + bytesPerOutputPixel * pixels(video.output);
    return static_cast<std::int64_t>(std::min(bytes, 1e15));
}

} // namespace

void estimate(TranscodePlan& plan, const MediaInfo& info, const VideoStream& stream)
{
    const double frames = framesOf(info, stream);
    const double seconds = static_cast<double>(plan.duration.count()) / 1e6;
    const bool isCopy = plan.video.action == StreamAction::Copy;
    TranscodePlan encoded = plan;
    if (isCopy)
        encoded.video = encodedInstead(plan.video);
    plan.mostBytes = std::max(encodedBytes(encoded, frames, seconds), isCopy ? info.sizeBytes : 0);
    plan.mostMemory = memoryBytes(encoded.video, stream);
    plan.expectedBytes = isCopy ? info.sizeBytes : plan.mostBytes;
    const double work = workSeconds(plan.video, stream, frames, seconds);
    plan.expectedWork = Micros(static_cast<std::int64_t>(std::min(work * 1e6, 1e15)));
    plan.decodingShare = decodingShare(encoded.video, stream);
    plan.expectedMemory = memoryBytes(plan.video, stream);
}

} // namespace ndas::media::plan
