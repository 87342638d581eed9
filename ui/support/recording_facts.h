// What is known about a recording, in the words of the details pane. Pure.
#pragma once

#include "core/library/video.h"

#include <QtCore/QString>

namespace ndas::ui {

struct Fact {
    QString name;
    QString value;
};

std::vector<Fact> recordingFacts(const library::Video& video);
QString privateTagText(const QString& name);             ///< "place" for "location"
QString codecName(const QString& codec);                 ///< "H.264" for "h264"
QString codecText(const media::VideoStream& stream);     ///< "HEVC Main 10, HLG"
QString frameRateText(const media::VideoStream& stream); ///< "29.97, varies"
QString soundText(const media::AudioStream& stream);     ///< "AAC stereo, 48 kHz"
/// "Recorded 12 Nov 2026, 10:24 (from the file)", or that it is not known.
QString recordedLine(const library::Video& video);
/// "49+3, fidgety age", corrected and since birth; empty when birth, gestation or recording are not known.
std::vector<Fact> ageFacts(const library::Video& video, const std::optional<library::Patient>& patient);
/// What the finished renditions kept, changed and removed.
std::vector<Fact> outcomeFacts(const library::Video& video);
/// What the finished renditions do not carry on: "Location, device name"; "" when nothing was removed.
QString removedText(const library::Video& video);
/// "1280 × 720, 71 % smaller"
QStringList renditionFacts(const library::Rendition& rendition, qint64 originalBytes);

} // namespace ndas::ui
