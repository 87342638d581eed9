#include "app/composition/sample_scene.h"

#include <QtCore/QtEndian>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace ndas::app::scene {

namespace {

enum Color : char { Floor, Mat, Stripe, Suit, Skin, Cheek, Hair, Dark };

struct Point {
    double x, y;
};

struct Disc {
    Point center;
    double radius;
    Color color;
};

using Discs = std::vector<Disc>;

constexpr double turn = 2 * std::numbers::pi;

/// Back and forth, `times` in a loop.
double swing(int frame, int times, double from)
{
    return std::sin(turn * (times * static_cast<double>(frame) / loopFrames + from));
}

Point at(Point from, double angle, double length)
{
    return {from.x + length * std::cos(angle), from.y + length * std::sin(angle)};
}

/// A bone with flesh around it, as a row of discs.
void addBone(Discs& discs, Point from, Point to, double radius, Color color)
{
    constexpr int steps = 16;
    for (int i = 0; i <= steps; ++i) {
        const double part = static_cast<double>(i) / steps;
        discs.push_back({{std::lerp(from.x, to.x, part), std::lerp(from.y, to.y, part)}, radius, color});
    }
}

struct Limb {
    Point root;
    double upper, lower; ///< lengths
    double radius;
};

/// `side`: -1 at the left of the picture, 1 at its right; angles from there outwards, downwards positive.
void addLimb(Discs& discs, const Limb& limb, double side, double first, double second)
{
    const auto direction = [side](double angle) { return side > 0 ? angle : turn / 2 - angle; };
    const Point joint = at(limb.root, direction(first), limb.upper);
    const Point end = at(joint, direction(second), limb.lower);
    discs.push_back({at(end, direction(second), limb.radius * 0.9), limb.radius * 0.85, Skin});
    addBone(discs, limb.root, joint, limb.radius, Suit);
    addBone(discs, joint, end, limb.radius, Suit);
}

void addLimbs(Discs& discs, int frame)
{
    for (const double side : {-1.0, 1.0}) {
        const double shift = side > 0 ? 0.0 : 0.37;
        addLimb(discs, {{320 + side * 36, 168}, 42, 36, 15}, side, 0.15 + 0.5 * swing(frame, 2, shift),
                -0.7 + 0.7 * swing(frame, 3, shift));
        addLimb(discs, {{320 + side * 24, 234}, 38, 30, 17}, side, 0.7 + 0.35 * swing(frame, 2, shift + 0.2),
                1.5 + 0.35 * swing(frame, 3, shift + 0.1));
    }
}

void addHead(Discs& discs, int frame)
{
    const double lean = 5 * swing(frame, 1, 0);
    const Point head{320 + lean, 98};
    discs.push_back({head, 46, Skin});
    for (const double side : {-1.0, 1.0}) {
        discs.push_back({{head.x + side * 45, head.y + 2}, 9, Skin});
        discs.push_back({{head.x + lean + side * 24, head.y + 15}, 8, Cheek});
        const bool blinks = frame % loopFrames < 5;
        discs.push_back({{head.x + lean + side * 15, head.y - 2}, blinks ? 1.5 : 4.5, Dark});
    }
    for (int i = -6; i <= 6; ++i) // a smile
        discs.push_back({at({head.x + lean, head.y + 8}, turn / 4 + i * 0.13, 15), 2, Dark});
    for (int i = -3; i <= 3; ++i) // a tuft
        discs.push_back({at({head.x, head.y}, -turn / 4 + i * 0.13, 44), 5, Hair});
}

Discs infant(int frame)
{
    Discs discs;
    addLimbs(discs, frame);
    addBone(discs, {320, 172}, {320, 226}, 46, Suit);
    addHead(discs, frame);
    return discs;
}

void paintRow(QByteArray& pixels, int y, double from, double to, Color color)
{
    const int left = std::clamp(static_cast<int>(std::lround(from)), 0, width);
    const int right = std::clamp(static_cast<int>(std::lround(to)), left, width);
    std::fill_n(pixels.begin() + y * width + left, right - left, color);
}

void paint(QByteArray& pixels, const Disc& disc)
{
    const int top = std::max(0, static_cast<int>(disc.center.y - disc.radius));
    const int bottom = std::min(height - 1, static_cast<int>(disc.center.y + disc.radius) + 1);
    for (int y = top; y <= bottom; ++y) {
        const double away = y - disc.center.y;
        const double half = std::sqrt(std::max(0.0, disc.radius * disc.radius - away * away));
        paintRow(pixels, y, disc.center.x - half, disc.center.x + half, disc.color);
    }
}

/// With round corners.
void paintMat(QByteArray& pixels, double margin, Color color)
{
    constexpr double corner = 28;
    const double left = 120 + margin;
    const double right = width - left;
    const double top = 14 + margin;
    const double bottom = height - top;
    for (int y = static_cast<int>(top); y < static_cast<int>(bottom); ++y) {
        const double into = std::clamp(corner - std::min(y - top, bottom - 1 - y), 0.0, corner);
        const double inset = corner - std::sqrt(corner * corner - into * into);
        paintRow(pixels, y, left + inset, right - inset, color);
    }
}

} // namespace

const std::array<quint32, 8> colors{0xE8ECEF, 0xD3E9E5, 0xB9DAD4, 0x2A9D8F,
                                    0xF2CFB1, 0xEBAF97, 0x8A6A4F, 0x3F322B};

QByteArray picture(int frame)
{
    QByteArray pixels(width * height, Floor);
    paintMat(pixels, 0, Stripe);
    paintMat(pixels, 8, Mat);
    for (const Disc& disc : infant(frame))
        paint(pixels, disc);
    return pixels;
}

QByteArray sound(int frame)
{
    constexpr int samplesPerSecond = samplesPerFrame * framesPerSecond;
    constexpr std::array notes{523.25, 659.26, 783.99, 659.26}; // c, e, g, e: one a second
    constexpr double loudest = 1200;                            // of 32767: quiet
    const int second = frame / framesPerSecond % static_cast<int>(notes.size());
    QByteArray samples(samplesPerFrame * 2, Qt::Uninitialized);
    for (int i = 0; i < samplesPerFrame; ++i) {
        const double time =
            static_cast<double>(frame % framesPerSecond * samplesPerFrame + i) / samplesPerSecond;
        const double fading = std::min(time * 50, 1.0) * std::exp(-4 * time);
        const double value =
            loudest * fading * std::sin(turn * notes[static_cast<std::size_t>(second)] * time);
        qToLittleEndian(static_cast<qint16>(std::lround(value)), samples.data() + 2 * i);
    }
    return samples;
}

} // namespace ndas::app::scene
