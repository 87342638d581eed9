#include "app/cli/command.h"
#include "app/cli/item_json.h"
#include "app/cli/session.h"
#include "app/cli/texts.h"
#include "app/cli/verdict.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>
#include <functional>

namespace ndas::cli {

namespace {

using Transition = Result<void> (jobs::JobStore::*)(JobId);

QString rowText(const jobs::Job& job, const QString& title)
{
    return QStringLiteral("%1  %2  %3  %4")
        .arg(job.id.value, 5)
        .arg(visible(title).left(32).leftJustified(32), jobText(job).leftJustified(10), stateText(job));
}

class QueueCommand final : public Command {
public:
    const char* name() const override { return "queue"; }

    const char* summary() const override { return "List, pause, resume, postpone, cancel or retry jobs"; }

    void describe(CLI::App& options) override
    {
        options
            .add_option(
                "ACTION", action_,
                "list; pause and resume (without JOB_ID: the whole queue); postpone (--until); cancel; "
                "retry (without JOB_ID: all that failed)")
            ->required()
            ->check(CLI::IsMember({"list", "pause", "resume", "postpone", "cancel", "retry"}));
        options.add_option("JOB_ID", ids_, "The jobs")->check(CLI::PositiveNumber);
        options
            .add_option("--until", until_,
                        "With postpone: the next time it is HH:MM; or \"now\": as soon as possible")
            ->check(CLI::Validator(
                [](const std::string& text) {
                    return momentOf(text) ? std::string() : "write it as 20:00, or now";
                },
                "HH:MM"));
        options.add_flag("--all", all_, "With cancel: everything that is not finished");
    }

    ExitCode run(Session& session) override
    {
        const auto result = act(session);
        return result ? *result : session.output().failure(result.error());
    }

private:
    Result<ExitCode> act(const Session& session) const
    {
        NDAS_TRY(const auto workspace, session.openWorkspace());
        if (action_ == "list")
            return list(session.output(), *workspace);
        if (action_ == "pause")
            return ids_.empty()
                       ? setPaused(session.output(), workspace->jobs(), true)
                       : each(session.output(), workspace->jobs(), jobIds(), &jobs::JobStore::requestPause);
        if (action_ == "resume")
            return ids_.empty()
                       ? setPaused(session.output(), workspace->jobs(), false)
                       : each(session.output(), workspace->jobs(), jobIds(), &jobs::JobStore::resume);
        if (action_ == "postpone")
            return postpone(session.output(), workspace->jobs());
        const bool cancel = action_ == "cancel";
        NDAS_TRY(const std::vector<JobId> ids,
                 cancel ? toCancel(workspace->jobs()) : toRetry(workspace->jobs()));
        return each(session.output(), workspace->jobs(), ids,
                    cancel ? Transition(&jobs::JobStore::requestCancel) : Transition(&jobs::JobStore::retry));
    }

    static Result<ExitCode> list(const Output& output, app::Workspace& workspace)
    {
        NDAS_TRY(const std::vector<jobs::Job> jobs, workspace.jobs().list());
        NDAS_TRY(const bool paused, workspace.jobs().isQueuePaused());
        QJsonArray entries;
        for (const jobs::Job& job : jobs) {
            const auto video = workspace.library().find(job.video);
            const QString title = video ? video->title : QString();
            QJsonObject entry = toJson(job);
            entry.insert(QStringLiteral("title"), title);
            entries.append(entry);
            output.line(rowText(job, title));
        }
        output.document({{QStringLiteral("paused"), paused}, {QStringLiteral("jobs"), entries}});
        if (paused)
            output.line(QStringLiteral("The queue is paused."));
        if (jobs.empty())
            output.line(QStringLiteral("There are no jobs."));
        return ExitCode::Done;
    }

    /// Nullopt: no such time. The inner one: as soon as possible.
    static std::optional<std::optional<EpochMs>> momentOf(const std::string& text)
    {
        if (text == "now")
            return std::optional<EpochMs>();
        const QTime time = QTime::fromString(QString::fromStdString(text), QStringLiteral("H:mm"));
        if (!time.isValid())
            return std::nullopt;
        return std::optional(nextTimeOfDay(time, SystemClock().now()));
    }

    Result<ExitCode> postpone(const Output& output, jobs::JobStore& store) const
    {
        const auto moment = momentOf(until_);
        if (ids_.empty() || !moment)
            return fail(ErrorCode::BadOption, QStringLiteral("postpone needs JOB_ID and --until HH:MM"));
        return each(output, store, jobIds(),
                    [&](jobs::JobStore& queue, JobId id) { return queue.startAfter(id, *moment); });
    }

