// One line of the queue as the screen knows it: a job, what is known of its recording, and the words for
// both. Values and pure functions.
#pragma once

#include "core/jobs/job.h"
#include "core/library/video_summary.h"
#include "core/media/experience.h"

#include <QtCore/QDate>

#include <map>

namespace ndas::ui {

/// What a row says of one preset: how large the rendition came out, how long making it may take.
struct QueueRendition {
    qint64 bytes = 0;
    std::chrono::seconds expectedWork{0};
};

/// The part of a video that queue rows show.
struct QueueVideo {
    VideoId id;
    QString title;
    QString patientCode;
    QString thumbnailFile; ///< below thumbnails/
    QString sourceFolder; ///< name of the folder it is read from, for "Waiting for the folder ..."; "" = ours
    media::Micros duration{0};
    qint64 sizeBytes = 0;
    std::map<QString, QueueRendition> renditions;
    VideoId duplicateOf;
    QString duplicateTitle; ///< of the recording that has the same content; "" = none
    EpochMs duplicateImportedAt = 0;
};

struct QueueRow {
    jobs::Job job;
    QueueVideo video;
    qint64 secondsLeft = -1; ///< -1 = not known
    int ahead = -1;          ///< waiting jobs that come first; -1 = this one does not wait
};

/// The filters above the queue.
enum class QueueGroup { Working, Waiting, NeedsAttention, Done };
QueueGroup groupOf(const jobs::Job& job);

/// What a list needs of one of many.
QueueVideo queueVideoOf(const library::VideoSummary& video);
/// All of it; slow for many (plans each preset): on a background thread.
QueueVideo queueVideoOf(const library::Video& video, const std::vector<media::Preset>& presets,
                        const media::Experience& experience);

std::vector<JobId> idsOf(const std::vector<QueueRow>& rows);

QString titleText(const QueueRow& row); ///< on one line, never empty
QString aboutText(const QueueRow& row); ///< "P-0017 · 4:44"
QString whatText(const QueueRow& row);  ///< "High", or "Import"
QString statusText(
    const QueueRow& row,
    const QDate& today = QDate::currentDate()); ///< "Encoding", "Waiting for the folder ...", "Ready · 11 MB"
QString asideText(const QueueRow& row, EpochMs now); ///< "1.8× · 58 s left", "next", "12:41"
QString triesText(const QueueRow& row,
                  EpochMs now); ///< "since 12:31", "attempt 2 · since 12:31", "tried 3 times"
QString spokenText(const QueueRow& row, EpochMs now); ///< for screen readers, the row in one sentence
bool showsBar(const QueueRow& row);

} // namespace ndas::ui
