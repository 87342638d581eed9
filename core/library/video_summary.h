// The part of a video that lists show, small enough to hold for a hundred thousand of them.
#pragma once

#include "core/library/video.h"

#include <QtCore/QDate>

namespace ndas::library {

struct RenditionMark {
    QString preset;
    RenditionState state = RenditionState::Pending; ///< as Rendition::state
    qint64 sizeBytes = 0;

    friend bool operator==(const RenditionMark&, const RenditionMark&) = default;
};

struct VideoSummary {
    VideoId id;
    PatientId patient;
    QString patientCode;
    QDate birthDate;       ///< invalid = not known
    int gestationDays = 0; ///< 0 = not known
    QString title;
    QString notes;
    QString originalName;
    VideoState state = VideoState::Importing;
    qint64 sizeBytes = 0;
    media::Micros duration{0};
    media::PixelSize display;
    QString codec;      ///< of the picture, FFmpeg's short name
    QString recordedAt; ///< ISO 8601; "" = not known
    EpochMs importedAt = 0;
    QString thumbnailFile;
    std::vector<RenditionMark> renditions;

    friend bool operator==(const VideoSummary&, const VideoSummary&) = default;
};

} // namespace ndas::library
