#include "app/cli/command.h"
#include "app/cli/item_json.h"
#include "app/cli/plan_text.h"
#include "app/cli/preset_list.h"
#include "app/cli/queue_run.h"
#include "app/cli/session.h"
#include "app/cli/texts.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

struct ProcessOptions {
    qint64 videoId = 0;
    int maxVideos = 0;
    std::string quality;
    std::string status;
    bool batch = false;
    bool dryRun = false;
    bool wait = false;
};

/// What is to be made in addition to what is queued already.
struct Wish {
    library::Video video;
    QString preset;
};

bool isMissing(const library::Video& video, const QString& preset)
{
    return std::none_of(
        video.renditions.begin(), video.renditions.end(), [&](const library::Rendition& rendition) {
            return rendition.preset == preset && rendition.state != library::RenditionState::Failed;
        });
}

/// Decides which jobs are meant; queues and retries what was asked for.
class Selection {
public:
    Selection(app::Workspace& workspace, const ProcessOptions& options)
        : workspace_(workspace)
        , options_(options)
    {
    }

    Result<void> check() const
    {
        if (options_.videoId != 0)
            NDAS_CHECK(workspace_.library().find(VideoId{options_.videoId}));
        if (!options_.quality.empty())
            NDAS_CHECK(presetIds(QString::fromStdString(options_.quality), workspace_.presets()));
        if (options_.batch && options_.quality.empty())
            NDAS_CHECK(presetIds(workspace_.settings().defaultPreset, workspace_.presets()));
        return {};
    }

    /// Renditions that --quality and --batch ask for and nobody has queued yet.
    Result<std::vector<Wish>> wishes() const
    {
        std::vector<Wish> wishes;
        if (options_.quality.empty() && !options_.batch)
            return wishes;
        NDAS_TRY(const QStringList presets, wantedPresets());
        NDAS_TRY(const std::vector<library::Video> videos, candidates());
        int chosen = 0;
        for (const library::Video& video : videos) {
            const std::size_t before = wishes.size();
            for (const QString& preset : presets) {
                if (isMissing(video, preset))
                    wishes.push_back({video, preset});
            }
            chosen += wishes.size() > before ? 1 : 0;
            if (options_.maxVideos > 0 && chosen == options_.maxVideos)
                break;
        }
        return wishes;
    }

    Result<void> queue(const std::vector<Wish>& wishes)
    {
        for (const Wish& wish : wishes) {
            const auto job = workspace_.library().queueRendition(wish.video.id, wish.preset);
            if (job)
                queued_.push_back(*job);
            else if (job.error().code != ErrorCode::AlreadyExists)
                return fail(job.error());
        }
        return {};
    }

    Result<std::vector<jobs::Job>> failedJobs() const
    {
        if (options_.status != "failed")
            return std::vector<jobs::Job>();
        jobs::JobFilter filter = base();
        filter.states = {jobs::JobState::Failed};
        NDAS_TRY(std::vector<jobs::Job> failed, workspace_.jobs().list(filter));
        // a second copy of a recording stays a second copy
        std::erase_if(failed,
                      [](const jobs::Job& job) { return job.errorCode == ErrorCode::AlreadyImported; });
        return failed;
    }

    /// The jobs to run: all of the queue, of one video, only the new ones (--batch), or of the first few
    /// videos.
    Result<jobs::JobFilter> scope() const
    {
        jobs::JobFilter filter = base();
        if (options_.batch)
            filter.ids = queued_;
        if (options_.maxVideos == 0)
            return filter;
        NDAS_TRY(const std::vector<jobs::Job> jobs, queuedJobs(filter));
        filter.ids.clear();
        for (const jobs::Job& job : jobs)
            filter.ids.push_back(job.id);
        return filter;
    }

    /// What is waiting within `filter`, of at most --max-videos videos.
    Result<std::vector<jobs::Job>> queuedJobs(jobs::JobFilter filter) const
    {
        filter.states = {jobs::JobState::Queued, jobs::JobState::Running, jobs::JobState::Blocked};
        NDAS_TRY(std::vector<jobs::Job> jobs, workspace_.jobs().list(filter));
        std::set<VideoId> videos;
        std::erase_if(jobs, [&](const jobs::Job& job) {
            const bool isFull =
                options_.maxVideos > 0 && static_cast<int>(videos.size()) >= options_.maxVideos;
            if (isFull && !videos.contains(job.video))
                return true;
            videos.insert(job.video);
            return false;
        });
        return jobs;
    }

    jobs::JobFilter base() const
    {
        jobs::JobFilter filter;
        if (options_.videoId != 0)
            filter.video = VideoId{options_.videoId};
        return filter;
    }

    /// --batch or --max-videos left nothing to do; an empty list of ids would mean "all".
    bool isEmpty(const jobs::JobFilter& scope) const
    {
        return scope.ids.empty() && (options_.batch || options_.maxVideos > 0);
    }

private:
    Result<QStringList> wantedPresets() const
    {
        const QString text = options_.quality.empty() ? workspace_.settings().defaultPreset
                                                      : QString::fromStdString(options_.quality);
        return presetIds(text, workspace_.presets());
    }

