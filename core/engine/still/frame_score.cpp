#include "core/engine/still/frame_score.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ndas::engine {

namespace {

constexpr double darkest = 35;
constexpr double brightest = 225;
constexpr double leastContrast = 8;
constexpr double leastSharpness = 1.2;
constexpr double mostGreen = 0.04;

const std::uint8_t* rowOf(const AVFrame& picture, int plane, int y)
{
    return picture.data[plane] + static_cast<std::ptrdiff_t>(y) * picture.linesize[plane];
}

void addBrightness(FrameScore& score, const AVFrame& picture)
{
    double sum = 0;
    double squares = 0;
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* row = rowOf(picture, 0, y);
        for (int x = 0; x < picture.width; ++x) {
            sum += row[x];
            squares += row[x] * row[x];
        }
    }
    const double count = static_cast<double>(picture.width) * picture.height;
    score.brightness = sum / count;
    score.contrast = std::sqrt(std::max(0.0, squares / count - score.brightness * score.brightness));
}

void addSharpness(FrameScore& score, const AVFrame& picture)
{
    if (picture.width < 3 || picture.height < 3)
        return;
    double sum = 0;
    for (int y = 1; y + 1 < picture.height; ++y) {
        const std::uint8_t* above = rowOf(picture, 0, y - 1);
        const std::uint8_t* row = rowOf(picture, 0, y);
        const std::uint8_t* below = rowOf(picture, 0, y + 1);
        for (int x = 1; x + 1 < picture.width; ++x)
            sum += std::abs(4 * row[x] - row[x - 1] - row[x + 1] - above[x] - below[x]);
    }
    score.sharpness = sum / (static_cast<double>(picture.width - 2) * (picture.height - 2));
}

/// Blocks nobody decoded are all zero: in YUV a dark green no camera sees.
void addGreen(FrameScore& score, const AVFrame& picture)
{
    constexpr int nearZero = 24;
    constexpr int saturated = 100;
    const int width = (picture.width + 1) / 2;
    const int height = (picture.height + 1) / 2;
    std::int64_t green = 0;
    std::int64_t plain = 0;
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* u = rowOf(picture, 1, y);
        const std::uint8_t* v = rowOf(picture, 2, y);
        for (int x = 0; x < width; ++x) {
            green += u[x] < nearZero && v[x] < nearZero ? 1 : 0;
            plain += u[x] < saturated && v[x] < saturated ? 1 : 0;
        }
    }
    const double count = static_cast<double>(width) * height;
    score.greenShare = static_cast<double>(green) / count;
    score.plainGreen = static_cast<double>(plain) / count;
}

} // namespace

bool FrameScore::isGood() const
{
    return brightness > darkest && brightness < brightest && contrast > leastContrast &&
           sharpness > leastSharpness && greenShare < mostGreen;
}

double FrameScore::value() const
{
    const double exposure = 1.0 - std::abs(brightness - 125.0) / 125.0;
    const double merit = 0.4 * std::min(1.0, contrast / 60.0) + 0.4 * std::min(1.0, sharpness / 12.0) +
                         0.2 * std::max(0.0, exposure);
    if (isGood())
        return 1.0 + merit;
    // Among flat pictures a green one looks most like an error.
    return greenShare < mostGreen ? merit * (1.0 - 0.5 * plainGreen) : merit - 1.0;
}

FrameScore scoreOf(const AVFrame& picture)
{
    FrameScore score;
    addBrightness(score, picture);
    addSharpness(score, picture);
    addGreen(score, picture);
    return score;
}

} // namespace ndas::engine
