// What a sample recording shows and sounds like: an infant on a mat, drawn from above, who moves arms and
// legs again and again; a soft tune. Pure.
#pragma once

#include <QtCore/QByteArray>

#include <array>

namespace ndas::app::scene {

constexpr int width = 640;
constexpr int height = 360;
constexpr int framesPerSecond = 30;
constexpr int loopFrames = 4 * framesPerSecond; ///< then everything begins again
constexpr int samplesPerFrame = 800;

/// 0xRRGGBB, by the values of picture().
extern const std::array<quint32, 8> colors;

/// One byte a pixel, row by row from the top.
QByteArray picture(int frame);
/// One channel, 16 bits, little-endian: as long as the frame is shown.
QByteArray sound(int frame);

} // namespace ndas::app::scene
