#include "app/cli/process_report.h"

#include "app/cli/item_json.h"
#include "app/cli/texts.h"

namespace ndas::cli {

namespace {

bool isSecondCopy(const jobs::Job& job)
{
    return job.hasError && job.errorCode == ErrorCode::AlreadyImported;
}

QString resultText(const jobs::Job& job)
{
    const Error error{job.errorCode, job.errorDetail, 0, {}};
    switch (job.state) {
    case jobs::JobState::Succeeded:
        return QStringLiteral("done");
    case jobs::JobState::Failed:
        return isSecondCopy(job) ? QStringLiteral("already in the library")
                                 : QStringLiteral("failed. ") + errorText(error);
    case jobs::JobState::Blocked:
        return QStringLiteral("waits. ") + errorText(error);
    case jobs::JobState::Queued:
        return job.hasError ? QStringLiteral("is tried again later. ") + errorText(error) : stateText(job);
    default:
        return QLatin1String(jobs::name(job.state));
    }
}

} // namespace

ProcessReport::ProcessReport(const Session& session, const AppPaths& paths)
    : output_(session.output())
    , paths_(paths)
    , view_(ProgressView::create(session.output()))
{
}

void ProcessReport::add(const jobs::Job& job, const library::LibraryStore& store)
{
    QJsonObject entry = toJson(job);
    const auto video = store.find(job.video);
    const QString title = video ? video->title : QString();
    entry.insert(QStringLiteral("title"), title);
    QString result = resultText(job);
    if (const QString file = video ? outputOf(job, *video) : QString(); !file.isEmpty()) {
        entry.insert(QStringLiteral("output"), file);
        result += QStringLiteral(": ") + visible(file);
    }
    jobs_.append(entry);
    count(job);
    view_->say(QStringLiteral("%1, %2: %3").arg(visible(title), jobText(job), result));
}

ExitCode ProcessReport::finish(const QueueOutcome& outcome) const
{
    QJsonObject document{{QStringLiteral("jobs"), jobs_},
                         {QStringLiteral("succeeded"), succeeded_},
                         {QStringLiteral("failed"), failed_},
                         {QStringLiteral("already_imported"), known_},
                         {QStringLiteral("blocked"), blocked_},
                         {QStringLiteral("left"), static_cast<qint64>(outcome.left.size())},
                         {QStringLiteral("queue_paused"), outcome.queuePaused}};
    if (outcome.hindrance)
        document.insert(QStringLiteral("error"), toJson(*outcome.hindrance));
    output_.document(document);
    if (outcome.queuePaused && !outcome.left.empty())
        output_.line(QStringLiteral("The queue is paused: ndas-cli queue resume"));
    QString total = QStringLiteral("%1 done, %2 failed, %3 waiting")
                        .arg(succeeded_)
                        .arg(failed_)
                        .arg(outcome.left.size());
    if (known_ > 0)
        total += QStringLiteral(", %1 already in the library").arg(known_);
    output_.line(total);
    if (outcome.hindrance)
        return ExitCode::Environment;
    if (failed_ > 0 || postponed_ > 0)
        return ExitCode::SomeFailed;
    return blocked_ > 0 ? ExitCode::Environment : ExitCode::Done;
}

QString ProcessReport::outputOf(const jobs::Job& job, const library::Video& video) const
{
    if (job.state != jobs::JobState::Succeeded || job.kind != jobs::JobKind::Transcode)
        return {};
    for (const library::Rendition& rendition : video.renditions) {
        if (rendition.preset == job.preset)
            return renditionPath(paths_, rendition);
    }
    return {};
}

void ProcessReport::count(const jobs::Job& job)
{
    succeeded_ += job.state == jobs::JobState::Succeeded ? 1 : 0;
    const bool failed = job.state == jobs::JobState::Failed;
    failed_ += failed && !isSecondCopy(job) ? 1 : 0;
    known_ += failed && isSecondCopy(job) ? 1 : 0;
    blocked_ += job.state == jobs::JobState::Blocked ? 1 : 0;
    postponed_ += job.state == jobs::JobState::Queued && job.hasError ? 1 : 0;
}

} // namespace ndas::cli
