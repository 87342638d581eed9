#include "core/jobs/scheduler.h"
#include "tests/core/jobs/queue_fixture.h"
#include "tests/support/verify_result.h"

#include <QtTest/QSignalSpy>

#include <map>
#include <mutex>
#include <stdexcept>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

namespace {

struct House;
/// What a job does, with the number of the run (from 1).
using Work = std::function<Result<void>(House&, JobContext&, int run)>;

class FakeHandler final : public JobHandler {
public:
    FakeHandler(House& house, Work work)
        : house_(house)
        , work_(std::move(work))
    {
    }

    Result<void> run(JobContext& context) override { return work_(house_, context, ++runs); }

    std::atomic<int> runs{0};

private:
    House& house_;
    Work work_;
};

/// Takes all that waits for the same recording along.
class Sociable final : public JobHandler {
public:
    using Together = std::function<void(const std::vector<JobContext*>&, const EndHandler&)>;

    explicit Sociable(Together work)
        : work_(std::move(work))
    {
    }

    Result<void> run(JobContext&) override { return fail(ErrorCode::Internal); }

    std::vector<JobId> companionsOf(const Job&, const std::vector<Job>& waiting) override
    {
        std::vector<JobId> ids;
        for (const Job& job : waiting)
            ids.push_back(job.id);
        return ids;
    }

    void runTogether(const std::vector<JobContext*>& contexts, const EndHandler& onEnd) override
    {
        const std::lock_guard lock(mutex);
        sizes.push_back(contexts.size());
        work_(contexts, onEnd);
    }

    std::vector<std::size_t> groups()
    {
        const std::lock_guard lock(mutex);
        return sizes;
    }

private:
    Together work_;
    std::mutex mutex;
    std::vector<std::size_t> sizes;
};

/// A queue with renditions of one recording.
struct Atelier {
    explicit Atelier(Sociable::Together work)
        : handler(std::move(work))
        , instance(*Instance::create(queue.folder.path()))
    {
        const VideoId video = queue.addVideo();
        for (const char* preset : {"high", "medium", "low"})
            jobs.push_back(queue.store
                               .enqueue({.kind = JobKind::Transcode,
                                         .video = video,
                                         .preset = QString::fromLatin1(preset),
                                         .payload = {}})
                               .value_or(JobId{}));
        SchedulerOptions options;
        options.maxJobs = 1;
        options.lookEvery = 5ms;
        scheduler = std::make_unique<Scheduler>(queue.store, queue.clock, *instance, events,
                                                Scheduler::Handlers{{JobKind::Transcode, &handler}}, options);
    }

    JobState state(std::size_t index) const { return queue.job(jobs[index]).state; }

    Queue queue;
    std::vector<JobId> jobs;
    Sociable handler;
    std::unique_ptr<Instance> instance;
    JobEvents events;
    std::unique_ptr<Scheduler> scheduler;
};

struct House {
    explicit House(Work work, SchedulerOptions options = {})
        : handler(*this, std::move(work))
        , instance(*Instance::create(queue.folder.path()))
    {
        options.lookEvery = 5ms;
        options.heartbeatEvery = 0ms;
        scheduler = std::make_unique<Scheduler>(queue.store, queue.clock, *instance, events,
                                                Scheduler::Handlers{{JobKind::Ingest, &handler}}, options);
    }

    Queue queue;
    FakeHandler handler;
    std::unique_ptr<Instance> instance;
    JobEvents events;
    std::unique_ptr<Scheduler> scheduler;
};

Result<void> succeed(House& house, JobContext& context, int)
{
    return house.queue.store.succeed(context.claim());
}

Result<void> workUntilCancelled(House&, JobContext& context, int)
{
    while (!context.token().waitFor(10s)) {
    }
    return fail(ErrorCode::Cancelled);
}

Work failWith(ErrorCode code)
{
    return [code](House&, JobContext&, int) -> Result<void> { return fail(code); };
}

} // namespace

