#include "ui/models/queue_row.h"

#include "core/library/disk_space.h"
#include "ui/support/learnt.h"
#include "ui/support/sentences.h"
#include "ui/support/state_look.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>

namespace ndas::ui {

namespace {

using jobs::JobState;

QString say(const char* text)
{
    return QCoreApplication::translate("Queue", text);
}

QString joined(const QStringList& parts)
{
    QStringList said = parts;
    said.removeAll(QString());
    return said.join(QStringLiteral(" · "));
}

QString runningText(const QueueRow& row)
{
    if (row.job.cancelRequested)
        return say(QT_TRANSLATE_NOOP("Queue", "Stopping"));
    if (row.job.pauseRequested)
        return say(QT_TRANSLATE_NOOP("Queue", "Pausing"));
    const QString stage = stageText(row.job.stage);
    if (row.job.kind == jobs::JobKind::Transcode)
        return stage;
    return row.job.stage.isEmpty() ? say(QT_TRANSLATE_NOOP("Queue", "Importing"))
                                   : say(QT_TRANSLATE_NOOP("Queue", "Importing: %1")).arg(stage.toLower());
}

/// A size that is not torn apart at the end of a line.
QString wholeSize(qint64 bytes)
{
    return sizeText(bytes).replace(QLatin1Char(' '), QChar(QChar::Nbsp));
}

QString spaceText(const QString& detail)
{
    const auto shortage = library::shortageFrom(detail);
    if (!shortage)
        return say(QT_TRANSLATE_NOOP("Queue", "Waiting for disk space."));
    return say(QT_TRANSLATE_NOOP("Queue", "Waiting for disk space: %1 needed, %2 free on %3."))
        .arg(wholeSize(shortage->bytesNeeded), wholeSize(shortage->bytesFree), quoted(shortage->volume));
}

QString blockedText(const QueueRow& row)
{
    const bool folderGone =
        row.job.errorCode == ErrorCode::SourceUnreachable || row.job.errorCode == ErrorCode::NotFound;
    if (folderGone && !row.video.sourceFolder.isEmpty())
        return say(QT_TRANSLATE_NOOP("Queue", "Waiting for the folder %1."))
            .arg(quoted(row.video.sourceFolder));
    if (row.job.errorCode == ErrorCode::DiskFull)
        return spaceText(row.job.errorDetail);
    return errorText(row.job.errorCode);
}

QString readyText(const QueueRow& row)
{
    if (row.job.kind == jobs::JobKind::Ingest)
        return say(QT_TRANSLATE_NOOP("Queue", "Imported"));
    const auto rendition = row.video.renditions.find(row.job.preset);
    const qint64 bytes = rendition == row.video.renditions.end() ? 0 : rendition->second.bytes;
    if (bytes <= 0)
        return lookOf(JobState::Succeeded).word;
    const QString ready = joined({lookOf(JobState::Succeeded).word, sizeText(bytes)});
    const double saved = row.video.sizeBytes > 0
                             ? 1.0 - static_cast<double>(bytes) / static_cast<double>(row.video.sizeBytes)
                             : 0;
    return saved < 0.01 ? ready
                        : say(QT_TRANSLATE_NOOP("Queue", "%1, %2 smaller")).arg(ready, percentText(saved));
}

QString failedText(const QueueRow& row, const QDate& today)
{
    if (!isTwin(row.job))
        return errorText(row.job.errorCode);
    return row.video.duplicateTitle.isEmpty()
               ? lookOf(row.job).word
               : alreadyImportedText(row.video.duplicateTitle, row.video.duplicateImportedAt, today);
}

QString startText(const QDateTime& start, const QDate& today)
{
    const QString time = timeText(start.time());
    return start.date() == today ? say(QT_TRANSLATE_NOOP("Queue", "starts at %1")).arg(time)
                                 : say(QT_TRANSLATE_NOOP("Queue", "starts tomorrow at %1")).arg(time);
}

QString waitingAside(const QueueRow& row, EpochMs now)
{
    if (row.job.runAt > now)
        return row.job.hasError ? say(QT_TRANSLATE_NOOP("Queue", "again in %1"))
                                      .arg(shortTime((row.job.runAt - now) / 1000))
                                : startText(QDateTime::fromMSecsSinceEpoch(row.job.runAt),
                                            QDateTime::fromMSecsSinceEpoch(now).date());
    if (row.ahead == 0)
        return say(QT_TRANSLATE_NOOP("Queue", "next"));
    const auto rendition = row.video.renditions.find(row.job.preset);
    if (rendition == row.video.renditions.end() || rendition->second.expectedWork.count() <= 0)
        return {};
    return roughTime(rendition->second.expectedWork);
}

} // namespace

QueueGroup groupOf(const jobs::Job& job)
{
    switch (job.state) {
    case JobState::Running:
        return QueueGroup::Working;
    case JobState::Queued:
    case JobState::Paused:
        return QueueGroup::Waiting;
    case JobState::Blocked:
        return QueueGroup::NeedsAttention;
    case JobState::Failed:
        return isTwin(job) ? QueueGroup::Done : QueueGroup::NeedsAttention;
    case JobState::Succeeded:
    case JobState::Cancelled:
        break;
    }
    return QueueGroup::Done;
}

QueueVideo queueVideoOf(const library::VideoSummary& video)
{
    QueueVideo shown;
    shown.id = video.id;
    shown.title = video.title.isEmpty() ? video.originalName : video.title;
    shown.patientCode = video.patientCode;
    shown.thumbnailFile = video.thumbnailFile;
    shown.duration = video.duration;
    shown.sizeBytes = video.sizeBytes;
    for (const library::RenditionMark& mark : video.renditions)
        if (mark.state == library::RenditionState::Ready)
            shown.renditions[mark.preset].bytes = mark.sizeBytes;
    return shown;
}

QueueVideo queueVideoOf(const library::Video& video, const std::vector<media::Preset>& presets,
                        const media::Experience& experience)
{
    const QFileInfo source(video.originalPath);
    const bool hasCopy = video.storage == library::Storage::Copied && !video.storedName.isEmpty();
    QueueVideo shown{
        .id = video.id,
        .title = video.title.isEmpty() ? video.originalName : video.title,
        .patientCode = video.patientCode,
        .thumbnailFile = video.thumbnailFile,
        .sourceFolder = hasCopy ? QString() : source.dir().dirName(),
        .duration = video.info ? video.info->duration : media::Micros(0),
        .sizeBytes = video.sizeBytes,
        .renditions = {},
        .duplicateOf = video.duplicateOf,
        .duplicateTitle = {},
        .duplicateImportedAt = 0,
    };
    if (video.info)
        for (const media::Preset& preset : presets)
            shown.renditions[preset.id].expectedWork = std::chrono::ceil<std::chrono::seconds>(
                learntPlan(*video.info, preset, experience).expectedWork);
    for (const library::Rendition& rendition : video.renditions)
        if (rendition.state == library::RenditionState::Ready)
            shown.renditions[rendition.preset].bytes = rendition.sizeBytes;
    return shown;
}

std::vector<JobId> idsOf(const std::vector<QueueRow>& rows)
{
    std::vector<JobId> ids;
    for (const QueueRow& row : rows)
        ids.push_back(row.job.id);
    return ids;
}

QString titleText(const QueueRow& row)
{
    return row.video.title.isEmpty() ? say(QT_TRANSLATE_NOOP("Queue", "Recording"))
                                     : oneLine(row.video.title);
}

QString aboutText(const QueueRow& row)
{
    return joined({oneLine(row.video.patientCode),
                   row.video.duration.count() > 0 ? durationText(row.video.duration) : QString()});
}

QString whatText(const QueueRow& row)
{
    return row.job.kind == jobs::JobKind::Ingest ? say(QT_TRANSLATE_NOOP("Queue", "Import"))
                                                 : presetText(row.job.preset);
}

QString statusText(const QueueRow& row, const QDate& today)
{
    switch (row.job.state) {
    case JobState::Running:
        return runningText(row);
    case JobState::Blocked:
        return blockedText(row);
    case JobState::Failed:
        return failedText(row, today);
    case JobState::Succeeded:
        return readyText(row);
    case JobState::Queued:
        return row.job.hasError && row.job.attempt > 0
                   ? say(QT_TRANSLATE_NOOP("Queue", "Waiting to try again"))
                   : lookOf(JobState::Queued).word;
    case JobState::Paused:
    case JobState::Cancelled:
        break;
    }
    return lookOf(row.job).word;
}

QString asideText(const QueueRow& row, EpochMs now)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
    switch (row.job.state) {
    case JobState::Running:
        return joined({speedText(row.job.speed), timeLeftText(row.secondsLeft)});
    case JobState::Blocked:
        return say(QT_TRANSLATE_NOOP("Queue", "goes on by itself"));
    case JobState::Queued:
        return waitingAside(row, now);
    case JobState::Paused:
        return {};
    case JobState::Succeeded:
    case JobState::Failed:
    case JobState::Cancelled:
        break;
    }
    return row.job.finishedAt ? whenText(*row.job.finishedAt, today) : QString();
}

