#include "app/cli/import_run.h"

#include "app/cli/texts.h"
#include "core/library/importer.h"

#include <QtCore/QFileInfo>

namespace ndas::cli {

namespace {

library::NewVideo newVideo(const library::Candidate& candidate, const ImportWish& wish,
                           const settings::Settings& settings)
{
    library::NewVideo video;
    video.originalPath = QFileInfo(candidate.path).absoluteFilePath();
    video.title = QFileInfo(candidate.path).completeBaseName();
    video.sizeBytes = candidate.sizeBytes;
    video.fileModifiedAt = candidate.fileModifiedAt;
    video.storage = settings.storage == settings::StoragePolicy::InPlace ? library::Storage::InPlace
                                                                         : library::Storage::Copied;
    video.patientCode = wish.patient;
    video.presets = wish.presets;
    return video;
}

QJsonObject entryOf(const QString& path, const library::Video& video)
{
    return {{QStringLiteral("path"), path},
            {QStringLiteral("video_id"), static_cast<qint64>(video.id.value)},
            {QStringLiteral("title"), video.title}};
}

Error errorOf(const jobs::Job& job)
{
    return {job.errorCode, job.errorDetail, 0, {}};
}

} // namespace

ImportRun::ImportRun(const Session& session, app::Workspace& workspace, ImportWish wish)
    : session_(session)
    , workspace_(workspace)
    , wish_(std::move(wish))
    , view_(ProgressView::create(session.output()))
{
}

QStringList ImportRun::find(const QStringList& paths)
{
    library::ScanOptions options;
    options.recursive = wish_.recursive;
    options.extensions = workspace_.settings().extensions;
    options.own = workspace_.paths();
    QStringList files;
    for (const QString& path : paths) {
        const auto found = library::findRecordings({path}, options, session_.token());
        if (found)
            files += *found;
        else
            refuse(path, found.error());
    }
    files.removeDuplicates();
    return files;
}

Result<void> ImportRun::registerFile(const QString& path)
{
    const settings::Settings settings = workspace_.settings();
    const library::Candidate candidate =
        library::inspect(path, workspace_.media(), workspace_.library(), settings, {}, session_.token());
    if (candidate.problem) {
        refuse(path, *candidate.problem);
        return {};
    }
    if (candidate.alreadyImported) {
        reportDuplicate(path, *candidate.alreadyImported);
        return {};
    }
    NDAS_TRY(const library::Registered registered,
             workspace_.library().registerVideo(newVideo(candidate, wish_, settings)));
    paths_[registered.job] = path;
    return {};
}

std::vector<JobId> ImportRun::jobs() const
{
    std::vector<JobId> ids;
    for (const auto& [id, path] : paths_)
        ids.push_back(id);
    return ids;
}

void ImportRun::report(const jobs::Job& job, const library::LibraryStore& store)
{
    const QString path = paths_.at(job.id);
    const auto video = store.find(job.video);
    if (job.state == jobs::JobState::Succeeded && video) {
        reportImported(path, *video);
    } else if (job.errorCode == ErrorCode::AlreadyImported && video) {
        const auto first = store.find(video->duplicateOf);
        reportDuplicate(path, first ? *first : *video);
    } else {
        const Error cancelled{ErrorCode::Cancelled, {}, 0, {}};
        refuse(path, job.state == jobs::JobState::Cancelled ? cancelled : errorOf(job));
    }
}

void ImportRun::reportLeft(const jobs::Job& job)
{
    const QString path = paths_.at(job.id);
    QJsonObject entry{{QStringLiteral("path"), path},
                      {QStringLiteral("video_id"), static_cast<qint64>(job.video.value)},
                      {QStringLiteral("state"), QLatin1String(jobs::name(job.state))}};
    if (job.hasError)
        entry.insert(QStringLiteral("error"), toJson(errorOf(job)));
    waiting_.append(entry);
    verdict_.failed(job.hasError ? job.errorCode : ErrorCode::Paused);
    const QString reason = job.hasError ? QLatin1Char(' ') + errorText(errorOf(job)) : QString();
    view_->say(QStringLiteral("%1: waits in the queue.%2").arg(visible(path), reason));
}

ExitCode ImportRun::finish() const
{
    QJsonObject document{{QStringLiteral("imported"), imported_},
                         {QStringLiteral("duplicates"), duplicates_},
                         {QStringLiteral("refused"), refused_}};
    if (!waiting_.isEmpty())
        document.insert(QStringLiteral("waiting"), waiting_);
    session_.output().document(document);
    QStringList totals{QStringLiteral("%1 imported").arg(imported_.size())};
    const auto add = [&totals](const QJsonArray& entries, const char* text) {
        if (!entries.isEmpty())
            totals << QStringLiteral("%1 %2").arg(entries.size()).arg(QLatin1String(text));
    };
    add(duplicates_, "already in the library");
    add(refused_, "refused");
    add(waiting_, "waiting");
    session_.output().line(totals.join(QStringLiteral(", ")));
    return verdict_.exitCode();
}

void ImportRun::refuse(const QString& path, const Error& error)
{
    refused_.append(QJsonObject{{QStringLiteral("path"), path}, {QStringLiteral("error"), toJson(error)}});
    verdict_.failed(error.code);
    view_->say(QStringLiteral("%1: refused. %2").arg(visible(path), errorText(error)));
}

void ImportRun::reportImported(const QString& path, const library::Video& video)
{
    QJsonObject entry = entryOf(path, video);
    entry.insert(QStringLiteral("presets"), QJsonArray::fromStringList(wish_.presets));
    imported_.append(entry);
    verdict_.succeeded();
    const QString presets = wish_.presets.join(QStringLiteral(", "));
    const QString queued = presets.isEmpty() ? QString() : QStringLiteral(", queued for ") + presets;
    view_->say(
        QStringLiteral("%1: imported as video %2%3").arg(visible(path)).arg(video.id.value).arg(queued));
}

void ImportRun::reportDuplicate(const QString& path, const library::Video& first)
{
    duplicates_.append(entryOf(path, first));
    verdict_.succeeded();
    view_->say(QStringLiteral("%1: already imported as \"%2\" (video %3)")
                   .arg(visible(path), visible(first.title))
                   .arg(first.id.value));
}

} // namespace ndas::cli