    static Result<ExitCode> setPaused(const Output& output, jobs::JobStore& store, bool paused)
    {
        NDAS_CHECK(store.setEverythingPaused(paused));
        output.document({{QStringLiteral("paused"), paused}});
        output.line(paused ? QStringLiteral("The queue is paused.") : QStringLiteral("The queue goes on."));
        return ExitCode::Done;
    }

    /// Goes on behind jobs that are not in a state for it, and says why they are not; what ails the queue
    /// itself ends it, as does the only job.
    static Result<ExitCode> each(const Output& output, jobs::JobStore& store, const std::vector<JobId>& ids,
                                 const std::function<Result<void>(jobs::JobStore&, JobId)>& transition)
    {
        QJsonArray changed;
        QJsonArray refused;
        Verdict verdict;
        for (const JobId id : ids) {
            const Result<void> done = transition(store, id);
            verdict.add(done);
            if (done) {
                NDAS_TRY(const jobs::Job job, store.find(id));
                changed.append(toJson(job));
                output.line(QStringLiteral("job %1: %2").arg(id.value).arg(stateText(job)));
                continue;
            }
            const Error reason = ofJob(id, done.error());
            if (!concernsOneJob(reason.code) || ids.size() == 1)
                return fail(reason);
            refused.append(QJsonObject{{QStringLiteral("id"), static_cast<qint64>(id.value)},
                                       {QStringLiteral("error"), cli::toJson(reason)}});
            output.complain(reasonText(reason));
        }
        if (ids.empty())
            output.line(QStringLiteral("There is no job to change."));
        if (!refused.isEmpty())
            output.line(
                QStringLiteral("%1 of %2 jobs could not be changed").arg(refused.size()).arg(ids.size()));
        output.document({{QStringLiteral("jobs"), changed}, {QStringLiteral("refused"), refused}});
        return verdict.exitCode();
    }

    static bool concernsOneJob(ErrorCode code)
    {
        return code == ErrorCode::InvalidTransition || code == ErrorCode::AlreadyExists ||
               code == ErrorCode::NoSuchItem;
    }

    static Error ofJob(JobId id, Error error)
    {
        const QString job = QStringLiteral("job %1").arg(id.value);
        if (error.code == ErrorCode::AlreadyExists) // the detail names the other
            error.detail = QStringLiteral("%1: its rendition is the work of %2").arg(job, error.detail);
        else
            error.detail = job;
        return error;
    }

    /// A job among others: which it is comes first.
    static QString reasonText(const Error& error)
    {
        if (error.code == ErrorCode::AlreadyExists)
            return error.detail;
        return QStringLiteral("%1: %2").arg(error.detail, QLatin1String(errorSentence(error.code)));
    }

    std::vector<JobId> jobIds() const
    {
        std::vector<JobId> ids;
        for (const qint64 id : ids_)
            ids.push_back(JobId{id});
        return ids;
    }

    static Result<std::vector<JobId>> idsIn(jobs::JobStore& store, std::vector<jobs::JobState> states)
    {
        jobs::JobFilter filter;
        filter.states = std::move(states);
        NDAS_TRY(const std::vector<jobs::Job> jobs, store.list(filter));
        std::vector<JobId> ids;
        for (const jobs::Job& job : jobs) {
            if (!(job.hasError && job.errorCode == ErrorCode::AlreadyImported))
                ids.push_back(job.id);
        }
        return ids;
    }

    Result<std::vector<JobId>> toCancel(jobs::JobStore& store) const
    {
        if (!ids_.empty())
            return jobIds();
        if (!all_)
            return fail(ErrorCode::BadOption, QStringLiteral("cancel needs JOB_ID or --all"));
        return idsIn(store, {jobs::JobState::Queued, jobs::JobState::Running, jobs::JobState::Paused,
                             jobs::JobState::Blocked});
    }

    Result<std::vector<JobId>> toRetry(jobs::JobStore& store) const
    {
        return ids_.empty() ? idsIn(store, {jobs::JobState::Failed}) : Result<std::vector<JobId>>(jobIds());
    }

    std::string action_;
    std::vector<qint64> ids_;
    std::string until_;
    bool all_ = false;
};

} // namespace

std::unique_ptr<Command> makeQueueCommand()
{
    return std::make_unique<QueueCommand>();
}

} // namespace ndas::cli
