#include "tests/support/numbered_media.h"

#include "tests/support/test_media.h"

namespace ndas::test {

namespace {

constexpr int bits = 10;
constexpr int block = 16;

} // namespace

const char* const numberedH264 = "-c:v libx264 -preset fast -crf 16 -g 60 -bf 3 ";
/// With enough distance.
const char* const unevenTimes =
    "-vf settb=1/90000,setpts='(N+0.15*mod(7*N\\,5))/(30*TB)' -vsync passthrough -enc_time_base 1:90000 ";

QString numberedClip(const char* name, const QByteArray& arguments)
{
    const QString source =
        QStringLiteral("color=black:s=%1x32:r=30:d=%2,format=yuv420p,"
                       "geq=lum='if(mod(floor(N/pow(2\\,floor(X/%3)))\\,2)\\,235\\,16)':cb=128:cr=128")
            .arg(bits * block)
            .arg(numberedFrames / 30)
            .arg(block);
    return makeMedia(
        QString::fromLatin1(name),
        QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"), source} +
            QString::fromLatin1(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

QString numberedConstantRate()
{
    return numberedClip("cfr.mp4", numberedH264);
}

QString numberedVariableRate()
{
    return numberedClip("vfr.mp4", QByteArray(unevenTimes) + numberedH264 + "-video_track_timescale 90000");
}

int numberIn(const std::uint8_t* rgba, int width, int height, std::ptrdiff_t bytesPerRow)
{
    const bool isTurned = width < height;
    int number = 0;
    for (int bit = 0; bit < bits; ++bit) {
        const int along = bit * block + block / 2;
        const int x = isTurned ? width / 2 : along;
        const int y = isTurned ? along : height / 2;
        const int value = rgba[y * bytesPerRow + 4 * x];
        if (value > 90 && value < 165)
            return -1;
        number |= value >= 165 ? 1 << bit : 0;
    }
    return number;
}

std::int64_t FrameWalk::next()
{
    const int kind = random_.bounded(10);
    const std::int64_t step = kind < 3 ? -1 : kind < 6 ? 1 : random_.bounded(static_cast<int>(count_));
    at_ = (at_ + step + count_) % count_;
    return at_;
}

} // namespace ndas::test
