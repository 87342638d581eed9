// What the *_store.cpp files of this room share. Private to them.
#pragma once

#include "core/library/library_store.h"

#include <QtCore/QVariant>

#include <map>

namespace ndas::library::parts {

/// Never NULL: Qt binds a null QString as NULL.
QVariant text(const QString& value);
/// NULL when empty.
QVariant textOrNull(const QString& value);
QVariant whole(std::int64_t value);
/// NULL unless positive.
QVariant positiveOrNull(std::int64_t value);

/// "... IN (SELECT value FROM json_each(?))": any number of ids as one value.
QVariant idList(const std::vector<VideoId>& ids);
/// RecordedBeforeBirth when a recording of this patient is dated before the birth.
Result<void> checkDates(db::Connection& connection, PatientId patient);

/// The patient with this code, however it is capitalised (of several, the one written exactly so); none when
/// there is nobody.
Result<PatientId> knownPatient(db::Connection& connection, const QString& code);

/// The same, created when new; none for "".
Result<PatientId> patientByCode(db::Connection& connection, const QString& code, EpochMs now);

/// A line of the video's history, at `now`.
Result<void> noteDeed(db::Connection& connection, VideoId video, const VideoDeed& deed, EpochMs now);

/// Renditions of one video, or of all (video 0), in the order they were asked for.
Result<std::map<VideoId, std::vector<Rendition>>> renditionsOf(db::Connection& connection, VideoId video);

} // namespace ndas::library::parts
