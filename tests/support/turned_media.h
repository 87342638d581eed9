// Clips that play turned and mirrored: the display matrix of an MP4 written by hand.
#pragma once

#include <QtCore/QByteArray>

namespace ndas::test {

/// Puts the matrix "mirrored left-right if `mirrored`, then turned clockwise" into the first track header of
/// an MP4 file's bytes; false when there is none. Degrees may be any angle.
bool setDisplayMatrix(QByteArray& mp4, double clockwiseDegrees, bool mirrored);

} // namespace ndas::test
