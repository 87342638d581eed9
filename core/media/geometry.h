// Sizes, ratios and orientation as plain values.
#pragma once

#include <QtCore/QJsonObject>

#include <compare>
#include <cstdint>

namespace ndas::media {

struct Rational {
    std::int64_t num = 0;
    std::int64_t den = 1;

    double toDouble() const { return den == 0 ? 0.0 : static_cast<double>(num) / static_cast<double>(den); }

    bool isPositive() const { return num > 0 && den > 0; }

    friend bool operator==(const Rational&, const Rational&) = default;
};

struct PixelSize {
    int width = 0;
    int height = 0;

    bool isEmpty() const { return width <= 0 || height <= 0; }

    PixelSize transposed() const { return {height, width}; }

    friend bool operator==(const PixelSize&, const PixelSize&) = default;
};

/// How a decoded picture is shown: first mirrored left-right when `mirrored`, then turned clockwise by
/// 0, 90, 180 or 270 degrees. The eight values are all exact display matrices there are.
struct Orientation {
    int clockwiseDegrees = 0;
    bool mirrored = false;

    bool swapsSides() const { return clockwiseDegrees == 90 || clockwiseDegrees == 270; }

    bool isUpright() const { return clockwiseDegrees == 0 && !mirrored; }

    friend bool operator==(const Orientation&, const Orientation&) = default;
};

/// Not absurd: from 1:16 to 16:1. What nobody said is.
bool isSensibleAspect(Rational aspect);

/// Coded size x pixel aspect, turned: what a viewer sees, in square pixels, rounded to whole pixels, at least
/// 1x1. An aspect that is unknown or absurd (outside 1:16 to 16:1) counts as 1:1.
PixelSize displaySize(PixelSize coded, Rational pixelAspect, Orientation orientation);

/// Largest even size (at least 2x2) of the same shape that fits the box and is not larger than `display`; the
/// box is turned with a portrait picture. An empty box means "unchanged" (only made even).
PixelSize fitInto(PixelSize display, PixelSize box);

} // namespace ndas::media