class TestScheduler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsAJobToItsEnd();
    void triesAgainAfterATransientError();
    void givesUpAfterTwoCrashes();
    void failsARefusedRecordingAtOnce();
    void blocksOnAFullDiskAndGoesOnByItself();
    void quitReleasesRunningJobsAndRefundsTheirAttempts();
    void pausesARunningJobAndResumesIt();
    void onlyACancelIsUrgent();
    void crashesBehindANewCheckpointAreCountedAnew();
    void cancelsARunningJob();
    void aJobTakenAwayStopsItsAttemptAndIsNotTouched();
    void rescuesJobOfDeadInstance();
    void leavesJobsOfLivingInstancesAlone();
    void neverRunsMoreJobsThanAllowed();
    void everyJobIsDoneOnceByTwoInstances();
    void landsAJobWhoseHandlerThrows();
    void doesNotBelieveASuccessThatWasNotWritten();
    void writesTheEndOfAJobWhenTheTableCanBeWrittenAgain();
    void saysWhatKeepsItFromClaiming();
    void reportsProgressToScreenAndTable();
    void clockJumpsDisturbNothing_data();
    void clockJumpsDisturbNothing();
    void startsNothingWhileTheQueueIsPaused();
    void saysWhetherThereIsWork();
    void companionsRunAsOneAndEndOnTheirOwn();
    void whatIsNotDueStaysBehind();
    void aCrashIsTriedAgainAlone();
};

void TestScheduler::runsAJobToItsEnd()
{
    House house(succeed);
    const JobId id = house.queue.addJob();
    QSignalSpy states(&house.events, &JobEvents::jobsChanged);

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QTRY_COMPARE(house.scheduler->running(), 0);
    QCOMPARE(house.handler.runs, 1);
    std::vector<JobState> seen;
    const auto collect = [&] {
        seen.clear();
        for (const QList<QVariant>& arguments : states) {
            const auto jobs = arguments.at(0).value<std::vector<Job>>();
            for (const Job& job : jobs)
                seen.push_back(job.state);
        }
        return seen.size();
    };
    QTRY_COMPARE(collect(), std::size_t{2});
    QVERIFY(seen == std::vector<JobState>({JobState::Running, JobState::Succeeded}));
    QVERIFY(house.queue.isSound());
}

void TestScheduler::triesAgainAfterATransientError()
{
    House house([](House& here, JobContext& context, int run) -> Result<void> {
        if (run == 1)
            return fail(ErrorCode::Busy);
        return succeed(here, context, run);
    });
    const JobId id = house.queue.addJob();

    house.scheduler->start();
    QTRY_VERIFY(house.queue.job(id).hasError);
    QCOMPARE(house.queue.job(id).state, JobState::Queued);
    QCOMPARE(house.queue.job(id).errorCode, ErrorCode::Busy);
    QVERIFY(house.queue.job(id).runAt > house.queue.clock.now());
    house.queue.clock.advance(15s);

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QCOMPARE(house.handler.runs, 2);
    QVERIFY(!house.queue.job(id).hasError);
}

