// What users change about a recording after its import.
#pragma once

#include "core/media/media_info.h"

namespace ndas::library {

/// Only what is set changes.
struct VideoEdit {
    std::optional<QString> title = {};
    std::optional<QString> patientCode = {}; ///< "" = none; the patient is created when new
    std::optional<QString> notes = {};
    std::optional<std::optional<media::RecordingDate>> recordedAt = {}; ///< nullopt inside: not known
    QString reason = {};                                                ///< kept beside the change

    bool isEmpty() const { return !title && !patientCode && !notes && !recordedAt; }
};

/// What users do with a recording beside changing its facts.
enum class Deed { RenditionDeleted, CopySaved, PictureChosen };

/// One line of its history, too.
struct VideoDeed {
    qint64 at = 0; ///< epoch milliseconds; the store's clock when it is noted
    Deed deed = Deed::PictureChosen;
    QString preset = {};  ///< of the rendition; "" = the original, or none
    qint64 sizeBytes = 0; ///< of the rendition that was deleted
    QString folder = {};  ///< of the copy
};

/// One line of the history of a recording's facts.
struct VideoChange {
    qint64 at = 0; ///< epoch milliseconds
    QString field; ///< "title", "patient", "notes", "recorded"
    QString before;
    QString after;
    QString reason;
};

} // namespace ndas::library
