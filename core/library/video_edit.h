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

/// One line of the history of a recording's facts.
struct VideoChange {
    qint64 at = 0; ///< epoch milliseconds
    QString field; ///< "title", "patient", "notes", "recorded"
    QString before;
    QString after;
    QString reason;
};

} // namespace ndas::library
