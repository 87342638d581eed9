#include "ui/models/queue_summary.h"

#include "ui/support/sentences.h"
#include "ui/support/state_look.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <cmath>

namespace ndas::ui {

namespace {

using jobs::JobKind;
using jobs::JobState;

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("QueueSummary", text, nullptr, n);
}

void count(QueueFigures& figures, const jobs::Job& job)
{
    switch (job.state) {
    case JobState::Running:
        ++figures.working;
        break;
    case JobState::Queued:
        ++figures.waiting;
        break;
    case JobState::Paused:
        ++figures.paused;
        break;
    case JobState::Blocked:
        ++figures.blocked;
        break;
    case JobState::Failed:
        ++(isTwin(job) ? figures.twins : figures.failed);
        break;
    case JobState::Succeeded:
    case JobState::Cancelled:
        break;
    }
}

/// Since when the present batch is under way; the largest time when nothing is.
EpochMs batchStart(const std::vector<jobs::Job>& jobs)
{
    EpochMs start = std::numeric_limits<EpochMs>::max();
    for (const jobs::Job& job : jobs)
        if (!jobs::isTerminal(job.state))
            start = std::min(start, job.createdAt);
    return start;
}

double secondsBetween(EpochMs from, EpochMs until)
{
    return static_cast<double>(std::max<EpochMs>(0, until - from)) / 1000.0;
}

/// What jobs take, in seconds.
class Pace {
public:
    Pace(const std::vector<jobs::Job>& jobs, const std::unordered_map<JobId, qint64>& secondsLeft,
         EpochMs now)
        : secondsLeft_(secondsLeft)
        , import_(usual(jobs, JobKind::Ingest, now))
        , transcode_(usual(jobs, JobKind::Transcode, now))
    {
    }

    /// From those that are done or well under way; 0 = not known.
    double usualOf(JobKind kind) const { return kind == JobKind::Ingest ? import_ : transcode_; }

    /// Of what runs and said so.
    std::optional<double> leftOf(const jobs::Job& job) const
    {
        const auto said = secondsLeft_.find(job.id);
        return job.state == JobState::Running && said != secondsLeft_.end() && said->second >= 0
                   ? std::optional(static_cast<double>(said->second))
                   : std::nullopt;
    }

    /// Guessed where nothing is known: what counts is how they compare.
    double wholeOf(const jobs::Job& job) const
    {
        if (jobs::isTerminal(job.state) && job.startedAt && job.finishedAt)
            return std::max(0.1, secondsBetween(*job.startedAt, *job.finishedAt));
        const std::optional<double> left = leftOf(job);
        return left && job.progress < 0.99 ? *left / (1 - job.progress) : guessOf(job.kind);
    }

    double guessOf(JobKind kind) const
    {
        const double guess = kind == JobKind::Ingest ? 1 : 30;
        return usualOf(kind) > 0 ? usualOf(kind) : guess;
    }

private:
    static double usual(const std::vector<jobs::Job>& jobs, JobKind kind, EpochMs now)
    {
        double seconds = 0;
        int counted = 0;
        for (const jobs::Job& job : jobs) {
            if (job.kind != kind || !job.startedAt)
                continue;
            if (job.state == JobState::Succeeded && job.finishedAt) {
                seconds += secondsBetween(*job.startedAt, *job.finishedAt);
                ++counted;
            } else if (job.state == JobState::Running && job.progress > 0.05) {
                seconds += secondsBetween(*job.startedAt, now) / job.progress;
                ++counted;
            }
        }
        return counted > 0 ? seconds / counted : 0;
    }

    const std::unordered_map<JobId, qint64>& secondsLeft_;
    const double import_;
    const double transcode_;
};

qint64 estimateSecondsLeft(const std::vector<jobs::Job>& jobs, const Pace& pace, int working)
{
    double work = 0;
    double longest = 0;
    bool known = working > 0;
    for (const jobs::Job& job : jobs) {
        if (job.state != JobState::Running && job.state != JobState::Queued)
            continue;
        const double usual = pace.usualOf(job.kind);
        const std::optional<double> said = pace.leftOf(job);
        known = known && (said || usual > 0);
        const double left = said.value_or(usual * (1.0 - job.progress));
        work += left;
        longest = std::max(longest, left);
    }
    return known ? std::llround(std::max(longest, work / std::max(1, working))) : -1;
}

bool isOfBatch(const jobs::Job& job, EpochMs start)
{
    return !jobs::isTerminal(job.state) ||
           (job.state == JobState::Succeeded && job.finishedAt.value_or(0) >= start);
}

/// By the time they take: an import is soon done, and what it makes is still to come.
double fractionOf(const std::vector<jobs::Job>& jobs, const Pace& pace, EpochMs start)
{
    double all = 0;
    double done = 0;
    for (const jobs::Job& job : jobs) {
        if (!isOfBatch(job, start))
            continue;
        const double whole = pace.wholeOf(job);
        all += whole;
        done += jobs::isTerminal(job.state) ? whole : whole * job.progress;
        if (job.kind == JobKind::Ingest && !jobs::isTerminal(job.state))
            all += pace.guessOf(JobKind::Transcode) *
                   static_cast<double>(job.payload[QLatin1String("presets")].toArray().size());
    }
    return all > 0 ? done / all : 0;
}

} // namespace

