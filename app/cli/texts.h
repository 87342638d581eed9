// Numbers, names and errors in English words for a terminal.
#pragma once

#include "core/jobs/job.h"
#include "core/media/worker_protocol.h"

namespace ndas::cli {

/// A file name fit to print: control characters, which could drive a terminal, are made visible.
QString visible(const QString& text);

/// "This is not a video file. (technical detail)": sentence, advice and, for usage errors, what was wrong.
QString errorText(const Error& error);
/// Why the queue cannot go on and what to do; `waits`: the command waits until it can.
QString hindranceText(const Error& error, bool waits);

QString sizeText(qint64 bytes);                        ///< "12.3 MB"
QString durationText(media::Micros time);              ///< "1:02:03" or "0:07.5"
QString roughTimeText(media::Micros time);             ///< "less than a second", "about 40 s", "about 3 min"
QString pixelText(media::PixelSize size);              ///< "1280 x 720"
QString percentText(double fraction);                  ///< "42 %"
QString jobText(const jobs::Job& job);                 ///< "take in" / "medium"
QString likenessText(const media::Likeness& likeness); ///< "likeness to the original: 98.7 %"
QString stateText(const jobs::Job& job); ///< "running, encoding 42 %", "queued until ...", "failed: ..."
QStringList noteSentences(const media::TranscodePlan& plan);

} // namespace ndas::cli