QString triesText(const QueueRow& row, EpochMs now)
{
    const int attempt = row.job.attempt;
    if (row.job.state == JobState::Running && row.job.startedAt) {
        const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
        const QString since =
            say(QT_TRANSLATE_NOOP("Queue", "since %1")).arg(whenText(*row.job.startedAt, today));
        return attempt < 2 ? since
                           : joined({say(QT_TRANSLATE_NOOP("Queue", "attempt %1")).arg(attempt), since});
    }
    const bool failedBefore = row.job.state == JobState::Failed || row.job.state == JobState::Queued;
    return failedBefore && row.job.hasError && attempt > 1
               ? QCoreApplication::translate("Queue", "tried %n times", nullptr, attempt)
               : QString();
}

QString spokenText(const QueueRow& row, EpochMs now)
{
    QStringList parts{titleText(row), whatText(row), statusText(row).toLower()};
    if (!row.video.patientCode.isEmpty())
        parts.insert(1, say(QT_TRANSLATE_NOOP("Queue", "patient %1")).arg(oneLine(row.video.patientCode)));
    if (row.job.state == JobState::Failed || row.job.state == JobState::Blocked)
        parts.last() = joined({lookOf(row.job).word.toLower(), statusText(row)});
    if (showsBar(row))
        parts << say(QT_TRANSLATE_NOOP("Queue", "%1 percent")).arg(static_cast<int>(row.job.progress * 100));
    parts << asideText(row, now) << triesText(row, now);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

bool showsBar(const QueueRow& row)
{
    if (row.job.state == JobState::Running)
        return true;
    return !jobs::isTerminal(row.job.state) && row.job.progress > 0;
}

} // namespace ndas::ui
