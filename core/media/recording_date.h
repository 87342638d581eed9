// When something was recorded: read from the name its device or messenger gave the file, and as a clock on
// the wall would have shown it. Pure.
#pragma once

#include "core/media/media_info.h"

#include <QtCore/QDateTime>

namespace ndas::media {

/// It exists, and no clock that was never set shows it: from 1990 to 2099.
bool isCredibleDay(QDate day);

/// "2026-11-03T10:24:00", of whatever place: a QDateTime has no such hour where this computer's summer time
/// begins.
QString isoDateTime(QDate day, QTime time);

/// The date (and time, when there is one) in names like "VID_20261103_102400.mp4", "2026-11-03 10.24.00.mov",
/// "IMG-20261103-WA0001.mp4" or "Screen Recording 2026-11-03 at 10.24.00 PM.mov". Local time unless the
/// maker of the name is known to write UTC. Days that are not credible do not count.
std::optional<RecordingDate> recordingDateFromFileName(const QString& fileName);

/// In local time: an offset is the wall where it was recorded and stays, UTC is only how the camera stored
/// it. The start of the day when only that is known; invalid when `date` says nothing.
QDateTime wallClock(const RecordingDate& date);

/// As staff entered it. Midnight is what a day has whose time of day nobody said: it stays a day.
RecordingDate typedDate(const QDateTime& when);

} // namespace ndas::media
