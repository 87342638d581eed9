#include "core/jobs/scheduler.h"

#include "core/base/guarded.h"
#include "core/base/log.h"
#include "core/jobs/attempts_under_way.h"
#include "core/jobs/hindrance.h"

#include <QtCore/QThread>

#include <condition_variable>
#include <mutex>

namespace ndas::jobs {

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
        , underWay(
              handlers, endings,
              {.onError = [this](const Error& error) { noteDamage(error); }, .onFree = [this] { wake(); }})
    {
        setMaxJobs(options.maxJobs);
    }

    void start();
    void stop();
    void wake();
    void setMaxJobs(int jobs);

    int running() const { return underWay.count(); }

    std::optional<Error> lastingHindrance() const { return hindrance.lasting(); }

    void setMaxAttempts(int attempts) { endings.setMaxAttempts(attempts); }

private:
    void decideUntilStopped();
    void look();
    void lookAround();
    void tellActivity();
    void beatHearts();
    void lookForIntents();
    void rescueJobsOfDeadInstances();
    void fillFreeSlots();
    void claimGroups();
    Result<bool> claimGroup(std::vector<Group>& groups);
    int mostAtOnce(bool isFirst);
    Result<std::vector<Job>> claimCompanions(const Job& first);
    void begin(const Group& group);
    bool isStopping();
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

    std::mutex lifeMutex; ///< start() against stop()
    std::unique_ptr<QThread> decider;

    std::mutex mutex; ///< guards what follows
    std::condition_variable wakeUp;
    bool stopping = false;
    bool woken = false;
    int maxJobs = 1;

    std::optional<std::chrono::milliseconds> lastBeat; ///< the deciding thread only

    AttemptsUnderWay underWay; ///< goes first: its threads use the rest
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
    underWay.stopAll(StopReason::Quit);
    underWay.waitForAll();
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
    underWay.setMost(jobs);
    wake();
}

bool Scheduler::Impl::isStopping()
{
    const std::lock_guard lock(mutex);
    return stopping;
}

void Scheduler::Impl::decideUntilStopped()
{
    if (const Result<int> unblocked = store.unblockAtOnce(options.only); !unblocked)
        complain("unblocking jobs", unblocked.error());
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
    for (const AttemptPtr& attempt : underWay.attempts()) {
        const Result<void> beat = store.heartbeat(attempt->claim());
        if (!beat && beat.error().code == ErrorCode::LostLease)
            attempt->stop(StopReason::LostLease);
    }
}

void Scheduler::Impl::lookForIntents()
{
    const std::vector<AttemptPtr> mine = underWay.attempts();
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
    claimGroups();
}

/// All that fit are claimed before the first begins: each takes its share of the processors by how many run.
void Scheduler::Impl::claimGroups()
{
    std::vector<Group> groups;
    Result<bool> claimed = true;
    while (claimed && *claimed)
        claimed = claimGroup(groups);
    for (const Group& group : groups)
        begin(group);
    if (!claimed)
        complain("claiming", claimed.error());
}

Result<bool> Scheduler::Impl::claimGroup(std::vector<Group>& groups)
{
    if (isStopping() || hindrance.isForGood() || !underWay.hasRoomBeside(groups.size()))
        return false;
    const bool isFirst = groups.empty() && underWay.isEmpty();
    NDAS_TRY(std::optional<Job> job, store.claimNext(instance.uuid(), options.only, mostAtOnce(isFirst)));
    if (!job)
        return false;
    Result<std::vector<Job>> companions = claimCompanions(*job);
    if (!companions)
        complain("claiming companions", companions.error());
    Group group{std::make_shared<Attempt>(std::move(*job), store, events, clock)};
    for (Job& companion : companions ? *companions : std::vector<Job>())
        group.push_back(std::make_shared<Attempt>(std::move(companion), store, events, clock));
    groups.push_back(std::move(group));
    return true;
}

/// A program that runs nothing itself may begin one thing, or a window that was stopped in the middle of its
/// work would keep a command from its own for ever.
int Scheduler::Impl::mostAtOnce(bool isFirst)
{
    if (isFirst)
        return JobStore::anyNumber;
    const std::lock_guard lock(mutex);
    return maxJobs;
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
    for (const AttemptPtr& attempt : group)
        events.postState(attempt->job());
    underWay.begin(group);
    if (hindrance.isForGood()) // since it was claimed
        underWay.stopAll(StopReason::Quit);
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
    underWay.stopAll(StopReason::Quit);
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

void Scheduler::setMaxAttempts(int attempts)
{
    impl_->setMaxAttempts(attempts);
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
