// What is exactly in a recording's file, stream by stream, for those who ask. Pure.
#pragma once

#include "ui/support/recording_facts.h"

namespace ndas::ui {

struct FactGroup {
    QString title; ///< "Picture", "Sound 2"
    std::vector<Fact> facts;
};

/// The file, every picture, every sound, and whatever else is in it; empty until it has been read.
std::vector<FactGroup> technicalFacts(const library::Video& video);

QString formatText(const QString& container);          ///< "MP4 / QuickTime" for FFmpeg's names
QString bitRateText(std::int64_t bitsPerSecond);       ///< "4.2 Mbit/s"; "" when not known
QString languageText(const QString& code);             ///< "English" for "eng"; "" when not said
QString pixelShapeText(const media::Rational& aspect); ///< "square", "16:11, wider than high"
QString turnText(const media::VideoStream& stream);    ///< "by 90° to the right, mirrored"
QString scanText(media::Scan scan);                    ///< "whole pictures", "interlaced, upper lines first"
QString colourDepthText(const media::VideoStream& stream); ///< "10 bits, 4:2:0"
QString colourText(const media::VideoStream& stream); ///< "HLG (high dynamic range), wide colours (BT.2020)"

} // namespace ndas::ui
