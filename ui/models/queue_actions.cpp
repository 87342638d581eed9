#include "ui/models/queue_actions.h"

#include "ui/support/state_look.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <tuple>

namespace ndas::ui {

namespace {

using jobs::JobState;

Result<void> applyTo(jobs::JobStore& store, QueueAction action, JobId id)
{
    switch (action) {
    case QueueAction::Pause:
        return store.requestPause(id);
    case QueueAction::Resume:
        return store.resume(id);
    case QueueAction::Retry:
        return store.retry(id);
    case QueueAction::Cancel:
        return store.requestCancel(id);
    case QueueAction::Remove:
        return store.remove(id);
    case QueueAction::MoveToFront:
    case QueueAction::MoveUp:
    case QueueAction::MoveDown:
    case QueueAction::MoveToEnd:
        break;
    }
    return {};
}

bool isMove(QueueAction action)
{
    return action == QueueAction::MoveToFront || action == QueueAction::MoveUp ||
           action == QueueAction::MoveDown || action == QueueAction::MoveToEnd;
}

/// In front of whom jobs end up that go one place up, down, to the front or to the end (none).
Result<JobId> goalOf(const jobs::JobStore& store, QueueAction action, const std::vector<JobId>& ids)
{
    jobs::JobFilter filter;
    filter.states = {JobState::Queued};
    NDAS_TRY(std::vector<jobs::Job> waiting, store.list(filter));
    std::sort(waiting.begin(), waiting.end(), [](const jobs::Job& a, const jobs::Job& b) {
        return std::tuple(-a.priority, a.runAt, a.id) < std::tuple(-b.priority, b.runAt, b.id);
    });
    const auto isOurs = [&](const jobs::Job& job) {
        return std::find(ids.begin(), ids.end(), job.id) != ids.end();
    };
    const auto first = std::find_if(waiting.begin(), waiting.end(), isOurs);
    if (first == waiting.end() || action == QueueAction::MoveToEnd)
        return JobId();
    if (action == QueueAction::MoveToFront)
        return waiting.front().id;
    if (action == QueueAction::MoveUp)
        return first == waiting.begin() ? first->id : std::prev(first)->id;
    const auto last = std::find_if(waiting.rbegin(), waiting.rend(), isOurs).base();
    return waiting.end() - last < 2 ? JobId() : std::next(last)->id;
}

/// A job that moved on between click and write is no failure of the click.
bool wasOvertaken(const Result<void>& result)
{
    return !result && (result.error().code == ErrorCode::InvalidTransition ||
                       result.error().code == ErrorCode::NoSuchItem);
}

Result<std::vector<jobs::Job>> jobsWith(const jobs::JobStore& store, const std::vector<JobId>& ids)
{
    jobs::JobFilter filter;
    filter.ids = ids;
    return store.list(filter);
}

Result<void> applyToAll(jobs::JobStore& store, QueueAction action, const std::vector<JobId>& ids)
{
    if (isMove(action)) {
        NDAS_TRY(const JobId goal, goalOf(store, action, ids));
        return store.moveBefore(ids, goal);
    }
    NDAS_TRY(const std::vector<jobs::Job> jobs, jobsWith(store, ids));
    for (const jobs::Job& job : jobs) {
        if (!allows(job, action))
            continue;
        if (const Result<void> result = applyTo(store, action, job.id); !result && !wasOvertaken(result))
            return result;
    }
    return {};
}

} // namespace

bool allows(const jobs::Job& job, QueueAction action)
{
    const bool waits = job.state == JobState::Queued || job.state == JobState::Blocked;
    switch (action) {
    case QueueAction::Pause:
        return waits || (job.state == JobState::Running && !job.pauseRequested && !job.cancelRequested);
    case QueueAction::Resume:
        return job.state == JobState::Paused;
    case QueueAction::Retry:
        return job.state == JobState::Failed || job.state == JobState::Cancelled;
    case QueueAction::Cancel:
        return !jobs::isTerminal(job.state) && !job.cancelRequested;
    case QueueAction::MoveToFront:
    case QueueAction::MoveUp:
    case QueueAction::MoveDown:
    case QueueAction::MoveToEnd:
        return job.state == JobState::Queued;
    case QueueAction::Remove:
        return jobs::isTerminal(job.state);
    }
    return false;
}

std::optional<QueueAction> mainAction(const jobs::Job& job)
{
    if (isTwin(job))
        return std::nullopt; // it would end the same way; the details offer what helps
    for (const QueueAction action : {QueueAction::Pause, QueueAction::Resume, QueueAction::Retry})
        if (allows(job, action))
            return action;
    return std::nullopt;
}

Icon iconOf(QueueAction action)
{
    switch (action) {
    case QueueAction::Pause:
        return Icon::Pause;
    case QueueAction::Resume:
        return Icon::Play;
    case QueueAction::Retry:
        return Icon::Retry;
    case QueueAction::Cancel:
        return Icon::Cross;
    case QueueAction::Remove:
        return Icon::Trash;
    case QueueAction::MoveToFront:
        return Icon::MoveToFront;
    case QueueAction::MoveUp:
        return Icon::MoveUp;
    case QueueAction::MoveDown:
        return Icon::MoveDown;
    case QueueAction::MoveToEnd:
        return Icon::MoveToEnd;
    }
    return Icon::Queue;
}

QString textOf(QueueAction action)
{
    switch (action) {
    case QueueAction::Pause:
        return QCoreApplication::translate("Queue", "Pause");
    case QueueAction::Resume:
        return QCoreApplication::translate("Queue", "Resume");
    case QueueAction::Retry:
        return QCoreApplication::translate("Queue", "Try again");
    case QueueAction::Cancel:
        return QCoreApplication::translate("Queue", "Cancel");
    case QueueAction::Remove:
        return QCoreApplication::translate("Queue", "Remove from list");
    case QueueAction::MoveUp:
        return QCoreApplication::translate("Queue", "Move up");
    case QueueAction::MoveDown:
        return QCoreApplication::translate("Queue", "Move down");
    case QueueAction::MoveToEnd:
        return QCoreApplication::translate("Queue", "Move to end");
    case QueueAction::MoveToFront:
        break;
    }
    return QCoreApplication::translate("Queue", "Move to front");
}

void perform(Gateway& gateway, QueueAction action, const std::vector<JobId>& ids)
{
    if (ids.empty())
        return;
    gateway.change([action, ids](GatewayParts& parts) { return applyToAll(parts.jobs, action, ids); });
}

void pauseEverything(Gateway& gateway, bool pause)
{
    gateway.change([pause](GatewayParts& parts) { return parts.jobs.setEverythingPaused(pause); });
}

void moveBefore(Gateway& gateway, const std::vector<JobId>& ids, JobId before)
{
    gateway.change([ids, before](GatewayParts& parts) { return parts.jobs.moveBefore(ids, before); });
}

void startAfter(Gateway& gateway, const std::vector<JobId>& ids, std::optional<EpochMs> moment)
{
    gateway.change([ids, moment](GatewayParts& parts) -> Result<void> {
        for (const JobId id : ids)
            if (Result<void> changed = parts.jobs.startAfter(id, moment); !changed && !wasOvertaken(changed))
                return changed;
        return {};
    });
}

void changePreset(Gateway& gateway, const std::vector<JobId>& ids, const QString& preset)
{
    gateway.change([ids, preset](GatewayParts& parts) -> Result<void> {
        for (const JobId id : ids)
            if (const Result<void> changed = parts.library.changePreset(id, preset);
                !changed && !wasOvertaken(changed) && changed.error().code != ErrorCode::AlreadyExists)
                return changed;
        return {};
    });
}

void importAsCopy(Gateway& gateway, JobId refused)
{
    gateway.change([refused](GatewayParts& parts) -> Result<void> {
        NDAS_TRY(const jobs::Job job, parts.jobs.find(refused));
        NDAS_TRY(const library::Video video, parts.library.find(job.video));
        QStringList presets;
        for (const auto& preset : job.payload[QLatin1String("presets")].toArray())
            presets << preset.toString();
        NDAS_CHECK(parts.library.registerVideo({.originalPath = video.originalPath,
                                                .title = video.title,
                                                .sizeBytes = video.sizeBytes,
                                                .fileModifiedAt = video.fileModifiedAt,
                                                .storage = video.storage,
                                                .patientCode = video.patientCode,
                                                .presets = presets,
                                                .evenIfDuplicate = true}));
        // The refused attempt has nothing left to say; its job goes with it.
        NDAS_CHECK(parts.library.removeVideo(video.id));
        return {};
    });
}

} // namespace ndas::ui