    Result<std::vector<library::Video>> candidates() const
    {
        if (options_.videoId != 0) {
            NDAS_TRY(library::Video video, workspace_.library().find(VideoId{options_.videoId}));
            if (video.state != library::VideoState::Ready)
                return fail(ErrorCode::InvalidTransition,
                            QStringLiteral("video %1 is not ready").arg(options_.videoId));
            return std::vector{std::move(video)};
        }
        library::VideoFilter filter;
        filter.states = {library::VideoState::Ready};
        return workspace_.library().list(filter);
    }

    app::Workspace& workspace_;
    const ProcessOptions& options_;
    std::vector<JobId> queued_;
};

/// Says for each job what became of it.
class Report {
public:
    Report(const Session& session, const app::Workspace& workspace)
        : session_(session)
        , paths_(workspace.paths())
        , view_(ProgressView::create(session.output()))
    {
    }

    ProgressView& view() { return *view_; }

    void add(const jobs::Job& job, library::LibraryStore& store)
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

    ExitCode finish(const QueueOutcome& outcome) const
    {
        session_.output().document({{QStringLiteral("jobs"), jobs_},
                                    {QStringLiteral("succeeded"), succeeded_},
                                    {QStringLiteral("failed"), failed_},
                                    {QStringLiteral("blocked"), blocked_},
                                    {QStringLiteral("left"), static_cast<qint64>(outcome.left.size())},
                                    {QStringLiteral("queue_paused"), outcome.queuePaused}});
        if (outcome.queuePaused && !outcome.left.empty())
            session_.output().line(QStringLiteral("The queue is paused: ndas-cli queue resume"));
        session_.output().line(QStringLiteral("%1 done, %2 failed, %3 waiting")
                                   .arg(succeeded_)
                                   .arg(failed_)
                                   .arg(outcome.left.size()));
        if (failed_ > 0 || postponed_ > 0)
            return ExitCode::SomeFailed;
        return blocked_ > 0 ? ExitCode::Environment : ExitCode::Done;
    }

private:
    static QString resultText(const jobs::Job& job)
    {
        const Error error{job.errorCode, job.errorDetail, 0, {}};
        switch (job.state) {
        case jobs::JobState::Succeeded:
            return QStringLiteral("done");
        case jobs::JobState::Failed:
            return job.errorCode == ErrorCode::AlreadyImported
                       ? QStringLiteral("already imported")
                       : QStringLiteral("failed. ") + errorText(error);
        case jobs::JobState::Blocked:
            return QStringLiteral("waits. ") + errorText(error);
        case jobs::JobState::Queued:
            return job.hasError ? QStringLiteral("is tried again later. ") + errorText(error)
                                : QStringLiteral("queued");
        default:
            return QLatin1String(jobs::name(job.state));
        }
    }

    QString outputOf(const jobs::Job& job, const library::Video& video) const
    {
        if (job.state != jobs::JobState::Succeeded || job.kind != jobs::JobKind::Transcode)
            return {};
        for (const library::Rendition& rendition : video.renditions) {
            if (rendition.preset == job.preset)
                return renditionPath(paths_, rendition);
        }
        return {};
    }

    void count(const jobs::Job& job)
    {
        const bool isCopy = job.hasError && job.errorCode == ErrorCode::AlreadyImported;
        succeeded_ += job.state == jobs::JobState::Succeeded ? 1 : 0;
        failed_ += job.state == jobs::JobState::Failed && !isCopy ? 1 : 0;
        blocked_ += job.state == jobs::JobState::Blocked ? 1 : 0;
        postponed_ += job.state == jobs::JobState::Queued && job.hasError ? 1 : 0;
    }

    const Session& session_;
    const AppPaths paths_;
    const std::unique_ptr<ProgressView> view_;
    QJsonArray jobs_;
    int succeeded_ = 0;
    int failed_ = 0;
    int blocked_ = 0;
    int postponed_ = 0;
};

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
        Selection selection(*workspace, options_);
        NDAS_CHECK(selection.check());
        NDAS_TRY(const std::vector<Wish> wishes, selection.wishes());
        NDAS_TRY(const std::vector<jobs::Job> failed, selection.failedJobs());
        if (options_.dryRun)
            return showPlans(session, *workspace, selection, wishes, failed);
        NDAS_CHECK(selection.queue(wishes));
        for (const jobs::Job& job : failed)
            NDAS_CHECK(workspace->jobs().retry(job.id));
        NDAS_TRY(const jobs::JobFilter scope, selection.scope());
        Report report(session, *workspace);
        if (selection.isEmpty(scope))
            return report.finish({});
        return runScope(session, scope, report);
    }

    Result<ExitCode> runScope(const Session& session, const jobs::JobFilter& scope, Report& report) const
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
        NDAS_TRY(std::vector<jobs::Job> jobs, selection.queuedJobs(selection.base()));
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
            const media::TranscodePlan plan = media::makePlan(*video.info, preset);
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
