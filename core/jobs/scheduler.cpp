#include "core/jobs/scheduler.h"

#include "core/base/guarded.h"
#include "core/base/log.h"
#include "core/jobs/endings.h"
#include "core/jobs/hindrance.h"

#include <QtCore/QThread>
#include <QtCore/QThreadPool>

#include <condition_variable>
#include <mutex>

namespace ndas::jobs {

namespace {

using Group = std::vector<AttemptPtr>; ///< a job and its companions

/// Handlers throw nothing, but what they call might: how those ended that did not say so themselves.
Result<void> runGuarded(JobHandler& handler, const Group& group, const JobHandler::EndHandler& onEnd)
{
    std::vector<JobContext*> contexts;
    for (const AttemptPtr& attempt : group)
        contexts.push_back(attempt.get());
    return guarded([&]() -> Result<void> {
        handler.runTogether(contexts, onEnd);
        return fail(ErrorCode::Internal, QStringLiteral("ended without a result"));
    });
}

} // namespace

struct Scheduler::Impl {
    Impl(JobStore& jobStore, const Clock& time, const Instance& self, JobEvents& jobEvents,
         Handlers jobHandlers, SchedulerOptions schedulerOptions)
        : store(jobStore)
        , clock(time)
        , instance(self)
        , events(jobEvents)
        , handlers(std::move(jobHandlers))
        , options(std::move(schedulerOptions))
        , hindrance(clock, options.hinderedAfter)
        , endings(store, clock, events, options.retry)
    {
        pool.setExpiryTimeout(-1); // workers die with the thread that started them
        setMaxJobs(options.maxJobs);
    }

    void start();
    void stop();
    void wake();
    void setMaxJobs(int jobs);
    int running();

    std::optional<Error> lastingHindrance() const { return hindrance.lasting(); }

private:
    void decideUntilStopped();
    void look();
    void lookAround();
    void tellActivity();
    void beatHearts();
    void lookForIntents();
    void rescueJobsOfDeadInstances();
    void fillFreeSlots();
    Result<bool> claimGroup();
    Result<std::vector<Job>> claimCompanions(const Job& first);
    void begin(const Group& group);
    void run(const Group& group);
    void land(const Ended& ended);
    std::vector<AttemptPtr> attempts();
    void complain(const char* what, const Error& error);
    void noteDamage(const Error& error);

    JobStore& store;
    const Clock& clock;
    const Instance& instance;
    JobEvents& events;
    const Handlers handlers;
    const SchedulerOptions options;
    Hindrance hindrance;
    Endings endings;
    QThreadPool pool;

    std::mutex lifeMutex; ///< start() against stop()
    std::unique_ptr<QThread> decider;

    std::mutex mutex; ///< guards what follows
    std::condition_variable wakeUp;
    bool stopping = false;
    bool woken = false;
    int maxJobs = 1;
    std::map<JobId, AttemptPtr> underWay;
    std::size_t groups = 0; ///< under way