void TestScheduler::givesUpAfterTwoCrashes()
{
    House house(failWith(ErrorCode::WorkerCrashed));
    const JobId id = house.queue.addJob();

    house.scheduler->start();
    QTRY_COMPARE(house.queue.job(id).crashes, 1);
    house.queue.clock.advance(15s);

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QCOMPARE(house.queue.job(id).errorCode, ErrorCode::WorkerCrashed);
    house.queue.clock.advance(24h);
    house.scheduler->stop();
    QCOMPARE(house.handler.runs, 2);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::failsARefusedRecordingAtOnce()
{
    House house(failWith(ErrorCode::NoVideoStream));
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QCOMPARE(house.handler.runs, 1);
}

void TestScheduler::blocksOnAFullDiskAndGoesOnByItself()
{
    House house([](House& here, JobContext& context, int run) -> Result<void> {
        if (run <= 2)
            return fail(ErrorCode::DiskFull);
        return succeed(here, context, run);
    });
    const JobId id = house.queue.addJob();

    house.scheduler->start();
    for (int probe = 1; probe <= 2; ++probe) {
        QTRY_COMPARE(house.handler.runs, probe);
        QTRY_COMPARE(house.queue.job(id).state, JobState::Blocked);
        QCOMPARE(house.queue.job(id).attempt, 0);
        house.queue.clock.advance(60s);
    }

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::quitReleasesRunningJobsAndRefundsTheirAttempts()
{
    House house(workUntilCancelled);
    const JobId first = house.queue.addJob();
    const JobId second = house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.handler.runs, 2);

    house.scheduler->stop();
    house.scheduler->stop();

    for (const JobId id : {first, second}) {
        QCOMPARE(house.queue.job(id).state, JobState::Queued);
        QCOMPARE(house.queue.job(id).attempt, 0);
        QVERIFY(!house.queue.job(id).hasError);
    }
    QCOMPARE(house.scheduler->running(), 0);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::pausesARunningJobAndResumesIt()
{
    House house([](House& here, JobContext& context, int run) {
        return run == 1 ? workUntilCancelled(here, context, run) : succeed(here, context, run);
    });
    const JobId id = house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.handler.runs, 1);

    QVERIFY(house.queue.store.requestPause(id));
    QTRY_COMPARE(house.queue.job(id).state, JobState::Paused);
    QVERIFY(house.queue.store.resume(id));
    house.scheduler->wake();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QCOMPARE(house.queue.job(id).attempt, 1);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::onlyACancelIsUrgent()
{
    std::atomic<bool> asked{false};
    std::atomic<bool> urgent{false};
    House house([&](House&, JobContext& context, int) -> Result<void> {
        while (!context.token().waitFor(10s)) {
        }
        urgent = context.urgentToken().isCancelled();
        asked = true;
        while (!context.urgentToken().waitFor(10s)) {
        }
        return fail(ErrorCode::Cancelled);
    });
    const JobId id = house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.handler.runs, 1);

    QVERIFY(house.queue.store.requestPause(id));
    QTRY_VERIFY(asked);
    QVERIFY(!urgent);
    QVERIFY(house.queue.store.requestCancel(id));

    QTRY_COMPARE(house.queue.job(id).state, JobState::Cancelled);
}

void TestScheduler::crashesBehindANewCheckpointAreCountedAnew()
{
    House house([](House& here, JobContext& context, int run) -> Result<void> {
        if (run > 3)
            return succeed(here, context, run);
        const auto saved = context.checkpoint({.at = std::chrono::seconds(5 * run), .journalBytes = 1});
        return fail(saved ? ErrorCode::WorkerCrashed : ErrorCode::Internal);
    });
    const JobId id = house.queue.addJob();
    house.scheduler->start();

    for (int run = 1; run <= 3; ++run) {
        QTRY_COMPARE(house.handler.runs, run);
        QTRY_COMPARE(house.queue.job(id).state, JobState::Queued);
        QCOMPARE(house.queue.job(id).attempt, 1);
        QCOMPARE(house.queue.job(id).crashes, 1);
        house.queue.clock.advance(1h);
        house.scheduler->wake();
    }

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
}

void TestScheduler::cancelsARunningJob()
{
    House house(workUntilCancelled);
    const JobId id = house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.handler.runs, 1);

    QVERIFY(house.queue.store.requestCancel(id));

    QTRY_COMPARE(house.queue.job(id).state, JobState::Cancelled);
    house.scheduler->stop();
    QCOMPARE(house.handler.runs, 1);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::aJobTakenAwayStopsItsAttemptAndIsNotTouched()
{
    House house(workUntilCancelled);
    const JobId id = house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.handler.runs, 1);
    QVERIFY(house.queue.store.setQueuePaused(true));

    QCOMPARE(*house.queue.store.rescueJobsOf(house.instance->uuid()), 1);

    QTRY_COMPARE(house.scheduler->running(), 0);
    const std::vector<JobEvent> history = *house.queue.store.history(id);
    QCOMPARE(history.back().reason, QStringLiteral("owner-dead"));
}

