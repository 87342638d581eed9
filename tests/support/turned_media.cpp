#include "tests/support/turned_media.h"

#include <QtCore/QtEndian>

#include <array>
#include <cmath>
#include <numbers>

namespace ndas::test {

bool setDisplayMatrix(QByteArray& mp4, double clockwiseDegrees, bool mirrored)
{
    const qsizetype header = mp4.indexOf("tkhd");
    constexpr qsizetype matrixOffset = 4 + 40; // behind the type and a version 0 header's fields
    if (header < 0 || header + matrixOffset + 36 > mp4.size())
        return false;
    const double angle = clockwiseDegrees * std::numbers::pi / 180.0;
    const double side = mirrored ? -1.0 : 1.0;
    const std::array<double, 9> values{
        side * std::cos(angle), side * std::sin(angle), 0, -std::sin(angle), std::cos(angle), 0, 0, 0, 16384};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto fixed = static_cast<qint32>(std::lround(values[i] * 65536.0));
        qToBigEndian(fixed, mp4.data() + header + matrixOffset + static_cast<qsizetype>(4 * i));
    }
    return true;
}

} // namespace ndas::test