    std::optional<std::chrono::milliseconds> lastBeat; ///< the deciding thread only
};

void Scheduler::Impl::start()
{
    const std::lock_guard life(lifeMutex);
    if (decider)
        return;
    stopping = false;
    decider.reset(QThread::create([this] { decideUntilStopped(); }));
    decider->setObjectName(QStringLiteral("scheduler"));
    decider->start();
}

void Scheduler::Impl::stop()
{
    const std::lock_guard life(lifeMutex);
    if (!decider)
        return;
    {
        const std::lock_guard lock(mutex);
        stopping = true;
    }
    wakeUp.notify_all();
    decider->wait();
    decider.reset();
    for (const AttemptPtr& attempt : attempts())
        attempt->stop(StopReason::Quit);
    pool.waitForDone();
    static_cast<void>(endings.writeLeftovers()); // logged; rescued later as a job of a dead instance
    tellActivity();
}

void Scheduler::Impl::wake()
{
    {
        const std::lock_guard lock(mutex);
        woken = true;
    }
    wakeUp.notify_all();
}

void Scheduler::Impl::setMaxJobs(int jobs)
{
    {
        const std::lock_guard lock(mutex);
        maxJobs = std::max(1, jobs);
    }
    pool.setMaxThreadCount(std::max(1, jobs));
    wake();
}

int Scheduler::Impl::running()
{
    const std::lock_guard lock(mutex);
    return static_cast<int>(underWay.size());
}

void Scheduler::Impl::decideUntilStopped()
{
    std::unique_lock lock(mutex);
    while (!stopping) {
        woken = false;
        lock.unlock();
        look();
        lock.lock();
        wakeUp.wait_for(lock, options.lookEvery, [this] { return stopping || woken; });
    }
}

void Scheduler::Impl::look()
{
    const Result<void> looked = guarded([this]() -> Result<void> {
        lookAround();
        return {};
    });
    if (!looked)
        complain("looking at the queue", looked.error());
    hindrance.endLook();
}

void Scheduler::Impl::lookAround()
{
    if (!hindrance.isForGood()) {
        if (const Result<void> written = endings.writeLeftovers(); !written)
            complain("writing the end of an attempt", written.error());
        beatHearts();
        lookForIntents();
        rescueJobsOfDeadInstances();
        fillFreeSlots();
    }
    tellActivity();
}

void Scheduler::Impl::tellActivity()
{
    if (options.onActivity)
        options.onActivity(running() > 0);
}

void Scheduler::Impl::beatHearts()
{
    const std::chrono::milliseconds now = clock.monotonic();
    if (lastBeat && now - *lastBeat < options.heartbeatEvery)
        return;
    lastBeat = now;
    for (const AttemptPtr& attempt : attempts()) {
        const Result<void> beat = store.heartbeat(attempt->claim());
        if (!beat && beat.error().code == ErrorCode::LostLease)
            attempt->stop(StopReason::LostLease);
    }
}

void Scheduler::Impl::lookForIntents()
{
    const std::vector<AttemptPtr> mine = attempts();
    if (mine.empty())
        return;
    JobFilter filter;
    for (const AttemptPtr& attempt : mine)
        filter.ids.push_back(attempt->job().id);
    const Result<std::vector<Job>> jobs = store.list(filter);
    if (!jobs)
        return complain("looking for intents", jobs.error());
    for (const AttemptPtr& attempt : mine) {
        const auto row = std::find_if(jobs->begin(), jobs->end(),
                                      [&](const Job& job) { return job.id == attempt->job().id; });
        // A state other than running may be our own: the handler has just succeeded.
        if (row == jobs->end() || row->fence != attempt->job().fence)
            attempt->stop(StopReason::LostLease);
        else if (row->cancelRequested)
            attempt->stop(StopReason::Cancel);
        else if (row->pauseRequested)
            attempt->stop(StopReason::Pause);
    }
}

void Scheduler::Impl::rescueJobsOfDeadInstances()
{
    Result<QStringList> owners = store.owners();
    if (!owners)
        return complain("looking for owners", owners.error());
    owners->removeAll(instance.uuid());
    const Result<QStringList> dead = instance.deadAmong(*owners);
    if (!dead)
        return complain("looking for dead instances", dead.error());
    for (const QString& owner : *dead) {
        const Result<int> rescued = store.rescueJobsOf(owner);
        if (!rescued)
            return complain("rescuing jobs", rescued.error());
        qCInfo(logJobs) << "rescued" << *rescued << "jobs of an instance that ended without finishing them";
        events.postQueueChanged();
    }
}

void Scheduler::Impl::fillFreeSlots()
{
    // Reading first: most looks find nothing to do and should not ask for the write lock.
    const Result<std::optional<EpochMs>> due = store.nextDue();
    if (!due)
        return complain("looking for due jobs", due.error());
    if (!*due || **due > clock.now())
        return;
    const Result<int> unblocked = store.unblockDue(options.only);
    if (!unblocked)
        return complain("unblocking jobs", unblocked.error());
    if (*unblocked > 0)
        events.postQueueChanged();
    while (true) {
        const Result<bool> claimed = claimGroup();
        if (!claimed)
            return complain("claiming", claimed.error());
        if (!*claimed)
            return;
    }
}

Result<bool> Scheduler::Impl::claimGroup()
{
    {
        const std::lock_guard lock(mutex);
        if (stopping || hindrance.isForGood() || groups >= static_cast<std::size_t>(maxJobs))
            return false;
    }
    NDAS_TRY(std::optional<Job> job, store.claimNext(instance.uuid(), options.only));
    if (!job)
        return false;
    Result<std::vector<Job>> companions = claimCompanions(*job);
    if (!companions)
        complain("claiming companions", companions.error());
    Group group{std::make_shared<Attempt>(std::move(*job), store, events, clock)};
    for (Job& companion : companions ? *companions : std::vector<Job>())
        group.push_back(std::make_shared<Attempt>(std::move(companion), store, events, clock));
    begin(group);
    return true;
}

Result<std::vector<Job>> Scheduler::Impl::claimCompanions(const Job& first)
{
    const auto handler = handlers.find(first.kind);
    if (handler == handlers.end() || worksAlone(first))
        return std::vector<Job>();
    JobFilter filter = options.only;
    filter.states = {JobState::Queued};
    filter.kind = first.kind;
    filter.video = first.video;
    NDAS_TRY(std::vector<Job> waiting, store.list(filter));
    std::erase_if(waiting, worksAlone);
    if (waiting.empty())
        return waiting;
    return store.claimBeside(first, handler->second->companionsOf(first, waiting));
}

void Scheduler::Impl::begin(const Group& group)
{
    {
        const std::lock_guard lock(mutex);
        ++groups;
        for (const AttemptPtr& attempt : group)
            underWay.emplace(attempt->job().id, attempt);
    }
    for (const AttemptPtr& attempt : group)
        events.postState(attempt->job());
    if (hindrance.isForGood()) // since it was claimed
        for (const AttemptPtr& attempt : group)
            attempt->stop(StopReason::Quit);
    pool.start([this, group] {
        const Result<void> ran = guarded([&]() -> Result<void> {
            run(group);
            return {};
        });
        if (!ran)
            qCCritical(logJobs).noquote() << "landing jobs failed:" << logText(ran.error());
        {
            const std::lock_guard lock(mutex);
            --groups;
        }
        wake();
    });
}

void Scheduler::Impl::run(const Group& group)
{
    std::vector<bool> hasEnded(group.size(), false);
    const auto onEnd = [&](std::size_t index, Result<void> outcome) {
        hasEnded[index] = true;
        land({group[index], std::move(outcome)});
    };
    const auto handler = handlers.find(group.front()->job().kind);
    const Result<void> left =
        handler == handlers.end()
            ? Result<void>(fail(ErrorCode::BadOption, QStringLiteral("no handler for this kind of job")))
            : runGuarded(*handler->second, group, onEnd);
    // However the handler is left, its jobs land in a state.
    for (std::size_t index = 0; index < group.size(); ++index)
        if (!hasEnded[index])
            onEnd(index, left);
}

void Scheduler::Impl::land(const Ended& ended)
{
    if (!ended.outcome)
        noteDamage(ended.outcome.error());              // stops this attempt too: it is not the job's fault
    const Result<void> settled = endings.settle(ended); // tried again at every look
    if (!settled)
        noteDamage(settled.error());
    {
        const std::lock_guard lock(mutex);
        underWay.erase(ended.attempt->job().id);
    }
    wake();
}

std::vector<AttemptPtr> Scheduler::Impl::attempts()
{
    const std::lock_guard lock(mutex);
    std::vector<AttemptPtr> all;
    for (const auto& [id, attempt] : underWay)
        all.push_back(attempt);
    return all;
}

void Scheduler::Impl::complain(const char* what, const Error& error)
{
    hindrance.note(error);
    qCWarning(logJobs).noquote() << what << "failed:" << logText(error);
    noteDamage(error);
}

/// Whatever is written into a damaged database makes it worse: all stops, and the next start mends it.
void Scheduler::Impl::noteDamage(const Error& error)
{
    if (!hindrance.noteDamage(error))
        return;
    qCCritical(logJobs).noquote() << "the queue stops:" << logText(error);
    const Result<void> noted = options.onDamage ? options.onDamage() : Result<void>();
    if (!noted)
        qCCritical(logJobs).noquote() << "the damage is not noted:" << logText(noted.error());
    for (const AttemptPtr& attempt : attempts())
        attempt->stop(StopReason::Quit);
}

Scheduler::Scheduler(JobStore& store, const Clock& clock, const Instance& instance, JobEvents& events,
                     Handlers handlers, SchedulerOptions options)
    : impl_(std::make_unique<Impl>(store, clock, instance, events, std::move(handlers), std::move(options)))
{
}

Scheduler::~Scheduler()
{
    stop();
}

void Scheduler::start()
{
    impl_->start();
}

void Scheduler::wake()
{
    impl_->wake();
}

void Scheduler::setMaxJobs(int jobs)
{
    impl_->setMaxJobs(jobs);
}

void Scheduler::stop()
{
    impl_->stop();
}

int Scheduler::running() const
{
    return impl_->running();
}

std::optional<Error> Scheduler::hindrance() const
{
    return impl_->lastingHindrance();
}

} // namespace ndas::jobs
