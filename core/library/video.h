// Patients, videos, renditions and thumbnails as values.
#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/media/worker_protocol.h"

#include <QtCore/QDate>

#include <optional>

namespace ndas::library {

enum class VideoState { Importing, Ready, Refused, Duplicate };
enum class Storage { Copied, InPlace };
enum class RenditionState { Pending, Publishing, Ready, Failed };

const char* name(VideoState state);
const char* name(RenditionState state);

struct Patient {
    PatientId id;
    QString code;
    QString name;          ///< "" = not known; never in a path, a log or an exported name
    QDate birthDate;       ///< invalid = not known
    int gestationDays = 0; ///< at birth; 0 = not known

    friend bool operator==(const Patient&, const Patient&) = default;
};

/// Whose code it is, however it is capitalised; of several, the one written exactly so. Null: nobody's.
const Patient* patientWithCode(const std::vector<Patient>& patients, const QString& code);

struct Rendition {
    RenditionId id;
    VideoId video;
    QString preset;
    RenditionState state = RenditionState::Pending; ///< Failed also when nobody works on it any more
    QString fileName;                               ///< below renditions/
    qint64 sizeBytes = 0;
    QString sha256;
    QString planHash;
    media::PixelSize size;
    media::Micros duration{0};
    std::int64_t frames = 0;
    QStringList removed;
    QStringList notes;                       ///< media::name(PlanNote)
    std::optional<media::Likeness> likeness; ///< to the recording, where it was measured
};

struct Video {
    VideoId id;
    QString uuid;
    PatientId patient;
    QString patientCode; ///< "" = none
    QString title;
    QString notes;
    VideoState state = VideoState::Importing;
    Storage storage = Storage::Copied;
    QString originalPath;
    QString originalName;
    QString storedName; ///< below originals/, when copied
    qint64 sizeBytes = 0;
    EpochMs fileModifiedAt = 0;
    QString sha256;
    VideoId duplicateOf;
    std::optional<ErrorCode> refusal;
    std::optional<media::MediaInfo> info;
    EpochMs importedAt = 0;
    QString thumbnailFile; ///< below thumbnails/; "" = none yet
    std::vector<Rendition> renditions;
};

} // namespace ndas::library
