// What the user wants of jobs that wait or run: pause, cancel, quit.
#include "tests/core/jobs/scheduler_bench.h"

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestSchedulerWishes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quitReleasesRunningJobsAndRefundsTheirAttempts();
    void pausesARunningJobAndResumesIt();
    void onlyACancelIsUrgent();
    void cancelsARunningJob();
    void startsNothingWhileTheQueueIsPaused();
};

void TestSchedulerWishes::quitReleasesRunningJobsAndRefundsTheirAttempts()
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

void TestSchedulerWishes::pausesARunningJobAndResumesIt()
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

void TestSchedulerWishes::onlyACancelIsUrgent()
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

void TestSchedulerWishes::cancelsARunningJob()
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

void TestSchedulerWishes::startsNothingWhileTheQueueIsPaused()
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

QTEST_GUILESS_MAIN(TestSchedulerWishes)
#include "test_scheduler_wishes.moc"