void TestScheduler::rescuesJobOfDeadInstance()
{
    House house(succeed);
    const JobId id = house.queue.addJob();
    QString dead;
    {
        const auto other = *Instance::create(house.queue.folder.path());
        dead = other->uuid();
        house.queue.claim(dead);
    }
    QCOMPARE(house.queue.job(id).owner, dead);

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QCOMPARE(house.queue.job(id).attempt, 1);
    const QString lock = house.queue.folder.filePath(dead + QStringLiteral(".lock"));
    QTRY_VERIFY(!QFile::exists(lock));
    QVERIFY(house.queue.isSound());
}

void TestScheduler::leavesJobsOfLivingInstancesAlone()
{
    House house(succeed);
    const auto other = *Instance::create(house.queue.folder.path());
    const JobId theirs = house.queue.addJob();
    const Claim claim = house.queue.claim(other->uuid());
    house.queue.clock.jumpWallClock(48h);
    const JobId ours = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(ours).state, JobState::Succeeded);
    QCOMPARE(house.queue.job(theirs).state, JobState::Running);
    QVERIFY(house.queue.store.succeed(claim));
}

void TestScheduler::neverRunsMoreJobsThanAllowed()
{
    std::atomic<int> now{0};
    std::atomic<int> most{0};
    SchedulerOptions options;
    options.maxJobs = 3;
    House house(
        [&](House& here, JobContext& context, int run) {
            const int running = ++now;
            for (int seen = most; running > seen && !most.compare_exchange_weak(seen, running);) {
            }
            while (most < 3 && !context.token().waitFor(1ms)) {
            }
            --now;
            return succeed(here, context, run);
        },
        options);
    for (int i = 0; i < 20; ++i)
        house.queue.addJob();
    JobFilter succeeded;
    succeeded.states = {JobState::Succeeded};

    house.scheduler->start();

    QTRY_COMPARE(house.queue.store.list(succeeded)->size(), std::size_t{20});
    QCOMPARE(most, 3);
    QCOMPARE(house.handler.runs, 20);
}

