// What core's codes and raw numbers are called on the screen: translated, rounded to what matters, in the
// words of a ward. Pure; any thread once the translators are installed.
#pragma once

#include "core/base/error.h"
#include "core/jobs/job.h"
#include "core/media/media_info.h"
#include "core/media/transcode_plan.h"

#include <QtCore/QDateTime>

namespace ndas::ui {

/// "This recording ends before its end was written." and what to do about it ("" when nothing helps).
QString errorText(ErrorCode code);
QString adviceText(ErrorCode code);
/// The same of a job's error, and that it goes on by itself, where it does.
QString adviceText(const jobs::Job& job);
/// Why the queue itself stands still, and what to do.
QString hindranceText(const Error& error);
/// For "Technical details": stable name, native code, detail. Selectable text, not translated.
QString technicalText(const Error& error);
QString technicalText(const jobs::Job& job);

/// "Encoding" for a job's stage name; "Working" for "" and for one this version does not know.
QString stageText(const QString& stage);
QString planNoteText(media::PlanNote note);
QString planNoteText(const QString& storedName); ///< of Rendition::notes; "" for an unknown one

/// Built-in presets by their translated name, others by `fallback`.
QString presetText(const QString& id, const QString& fallback = {});
QString presetDescription(const QString& id); ///< one line, "" for an unknown preset

QString sizeText(qint64 bytes);                ///< "45 MB", "3.1 GB"
QString durationText(media::Micros duration);  ///< "3:42", "1:02:10"
QString speedText(double speed);               ///< "1.8×"; "" when not known
QString percentText(double fraction);          ///< "64 %"; 100 only when all is done
QString countText(qint64 count);               ///< "2,000"
QString roughTime(std::chrono::seconds time);  ///< "about 4 minutes", "about 1 h 20 min", "a few seconds"
QString shortTime(qint64 seconds);             ///< "58 s", "4 min", "1 h 20 min"
QString timeLeftText(qint64 seconds);          ///< "58 s left"; "" for less than nothing
QString pictureText(media::PixelSize display); ///< "1080 × 1920"

QString timeFormat();                               ///< of a time of day, for QTimeEdit
QString timeText(QTime time);                       ///< "12:41"
QString dayText(EpochMs time, const QDate& today);  ///< "3 November", "3 November 2025"
QString whenText(EpochMs time, const QDate& today); ///< "12:41" today, else the day
/// Already imported on 3 November as "Visit 2".
QString alreadyImportedText(const QString& title, EpochMs importedAt, const QDate& today);
QString recordedText(const media::RecordingDate& date);
QString dateSourceText(media::DateSource source); ///< "from the file"

/// A name on one line: line breaks and other invisible control characters become visible marks.
QString oneLine(const QString& name);
/// In the quotation marks of the language.
QString quoted(const QString& name);
/// Lines for a tooltip, where names that come from files are never read as markup of their own.
QString tipText(const QString& lines);

} // namespace ndas::ui