QueueFigures queueFigures(const std::vector<jobs::Job>& jobs,
                          const std::unordered_map<JobId, qint64>& secondsLeft, bool queuePaused, EpochMs now)
{
    QueueFigures figures;
    figures.queuePaused = queuePaused;
    const EpochMs start = batchStart(jobs);
    for (const jobs::Job& job : jobs) {
        count(figures, job);
        figures.done += jobs::isTerminal(job.state) && isOfBatch(job, start) ? 1 : 0;
    }
    figures.total = figures.done + figures.unfinished();
    const Pace pace(jobs, secondsLeft, now);
    figures.fraction = fractionOf(jobs, pace, start);
    if (!queuePaused)
        figures.secondsLeft = estimateSecondsLeft(jobs, pace, figures.working);
    return figures;
}

QString queueSentence(const QueueFigures& figures)
{
    QStringList counts;
    const auto add = [&counts](int n, const char* text) {
        if (n > 0)
            counts << tr(text).arg(countText(n));
    };
    add(figures.working, QT_TRANSLATE_NOOP("QueueSummary", "%1 working"));
    add(figures.waiting, QT_TRANSLATE_NOOP("QueueSummary", "%1 waiting"));
    add(figures.paused, QT_TRANSLATE_NOOP("QueueSummary", "%1 paused"));
    add(figures.blocked, QT_TRANSLATE_NOOP("QueueSummary", "%1 held up"));
    add(figures.failed, QT_TRANSLATE_NOOP("QueueSummary", "%1 failed"));
    add(figures.twins, QT_TRANSLATE_NOOP("QueueSummary", "%1 already in the library"));

    QStringList parts;
    if (figures.queuePaused)
        parts << tr("Paused");
    else if (figures.unfinished() == 0)
        parts << tr("Nothing to do");
    if (!counts.isEmpty())
        parts << counts.join(QStringLiteral(", "));
    if (figures.secondsLeft >= 0)
        parts << tr("%1 left").arg(roughTime(std::chrono::seconds(figures.secondsLeft)));
    return parts.join(QStringLiteral(" · "));
}

QueueSummary::QueueSummary(Gateway& gateway, QObject* parent)
    : QObject(parent)
    , gateway_(gateway)
{
    soon_.setSingleShot(true);
    soon_.setInterval(100);
    connect(&soon_, &QTimer::timeout, this, &QueueSummary::reload);
    connect(&gateway_, &Gateway::queueChanged, &soon_, [this] {
        if (!soon_.isActive())
            soon_.start();
    });
    connect(&gateway_, &Gateway::jobsChanged, this, &QueueSummary::applyJobs);
    connect(&gateway_, &Gateway::progressed, this, &QueueSummary::applyProgress);
    reload();
}

Result<QueueSummary::Snapshot> QueueSummary::read(GatewayParts& parts)
{
    NDAS_TRY(auto jobs, parts.jobs.list());
    NDAS_TRY(const bool paused, parts.jobs.isQueuePaused());
    return Snapshot{std::move(jobs), paused};
}

void QueueSummary::reload()
{
    gateway_.run(this, &QueueSummary::read, [this](Result<Snapshot> snapshot) {
        if (snapshot)
            take(std::move(*snapshot));
        else
            Q_EMIT gateway_.changeFailed(snapshot.error());
    });
}

void QueueSummary::take(Snapshot snapshot)
{
    jobs_ = std::move(snapshot.jobs);
    paused_ = snapshot.paused;
    update();
    if (!std::exchange(isRead_, true))
        Q_EMIT firstRead();
}

void QueueSummary::applyJobs(const std::vector<jobs::Job>& jobs)
{
    for (const jobs::Job& job : jobs) {
        const auto known = std::find_if(jobs_.begin(), jobs_.end(),
                                        [&](const jobs::Job& other) { return other.id == job.id; });
        if (known == jobs_.end())
            jobs_.push_back(job);
        else
            *known = job;
        if (job.state != JobState::Running)
            secondsLeft_.erase(job.id);
    }
    update();
}

void QueueSummary::applyProgress(const std::vector<jobs::JobProgress>& progress)
{
    for (const jobs::JobProgress& report : progress) {
        const auto job = std::find_if(jobs_.begin(), jobs_.end(),
                                      [&](const jobs::Job& other) { return other.id == report.id; });
        if (job == jobs_.end())
            continue;
        job->progress = report.progress;
        secondsLeft_[report.id] = report.secondsLeft;
    }
    update();
}

void QueueSummary::update()
{
    const QueueFigures figures = queueFigures(jobs_, secondsLeft_, paused_, gateway_.parts().clock.now());
    if (std::exchange(figures_, figures) != figures)
        Q_EMIT changed();
}

} // namespace ndas::ui
