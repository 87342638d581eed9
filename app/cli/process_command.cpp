#include "app/cli/command.h"
#include "app/cli/plan_text.h"
#include "app/cli/process_report.h"
#include "app/cli/process_selection.h"
#include "app/cli/session.h"
#include "app/cli/texts.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

class ProcessCommand final : public Command {
public:
    const char* name() const override { return "process"; }

    const char* summary() const override { return "Run the queue until it is empty"; }

    void describe(CLI::App& options) override
    {
        options.add_option("--video-id", options_.videoId, "Only this video")->check(CLI::PositiveNumber);
        options.add_option("--quality", options_.quality, "Queue this preset where it is missing, then run");
        options.add_flag("--batch", options_.batch, "All videos that lack the preset, and nothing else");
        options.add_option("--status", options_.status, "failed: first retry what failed")
            ->check(CLI::IsMember({"pending", "failed"}));
        options.add_option("--max-videos", options_.maxVideos, "At most this many videos")
            ->check(CLI::PositiveNumber);
        options.add_flag("--dry-run", options_.dryRun, "Only show what would be done");
        options.add_flag("--wait", options_.wait,
                         "Also wait for jobs that are blocked, put off, or run by another program");
    }

    ExitCode run(Session& session) override
    {
        const auto result = process(session);
        return result ? *result : session.output().failure(result.error());
    }

private:
    Result<ExitCode> process(const Session& session) const
    {
        NDAS_TRY(const auto workspace, session.openWorkspace());
        NDAS_TRY(const Selection selection, Selection::make(*workspace, options_));
        NDAS_TRY(const std::vector<jobs::Job> failed, selection.failedJobs());
        NDAS_TRY(const std::vector<Wish> wishes, selection.wishes(failed));
        if (options_.dryRun)
            return showPlans(session, *workspace, selection, wishes, failed);
        NDAS_CHECK(selection.retry(failed));
        NDAS_CHECK(selection.queue(wishes));
        NDAS_TRY(const std::optional<jobs::JobFilter> scope, selection.scope());
        ProcessReport report(session, workspace->paths());
        return scope ? runScope(session, *scope, report) : report.finish({});
    }

    Result<ExitCode> runScope(const Session& session, const jobs::JobFilter& scope,
                              ProcessReport& report) const
    {
        NDAS_TRY(const auto workspace, session.openWorkspace(scope));
        const Patience patience = options_.wait ? Patience::Everything : Patience::OwnWork;
        QueueRun run(*workspace, scope, patience, report.view(), session.token(),
                     [&](const jobs::Job& job) { report.add(job, workspace->library()); });
        NDAS_TRY(const QueueOutcome outcome, run.exec());
        for (const jobs::Job& job : outcome.left)
            report.add(job, workspace->library());
        return report.finish(outcome);
    }

    static Result<ExitCode> showPlans(const Session& session, app::Workspace& workspace,
                                      const Selection& selection, const std::vector<Wish>& wishes,
                                      const std::vector<jobs::Job>& failed)
    {
        NDAS_TRY(std::vector<jobs::Job> jobs, selection.queuedJobs());
        jobs.insert(jobs.end(), failed.begin(), failed.end());
        QJsonArray planned;
        for (const jobs::Job& job : jobs) {
            NDAS_TRY(const library::Video video, workspace.library().find(job.video));
            NDAS_CHECK(showPlan(session, workspace, video, job.preset, planned));
        }
        for (const Wish& wish : wishes)
            NDAS_CHECK(showPlan(session, workspace, wish.video, wish.preset, planned));
        session.output().document({{QStringLiteral("planned"), planned}});
        return ExitCode::Done;
    }

    static Result<void> showPlan(const Session& session, const app::Workspace& workspace,
                                 const library::Video& video, const QString& presetId, QJsonArray& planned)
    {
        QJsonObject entry{{QStringLiteral("video_id"), static_cast<qint64>(video.id.value)},
                          {QStringLiteral("title"), video.title}};
        QString text = QStringLiteral("take in");
        if (!presetId.isEmpty() && video.info) {
            NDAS_TRY(const media::Preset preset, settings::findPreset(workspace.presets(), presetId));
            const media::TranscodePlan plan = session.plan(*video.info, preset);
            entry.insert(QStringLiteral("plan"), planReport(plan));
            text = QStringLiteral("%1, %2, %3, %4")
                       .arg(presetId, pixelText(plan.video.output), sizeText(plan.expectedBytes),
                            roughTimeText(plan.expectedWork));
        }
        planned.append(entry);
        session.output().line(
            QStringLiteral("%1 (video %2): %3").arg(visible(video.title)).arg(video.id.value).arg(text));
        return {};
    }

    ProcessOptions options_;
};

} // namespace

std::unique_ptr<Command> makeProcessCommand()
{
    return std::make_unique<ProcessCommand>();
}

} // namespace ndas::cli
