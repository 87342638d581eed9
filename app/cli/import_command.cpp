#include "app/cli/command.h"
#include "app/cli/import_run.h"
#include "app/cli/preset_list.h"
#include "app/cli/queue_run.h"
#include "app/cli/session.h"

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

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
        ImportWish wish;
        NDAS_TRY(wish.presets, wantedPresets(*workspace));
        wish.patient = QString::fromStdString(patient_);
        wish.recursive = recursive_;
        ImportRun import(session, *workspace, wish);
        QStringList paths;
        for (const std::string& path : paths_)
            paths << QString::fromStdString(path);
        const QStringList files = import.find(paths);
        for (const QString& file : files) {
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
            return presetIds(workspace.settings().defaultPreset, workspace.presets());
        if (presets_ == "none")
            return QStringList();
        return presetIds(QString::fromStdString(presets_), workspace.presets());
    }

    static Result<void> takeIn(const Session& session, ImportRun& import)
    {
        jobs::JobFilter scope;
        scope.ids = import.jobs();
        NDAS_TRY(const auto workspace, session.openWorkspace(scope));
        QueueRun run(*workspace, scope, Patience::OthersWork, import.view(), session.token(),
                     [&](const jobs::Job& job) { import.report(job, workspace->library()); });
        NDAS_TRY(const QueueOutcome outcome, run.exec());
        for (const jobs::Job& job : outcome.left)
            import.reportLeft(job);
        return outcome.hindrance ? Result<void>(fail(*outcome.hindrance)) : Result<void>();
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
