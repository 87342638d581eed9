// Several programs at one queue, living and dead.
#include "tests/core/jobs/scheduler_bench.h"

#include <map>
#include <mutex>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestSchedulerSharing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aJobTakenAwayStopsItsAttemptAndIsNotTouched();
    void rescuesJobOfDeadInstance();
    void leavesJobsOfLivingInstancesAlone();
    void everyJobIsDoneOnceByTwoInstances();
    void instancesShareHowManyRunAtATime();
    void thoseThatBeginTogetherKnowOfEachOther();
};

void TestSchedulerSharing::aJobTakenAwayStopsItsAttemptAndIsNotTouched()
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

void TestSchedulerSharing::rescuesJobOfDeadInstance()
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

void TestSchedulerSharing::leavesJobsOfLivingInstancesAlone()
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

void TestSchedulerSharing::everyJobIsDoneOnceByTwoInstances()
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

/// One it may always run: the others may have been stopped in the middle of theirs.
void TestSchedulerSharing::instancesShareHowManyRunAtATime()
{
    std::atomic<int> looks{0};
    SchedulerOptions options;
    options.onActivity = [&looks](bool) { ++looks; };
    House house(workUntilCancelled, options);
    const auto other = *Instance::create(house.queue.folder.path());
    const auto claimForTheOther = [&] {
        house.queue.addJob();
        return house.queue.claim(other->uuid());
    };
    const Claim first = claimForTheOther();
    const Claim second = claimForTheOther();
    house.queue.addJob();
    house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.scheduler->running(), 1);
    looks = 0;
    QTRY_VERIFY(looks > 3);
    QCOMPARE(house.scheduler->running(), 1);
    QVERIFY(house.queue.store.succeed(first));
    looks = 0;
    QTRY_VERIFY(looks > 3);
    QCOMPARE(house.scheduler->running(), 1);
    QVERIFY(house.queue.store.succeed(second));
    QTRY_COMPARE(house.scheduler->running(), 2);
}

/// By how many run each takes its share of the processors.
void TestSchedulerSharing::thoseThatBeginTogetherKnowOfEachOther()
{
    constexpr int count = 16;
    std::atomic<int> seen{0};
    SchedulerOptions options;
    options.maxJobs = count;
    House house(
        [&seen](House& here, JobContext& context, int run) {
            JobFilter running;
            running.states = {JobState::Running};
            seen += static_cast<int>(here.queue.store.list(running)->size());
            return workUntilCancelled(here, context, run);
        },
        options);
    for (int i = 0; i < count; ++i)
        house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.handler.runs, count);
    QTRY_COMPARE(seen, count * count);
}

QTEST_GUILESS_MAIN(TestSchedulerSharing)
#include "test_scheduler_sharing.moc"
