#include "app/cli/command.h"
#include "app/cli/preset_list.h"
#include "app/cli/queue_run.h"
#include "app/cli/session.h"
#include "app/cli/texts.h"
#include "app/cli/verdict.h"
#include "core/library/importer.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

/// Takes recordings in and reports about each path.
class Import {
public:
    Import(const Session& session, app::Workspace& workspace, QStringList presets, QString patient)
        : session_(session)
        , workspace_(workspace)
        , presets_(std::move(presets))
        , patient_(std::move(patient))
        , view_(ProgressView::create(session.output()))
    {
    }

    /// Paths that are not there are refused one by one; the others go on.
    QStringList find(const QStringList& paths, bool recursive)
    {
        library::ScanOptions options;
        options.recursive = recursive;
        options.extensions = workspace_.settings().extensions;
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

    Result<void> registerFile(const QString& path)
    {
        const library::Candidate candidate = library::inspect(path, workspace_.media(), workspace_.library(),
                                                              workspace_.settings(), {}, session_.token());
        if (candidate.problem) {
            refuse(path, *candidate.problem);
            return {};
        }
        if (candidate.alreadyImported) {
            reportDuplicate(path, *candidate.alreadyImported);
            return {};
        }
        library::NewVideo video;
        video.originalPath = QFileInfo(path).absoluteFilePath();
        video.title = QFileInfo(path).completeBaseName();
        video.sizeBytes = candidate.sizeBytes;
        video.fileModifiedAt = candidate.fileModifiedAt;
        video.storage = workspace_.settings().storage == settings::StoragePolicy::InPlace
                            ? library::Storage::InPlace
                            : library::Storage::Copied;
        video.patientCode = patient_;
        video.presets = presets_;
        NDAS_TRY(const library::Registered registered, workspace_.library().registerVideo(video));
        paths_[registered.job] = path;
        return {};
    }

    std::vector<JobId> jobs() const
    {
        std::vector<JobId> ids;
        for (const auto& [id, path] : paths_)
            ids.push_back(id);
        return ids;
    }

    ProgressView& view() { return *view_; }

    void report(const jobs::Job& job, app::Workspace& workspace)
    {
        const QString path = paths_.at(job.id);
        const auto video = workspace.library().find(job.video);
        if (job.state == jobs::JobState::Succeeded && video)
            reportImported(path, *video);
        else if (job.errorCode == ErrorCode::AlreadyImported && video)
            reportDuplicateOf(path, *video, workspace);
        else if (job.state == jobs::JobState::Cancelled)
            refuse(path, Error{ErrorCode::Cancelled, {}, 0, {}});
        else
            refuse(path, Error{job.errorCode, job.errorDetail, 0, {}});
    }

    /// The job stays in the queue: nothing is lost, but nothing was taken in yet either.
    void reportLeft(const jobs::Job& job)
    {
        const QString path = paths_.at(job.id);
        QJsonObject entry{{QStringLiteral("path"), path},
                          {QStringLiteral("video_id"), static_cast<qint64>(job.video.value)},
                          {QStringLiteral("state"), QLatin1String(jobs::name(job.state))}};
        const Error error{job.errorCode, job.errorDetail, 0, {}};
        if (job.hasError)
            entry.insert(QStringLiteral("error"), toJson(error));
        waiting_.append(entry);
        verdict_.failed(job.hasError ? job.errorCode : ErrorCode::Paused);
        view_->say(QStringLiteral("%1: waits in the queue. %2")
                       .arg(visible(path), job.hasError ? errorText(error) : QString()));
    }

    ExitCode finish() const
    {
        QJsonObject document{{QStringLiteral("imported"), imported_},
                             {QStringLiteral("duplicates"), duplicates_},
                             {QStringLiteral("refused"), refused_}};
        if (!waiting_.isEmpty())
            document.insert(QStringLiteral("waiting"), waiting_);
        session_.output().document(document);
        return verdict_.exitCode();
    }

private:
    void refuse(const QString& path, const Error& error)
    {
        refused_.append(
            QJsonObject{{QStringLiteral("path"), path}, {QStringLiteral("error"), toJson(error)}});
        verdict_.failed(error.code);
        view_->say(QStringLiteral("%1: refused. %2").arg(visible(path), errorText(error)));
    }

    void reportImported(const QString& path, const library::Video& video)
    {
        imported_.append(QJsonObject{{QStringLiteral("path"), path},
                                     {QStringLiteral("video_id"), static_cast<qint64>(video.id.value)},
                                     {QStringLiteral("title"), video.title},
                                     {QStringLiteral("presets"), QJsonArray::fromStringList(presets_)}});
        verdict_.succeeded();
        const QString queued =
            presets_.isEmpty() ? QString()
                               : QStringLiteral(", queued for %1").arg(presets_.join(QStringLiteral(", ")));
        view_->say(
            QStringLiteral("%1: imported as video %2%3").arg(visible(path)).arg(video.id.value).arg(queued));
    }

    void reportDuplicateOf(const QString& path, const library::Video& video, app::Workspace& workspace)
    {
        const auto first = workspace.library().find(video.duplicateOf);
        reportDuplicate(path, first ? *first : video);
    }

    void reportDuplicate(const QString& path, const library::Video& first)
    {
        duplicates_.append(QJsonObject{{QStringLiteral("path"), path},
                                       {QStringLiteral("video_id"), static_cast<qint64>(first.id.value)},
                                       {QStringLiteral("title"), first.title}});
        verdict_.succeeded();
        view_->say(QStringLiteral("%1: already imported as \"%2\" (video %3)")
                       .arg(visible(path), visible(first.title))
                       .arg(first.id.value));
    }

    const Session& session_;
    app::Workspace& workspace_;
    const QStringList presets_;
    const QString patient_;
    const std::unique_ptr<ProgressView> view_;
    std::map<JobId, QString> paths_; ///< of registered files, by their ingest job
    QJsonArray imported_;
    QJsonArray duplicates_;
    QJsonArray refused_;
    QJsonArray waiting_;
    Verdict verdict_;
};

class ImportCommand final : public Command {
public:
    const char* name() const override { return "import"; }

