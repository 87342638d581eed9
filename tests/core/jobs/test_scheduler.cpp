#include "tests/core/jobs/scheduler_bench.h"
#include "tests/support/verify_result.h"

#include <QtTest/QSignalSpy>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestScheduler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsAJobToItsEnd();
    void neverRunsMoreJobsThanAllowed();
    void saysWhatKeepsItFromClaiming();
    void reportsProgressToScreenAndTable();
    void foretellsByWhatIsDoneNow();
    void clockJumpsDisturbNothing_data();
    void clockJumpsDisturbNothing();
    void saysWhetherThereIsWork();
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

/// Going on from a checkpoint: what was done already is read again quickly, the rest takes its time.
void TestScheduler::foretellsByWhatIsDoneNow()
{
    House house([&](House& here, JobContext& context, int run) {
        for (int step = 0; step <= 50; ++step) {
            context.progress(step / 100.0, QStringLiteral("reading"), 30);
            here.queue.clock.advance(100ms);
        }
        for (int step = 0; step <= 10; ++step) {
            context.progress(0.5 + step / 100.0, QStringLiteral("encoding"), 0.8);
            here.queue.clock.advance(1s);
        }
        return workUntilCancelled(here, context, run);
    });
    house.queue.addJob();
    QSignalSpy progressed(&house.events, &JobEvents::progressed);

    house.scheduler->start();

    std::vector<JobProgress> all;
    QTRY_VERIFY([&] {
        while (!progressed.empty())
            for (const JobProgress& step : progressed.takeFirst().at(0).value<std::vector<JobProgress>>())
                all.push_back(step);
        return !all.empty() && all.back().progress >= 0.6;
    }());
    const qint64 left = all.back().secondsLeft; // 1 % a second, 40 % to go
    QVERIFY2(left >= 40 && left <= 41, qPrintable(QString::number(left)));
    for (const JobProgress& step : all)
        QVERIFY(step.stage != QLatin1String("reading") || step.secondsLeft == -1);
    house.scheduler->stop();
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

QTEST_GUILESS_MAIN(TestScheduler)
#include "test_scheduler.moc"
