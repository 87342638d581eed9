// Recordings whose every frame carries its number as black and white blocks, so that a picture says which one
// it is.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QRandomGenerator>
#include <QtCore/QString>

#include <cstdint>

namespace ndas::test {

constexpr int numberedFrames = 300; ///< in each of them, 30 a second

/// `arguments`: how ffmpeg is to encode it.
QString numberedClip(const char* name, const QByteArray& arguments);
/// H.264 in MP4 with B-frames and a key frame every two seconds.
QString numberedConstantRate();
/// The same, with frame n shown at (n + 0.15 * (7n mod 5)) / 30 s.
QString numberedVariableRate();
extern const char* const numberedH264;
extern const char* const unevenTimes;

/// The number in a picture of RGBA, upright or turned by 90 degrees; -1 where it is not clear.
int numberIn(const std::uint8_t* rgba, int width, int height, std::ptrdiff_t bytesPerRow);

/// Jumps, and steps both ways, as somebody does who looks closely.
class FrameWalk {
public:
    explicit FrameWalk(std::int64_t count)
        : count_(count)
    {
    }

    std::int64_t next();

private:
    QRandomGenerator random_{20};
    std::int64_t count_;
    std::int64_t at_ = 0;
};

} // namespace ndas::test
