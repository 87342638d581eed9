#include "tests/core/jobs/scheduler_bench.h"
#include "tests/support/verify_result.h"

#include <QtTest/QSignalSpy>

#include <stdexcept>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestScheduler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsAJobToItsEnd();
    void triesAgainAfterATransientError();
    void givesUpAfterTwoCrashes();
    void failsARefusedRecordingAtOnce();
    void blocksOnAFullDiskAndGoesOnByItself();
    void blockedJobsAreLookedAtWhenItStarts();
    void crashesBehindANewCheckpointAreCountedAnew();
    void neverRunsMoreJobsThanAllowed();
    void landsAJobWhoseHandlerThrows();
    void doesNotBelieveASuccessThatWasNotWritten();
    void writesTheEndOfAJobWhenTheTableCanBeWrittenAgain();
    void saysWhatKeepsItFromClaiming();
    void reportsProgressToScreenAndTable();
    void clockJumpsDisturbNothing_data();
    void clockJumpsDisturbNothing();
    void saysWhetherThereIsWork();
    void landsAJobWhoseHandlerBelievesItLost();
    void otherBlockedJobsGoOnWithTheOneThatLookedAgain();
    void damageOfTheDatabaseStopsTheQueue();
    void outlivesAnExceptionWhileItDecides();
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

void TestScheduler::blockedJobsAreLookedAtWhenItStarts()
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

void TestScheduler::landsAJobWhoseHandlerBelievesItLost()
{
    House house(failWith(ErrorCode::LostLease));
    const JobId id = house.queue.addJob();

    house.scheduler->start();

    QTRY_COMPARE(house.queue.job(id).state, JobState::Failed);
    QCOMPARE(house.queue.job(id).errorCode, ErrorCode::Internal);
    QVERIFY(house.queue.isSound());
}

void TestScheduler::otherBlockedJobsGoOnWithTheOneThatLookedAgain()
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

void TestScheduler::damageOfTheDatabaseStopsTheQueue()
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

void TestScheduler::outlivesAnExceptionWhileItDecides()
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

QTEST_GUILESS_MAIN(TestScheduler)
#include "test_scheduler.moc"