    const char* summary() const override
    {
        return "Take recordings into the library and queue their renditions";
    }

    void describe(CLI::App& options) override
    {
        options.add_option("PATH", paths_, "Recordings, or folders with recordings")->required();
        options.add_option("-p,--preset", presets_,
                           "Presets to queue, separated by commas; \"none\" for none (default: the setting)");
        options.add_option("--patient", patient_, "Code of the patient; added when new");
        options.add_flag("-r,--recursive", recursive_, "Look into folders within folders too");
    }

    ExitCode run(Session& session) override
    {
        const auto result = import(session);
        return result ? *result : session.output().failure(result.error());
    }

private:
    Result<ExitCode> import(const Session& session) const
    {
        NDAS_TRY(auto workspace, session.openWorkspace());
        NDAS_TRY(const QStringList presets, wantedPresets(*workspace));
        Import import(session, *workspace, presets, QString::fromStdString(patient_));
        QStringList paths;
        for (const std::string& path : paths_)
            paths << QString::fromStdString(path);
        for (const QString& file : import.find(paths, recursive_)) {
            NDAS_CHECK(import.registerFile(file));
            if (session.token().isCancelled())
                return fail(ErrorCode::Cancelled);
        }
        if (!import.jobs().empty())
            NDAS_CHECK(takeIn(session, import));
        return import.finish();
    }

    Result<QStringList> wantedPresets(const app::Workspace& workspace) const
    {
        if (presets_.empty())
            return QStringList{workspace.settings().defaultPreset};
        if (presets_ == "none")
            return QStringList();
        return presetIds(QString::fromStdString(presets_), workspace.presets());
    }

    static Result<void> takeIn(const Session& session, Import& import)
    {
        jobs::JobFilter scope;
        scope.ids = import.jobs();
        NDAS_TRY(const auto workspace, session.openWorkspace(scope));
        QueueRun run(*workspace, scope, Patience::OthersWork, import.view(), session.token(),
                     [&](const jobs::Job& job) { import.report(job, *workspace); });
        NDAS_TRY(const QueueOutcome outcome, run.exec());
        for (const jobs::Job& job : outcome.left)
            import.reportLeft(job);
        return {};
    }

    std::vector<std::string> paths_;
    std::string presets_;
    std::string patient_;
    bool recursive_ = false;
};

} // namespace

std::unique_ptr<Command> makeImportCommand()
{
    return std::make_unique<ImportCommand>();
}

} // namespace ndas::cli
