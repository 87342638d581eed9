// Jobs that do not succeed: tried again, waited for, given up, and never left without a state.
#include "tests/core/jobs/scheduler_bench.h"

#include <QtTest/QSignalSpy>

#include <stdexcept>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestSchedulerFailures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void triesAgainAfterATransientError();
    void givesUpAfterTwoCrashes();
    void failsARefusedRecordingAtOnce();
    void blocksOnAFullDiskAndGoesOnByItself();
    void blockedJobsAreLookedAtWhenItStarts();
    void crashesBehindANewCheckpointAreCountedAnew();
    void landsAJobWhoseHandlerThrows();
    void doesNotBelieveASuccessThatWasNotWritten();
    void writesTheEndOfAJobWhenTheTableCanBeWrittenAgain();
    void landsAJobWhoseHandlerBelievesItLost();
    void otherBlockedJobsGoOnWithTheOneThatLookedAgain();
    void damageOfTheDatabaseStopsTheQueue();
    void outlivesAnExceptionWhileItDecides();
};

void TestSchedulerFailures::triesAgainAfterATransientError()
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

void TestSchedulerFailures::givesUpAfterTwoCrashes()
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

void TestSchedulerFailures::failsARefusedRecordingAtOnce()
{
    House house(failWith(ErrorCode::NoVideoStream));
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QCOMPARE(house.handler.runs, 1);
}

void TestSchedulerFailures::blocksOnAFullDiskAndGoesOnByItself()
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

void TestSchedulerFailures::blockedJobsAreLookedAtWhenItStarts()
{
    House house([](House& here, JobContext& context, int run) -> Result<void> {
        return run <= 2 ? fail(ErrorCode::DiskFull) : succeed(here, context, run);
    });
    JobFilter blocked;
    blocked.states = {JobState::Blocked};
    const std::vector<JobId> ids{house.queue.addJob(), house.queue.addJob()};
    house.scheduler->start();
    QTRY_COMPARE(house.queue.store.list(blocked)->size(), std::size_t{2});
    house.scheduler->stop();

    house.scheduler->start(); // not a minute has passed

    for (const JobId id : ids)
        QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QVERIFY(house.queue.isSound());
}

void TestSchedulerFailures::crashesBehindANewCheckpointAreCountedAnew()
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

void TestSchedulerFailures::landsAJobWhoseHandlerThrows()
{
    House house([](House&, JobContext&, int) -> Result<void> { throw std::runtime_error("foreign"); });
    const JobId id = house.queue.addJob();

    house.scheduler->start();
    QTRY_COMPARE(house.queue.job(id).errorDetail, QStringLiteral("foreign"));
    house.queue.clock.advance(15s);

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
}

void TestSchedulerFailures::doesNotBelieveASuccessThatWasNotWritten()
{
    House house([](House&, JobContext&, int) { return Result<void>(); });
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QCOMPARE(house.queue.job(id).errorCode, ErrorCode::Internal);
}

void TestSchedulerFailures::writesTheEndOfAJobWhenTheTableCanBeWrittenAgain()
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

void TestSchedulerFailures::landsAJobWhoseHandlerBelievesItLost()
{
    House house(failWith(ErrorCode::LostLease));
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QCOMPARE(house.queue.job(id).errorCode, ErrorCode::Internal);
    QVERIFY(house.queue.isSound());
}

void TestSchedulerFailures::otherBlockedJobsGoOnWithTheOneThatLookedAgain()
{
    std::atomic<bool> isFull{true};
    SchedulerOptions options;
    options.maxJobs = 1;
    House house(
        [&](House& here, JobContext& context, int run) -> Result<void> {
            if (isFull)
                return fail(ErrorCode::DiskFull);
            context.progress(0.5, QStringLiteral("encoding"));
            return succeed(here, context, run);
        },
        options);
    JobFilter blocked;
    blocked.states = {JobState::Blocked};
    JobFilter succeeded;
    succeeded.states = {JobState::Succeeded};
    for (int i = 0; i < 5; ++i)
        house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.queue.store.list(blocked)->size(), std::size_t{5});
    QTRY_COMPARE(house.scheduler->running(), 0);
    QCOMPARE(house.handler.runs, 5);

    house.queue.clock.advance(60s);
    QTRY_COMPARE(house.handler.runs, 6);
    QTRY_COMPARE(house.queue.store.list(blocked)->size(), std::size_t{5});
    QTest::qWait(30); // several looks
    QCOMPARE(house.handler.runs, 6);

    isFull = false;
    house.queue.clock.advance(60s);
    QTRY_COMPARE(house.queue.store.list(succeeded)->size(), std::size_t{5});
    QCOMPARE(house.handler.runs, 11);
    QVERIFY(house.queue.isSound());
}

void TestSchedulerFailures::damageOfTheDatabaseStopsTheQueue()
{
    constexpr int sqliteCorrupt = 11;
    std::atomic<int> told{0};
    SchedulerOptions options;
    options.onDamage = [&]() -> Result<void> {
        ++told;
        return {};
    };
    House house(
        [](House& here, JobContext& context, int run) -> Result<void> {
            if (run == 1)
                return workUntilCancelled(here, context, run);
            return fail(ErrorCode::DatabaseCorrupt, QStringLiteral("malformed"), sqliteCorrupt);
        },
        options);
    const JobId working = house.queue.addJob();
    house.scheduler->start();
    QTRY_COMPARE(house.handler.runs, 1);
    QVERIFY(!house.scheduler->hindrance());

    const JobId finder = house.queue.addJob();
    house.scheduler->wake();

    QTRY_VERIFY(house.scheduler->hindrance());
    QCOMPARE(house.scheduler->hindrance()->code, ErrorCode::DatabaseCorrupt);
    QTRY_COMPARE(house.queue.job(working).state, JobState::Queued);
    QTRY_COMPARE(house.queue.job(finder).state, JobState::Queued);
    QTRY_COMPARE(house.scheduler->running(), 0);
    QCOMPARE(house.queue.job(finder).attempt, 0);
    const int runs = house.handler.runs;
    house.scheduler->wake();
    QTest::qWait(30); // several looks
    QCOMPARE(house.handler.runs, runs);
    QCOMPARE(told, 1);
}

void TestSchedulerFailures::outlivesAnExceptionWhileItDecides()
{
    std::atomic<int> heard{0};
    SchedulerOptions options;
    options.onActivity = [&](bool) {
        if (++heard == 1)
            throw std::runtime_error("foreign");
    };
    House house(succeed, options);
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Succeeded);
    QTRY_VERIFY(heard > 1);
}

QTEST_GUILESS_MAIN(TestSchedulerFailures)
#include "test_scheduler_failures.moc"