void TestScheduler::everyJobIsDoneOnceByTwoInstances()
{
    constexpr int count = 60;
    std::mutex mutex;
    std::map<JobId, int> done;
    House house([&](House& here, JobContext& context, int run) {
        {
            const std::lock_guard lock(mutex);
            ++done[context.job().id];
        }
        return succeed(here, context, run);
    });
    for (int i = 0; i < count; ++i)
        house.queue.addJob();
    const auto other = *Instance::create(house.queue.folder.path());
    Scheduler second(house.queue.store, house.queue.clock, *other, house.events,
                     {{JobKind::Ingest, &house.handler}}, {});
    JobFilter succeeded;
    succeeded.states = {JobState::Succeeded};

    house.scheduler->start();
    second.start();

    QTRY_COMPARE_WITH_TIMEOUT(house.queue.store.list(succeeded)->size(), std::size_t{count}, 20'000);
    house.scheduler->stop();
    second.stop();
    QCOMPARE(done.size(), std::size_t{count});
    for (const auto& [id, times] : done)
        QCOMPARE(times, 1);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::landsAJobWhoseHandlerThrows()
{
    House house([](House&, JobContext&, int) -> Result<void> { throw std::runtime_error("foreign"); });
    const JobId id = house.queue.addJob();

    house.scheduler->start();
    QTRY_COMPARE(house.queue.job(id).errorDetail, QStringLiteral("foreign"));
    house.queue.clock.advance(15s);

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
}

void TestScheduler::doesNotBelieveASuccessThatWasNotWritten()
{
    House house([](House&, JobContext&, int) { return Result<void>(); });
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QCOMPARE(house.queue.job(id).errorCode, ErrorCode::Internal);
}

void TestScheduler::writesTheEndOfAJobWhenTheTableCanBeWrittenAgain()
{
    House house([](House& here, JobContext&, int) {
        static_cast<void>((*here.queue.pool.connection())->value(QStringLiteral("PRAGMA query_only=ON")));
        return Result<void>(fail(ErrorCode::Damaged));
    });
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::saysWhatKeepsItFromClaiming()
{
    House house(succeed);
    const JobId id = house.queue.addJob();
    db::Connection& connection = **house.queue.pool.connection();
    VERIFY_OK(connection.run(QStringLiteral("CREATE TRIGGER full BEFORE UPDATE ON job BEGIN "
                                            "SELECT RAISE(ABORT, 'no room'); END")));
    const auto hindranceLater = [&] {
        house.queue.clock.advance(1s);
        return house.scheduler->hindrance();
    };

    house.scheduler->start();

    QTRY_VERIFY(hindranceLater());
    QCOMPARE(house.scheduler->hindrance()->code, ErrorCode::Database);
    VERIFY_OK(connection.run(QStringLiteral("DROP TRIGGER full")));
    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QTRY_VERIFY(!house.scheduler->hindrance());
}

void TestScheduler::reportsProgressToScreenAndTable()
{
    House house([&](House& here, JobContext& context, int run) {
        for (int step = 0; step <= 40; ++step) {
            context.progress(step / 100.0, QStringLiteral("encoding"), 2.5);
            here.queue.clock.advance(250ms);
        }
        return workUntilCancelled(here, context, run);
    });
    const JobId id = house.queue.addJob();
    QSignalSpy progressed(&house.events, &JobEvents::progressed);

    house.scheduler->start();

    const auto last = [&] {
        return progressed.empty() ? JobProgress{}
                                  : progressed.last().at(0).value<std::vector<JobProgress>>().back();
    };
    QTRY_COMPARE(last().progress, 0.40);
    QCOMPARE(last().stage, QStringLiteral("encoding"));
    QCOMPARE(last().speed, 2.5);
    QCOMPARE(last().secondsLeft, qint64{15}); // 4 % a second, 60 % to go
    QCOMPARE(house.queue.job(id).progress, 0.40);
    house.scheduler->stop();
    QCOMPARE(house.queue.job(id).state, JobState::Queued);
}

void TestScheduler::clockJumpsDisturbNothing_data()
{
    QTest::addColumn<qint64>("hours");
    QTest::newRow("a day ahead") << qint64{24};
    QTest::newRow("a day back") << qint64{-24};
}

void TestScheduler::clockJumpsDisturbNothing()
{
    QFETCH(qint64, hours);
    std::atomic<bool> goOn{false};
    House house([&](House& here, JobContext& context, int run) {
        while (!goOn && !context.token().waitFor(1ms)) {
        }
        return goOn ? succeed(here, context, run) : Result<void>(fail(ErrorCode::Cancelled));
    });
    house.scheduler->setMaxJobs(1);
    const JobId running = house.queue.addJob();
    const JobId waiting = house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.handler.runs, 1);

    house.queue.clock.jumpWallClock(std::chrono::hours(hours));
    house.scheduler->wake();
    goOn = true;

    QTRY_COMPARE(house.queue.job(running).state, JobState::Succeeded);
    QTRY_COMPARE(house.queue.job(waiting).state, JobState::Succeeded);
    QCOMPARE(house.queue.job(running).attempt, 1);
    QCOMPARE(house.handler.runs, 2);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::startsNothingWhileTheQueueIsPaused()
{
    House house(succeed);
    QVERIFY(house.queue.store.setQueuePaused(true));
    const JobId id = house.queue.addJob();
    house.scheduler->start();
    QTest::qWait(30); // several looks

    QCOMPARE(house.queue.job(id).state, JobState::Queued);
    QVERIFY(house.queue.store.setQueuePaused(false));
    house.scheduler->wake();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
}

/// What keeps the machine awake listens.
void TestScheduler::saysWhetherThereIsWork()
{
    std::atomic<bool> working{false};
    std::atomic<int> heard{0};
    SchedulerOptions options;
    options.onActivity = [&](bool isWorking) {
        working = isWorking;
        ++heard;
    };
    House house(workUntilCancelled, options);

    house.scheduler->start();
    QTRY_VERIFY(heard > 0);
    QVERIFY(!working);
    const JobId id = house.queue.addJob();
    house.scheduler->wake();
    QTRY_VERIFY(working);
    QVERIFY(house.queue.store.requestCancel(id));
    QTRY_VERIFY(!working);

    house.queue.addJob();
    house.scheduler->wake();
    QTRY_VERIFY(working);
    house.scheduler->stop();
    QVERIFY(!working);
}

void TestScheduler::companionsRunAsOneAndEndOnTheirOwn()
{
    std::atomic<bool> lastMayEnd = false;
    Atelier* here = nullptr;
    Atelier atelier([&](const std::vector<JobContext*>& contexts, const JobHandler::EndHandler& onEnd) {
        onEnd(0, here->queue.store.succeed(contexts[0]->claim()));
        while (!contexts[1]->token().waitFor(1s)) {
        }
        onEnd(1, fail(ErrorCode::Cancelled));
        while (!lastMayEnd)
            contexts[2]->token().waitFor(1ms);
        onEnd(2, here->queue.store.succeed(contexts[2]->claim()));
    });
    here = &atelier;
    atelier.scheduler->start();

    QTRY_COMPARE(atelier.state(0), JobState::Succeeded);
    QCOMPARE(atelier.state(2), JobState::Running);
    QVERIFY(atelier.queue.store.requestCancel(atelier.jobs[1]));
    QTRY_COMPARE(atelier.state(1), JobState::Cancelled);
    QCOMPARE(atelier.state(2), JobState::Running);
    lastMayEnd = true;
    QTRY_COMPARE(atelier.state(2), JobState::Succeeded);

    QVERIFY(atelier.handler.groups() == std::vector<std::size_t>({3}));
    QTRY_COMPARE(atelier.scheduler->running(), 0);
    QVERIFY(atelier.queue.isSound());
}

void TestScheduler::whatIsNotDueStaysBehind()
{
    Atelier* here = nullptr;
    Atelier atelier([&](const std::vector<JobContext*>& contexts, const JobHandler::EndHandler& onEnd) {
        for (std::size_t index = 0; index < contexts.size(); ++index)
            onEnd(index, here->queue.store.succeed(contexts[index]->claim()));
    });
    here = &atelier;
    QVERIFY(atelier.queue.store.requestPause(atelier.jobs[1]));

    atelier.scheduler->start();

    QTRY_COMPARE(atelier.state(2), JobState::Succeeded);
    QCOMPARE(atelier.state(1), JobState::Paused);
    QVERIFY(atelier.handler.groups() == std::vector<std::size_t>({2}));
    QVERIFY(atelier.queue.isSound());
}

void TestScheduler::aCrashIsTriedAgainAlone()
{
    Atelier* here = nullptr;
    Atelier atelier([&](const std::vector<JobContext*>& contexts, const JobHandler::EndHandler& onEnd) {
        const bool crashes = contexts.size() > 1 || contexts[0]->job().preset == QLatin1String("low");
        for (std::size_t index = 0; index < contexts.size(); ++index)
            onEnd(index, crashes ? Result<void>(fail(ErrorCode::WorkerCrashed))
                                 : here->queue.store.succeed(contexts[index]->claim()));
    });
    here = &atelier;
    atelier.scheduler->start();

    for (const JobId id : atelier.jobs)
        QTRY_COMPARE(atelier.queue.job(id).crashes, 1);
    atelier.queue.clock.advance(1h);
    atelier.scheduler->wake();

    QTRY_COMPARE(atelier.state(0), JobState::Succeeded);
    QTRY_COMPARE(atelier.state(1), JobState::Succeeded);
    QTRY_COMPARE(atelier.state(2), JobState::Failed);
    QVERIFY(atelier.handler.groups() == std::vector<std::size_t>({3, 1, 1, 1}));
    QVERIFY(atelier.queue.isSound());
}

QTEST_GUILESS_MAIN(TestScheduler)
#include "test_scheduler.moc"
