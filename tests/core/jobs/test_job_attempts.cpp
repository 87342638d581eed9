#include "tests/core/jobs/queue_fixture.h"

#include <cmath>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

using Landing = std::function<bool(JobStore&, const Claim&)>;

class TestJobAttempts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesAStaleFence();
    void rescuesJobOfDeadInstance();
    void waitsOutTheDelayOfARetry();
    void refundsTheAttemptOnRelease();
    void joinsATransactionOfItsCaller();
    void jobsDoNotWaitForAClockThatWasSetBack();
    void aClockThatJumpsAheadLosesNothing();
    void keepsProgressWithinBounds();
    void cancelsARunningJobWhereverItLands_data();
    void cancelsARunningJobWhereverItLands();
    void publishedWorkWinsAgainstALateCancel();
    void pausesARunningJobAtItsNextChance();
    void resumingBeforeAPauseTookEffectKeepsTheJobGoing();
};

void TestJobAttempts::refusesAStaleFence()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim stale = queue.claim(QStringLiteral("slow"));
    QCOMPARE(*queue.store.rescueJobsOf(QStringLiteral("slow")), 1);
    const Claim fresh = queue.claim(QStringLiteral("quick"));
    const Error error = errorOf(ErrorCode::Busy);

    QCOMPARE(codeOf(queue.store.heartbeat(stale)), ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.saveProgress(stale, 0.5, QStringLiteral("encoding"), 1)),
             ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.succeed(stale)), ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.retryLater(stale, error, 0, true)), ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.release(stale)), ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.block(stale, error, 0)), ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.failForGood(stale, error)), ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.finishPause(stale)), ErrorCode::LostLease);
    QCOMPARE(codeOf(queue.store.finishCancel(stale)), ErrorCode::LostLease);

    QCOMPARE(queue.job(id).owner, QStringLiteral("quick"));
    QCOMPARE(queue.job(id).crashes, 0);
    QVERIFY(queue.store.succeed(fresh));
    QCOMPARE(codeOf(queue.store.succeed(fresh)), ErrorCode::LostLease);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::rescuesJobOfDeadInstance()
{
    Queue queue;
    const JobId dead = queue.addJob();
    const JobId alive = queue.addJob();
    queue.claim(QStringLiteral("dead"));
    queue.claim(QStringLiteral("alive"));
    QCOMPARE(*queue.store.owners(), QStringList({QStringLiteral("alive"), QStringLiteral("dead")}));

    QCOMPARE(*queue.store.rescueJobsOf(QStringLiteral("dead")), 1);

    QCOMPARE(queue.job(dead).state, JobState::Queued);
    QCOMPARE(queue.job(dead).attempt, 0);
    QCOMPARE(queue.job(alive).state, JobState::Running);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::waitsOutTheDelayOfARetry()
{
    Queue queue;
    const JobId id = queue.addJob();
    const EpochMs runAt = queue.clock.now() + 10'000;
    QVERIFY(queue.store.retryLater(queue.claim(), errorOf(ErrorCode::WorkerCrashed), runAt, true));

    QVERIFY(!queue.claim().job);
    QCOMPARE(queue.job(id).crashes, 1);
    QCOMPARE(queue.job(id).attempt, 1);
    queue.clock.advance(10s);

    QVERIFY(queue.claim().job == id);
    QCOMPARE(queue.job(id).attempt, 2);
    QCOMPARE(queue.job(id).errorCode, ErrorCode::WorkerCrashed);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::refundsTheAttemptOnRelease()
{
    Queue queue;
    const JobId id = queue.addJob();
    for (int quit = 0; quit < 10; ++quit)
        QVERIFY(queue.store.release(queue.claim()));

    QCOMPARE(queue.job(id).state, JobState::Queued);
    QCOMPARE(queue.job(id).attempt, 0);
    QCOMPARE(queue.job(id).fence, std::int64_t{10});
}

void TestJobAttempts::joinsATransactionOfItsCaller()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();
    db::Connection& connection = **queue.pool.connection();
    {
        const Result<db::Transaction> outer = db::Transaction::begin(connection);
        QVERIFY(outer);
        QVERIFY(queue.store.succeed(claim));
        QCOMPARE(queue.job(id).state, JobState::Succeeded);
    }
    QCOMPARE(queue.job(id).state, JobState::Running);
    {
        Result<db::Transaction> outer = db::Transaction::begin(connection);
        QVERIFY(queue.store.succeed(claim));
        QVERIFY(outer->commit());
    }
    QCOMPARE(queue.job(id).state, JobState::Succeeded);
}

void TestJobAttempts::jobsDoNotWaitForAClockThatWasSetBack()
{
    Queue queue;
    const JobId waiting = queue.addJob();
    const JobId retried = queue.addJob(9);
    const JobId blocked = queue.addJob(8);
    QVERIFY(
        queue.store.retryLater(queue.claim(), errorOf(ErrorCode::Busy), queue.clock.now() + 15'000, false));
    QVERIFY(queue.store.block(queue.claim(), errorOf(ErrorCode::DiskFull), queue.clock.now() + 60'000));

    queue.clock.jumpWallClock(-24h);

    QCOMPARE(*queue.store.unblockDue(), 1);
    QVERIFY(*queue.store.nextDue() <= queue.clock.now());
    QVERIFY(queue.claim().job == retried);
    QVERIFY(queue.claim().job == blocked);
    const Claim last = queue.claim();
    QVERIFY(last.job == waiting);
    QVERIFY(queue.store.heartbeat(last));
    QVERIFY(queue.store.succeed(last));
    QVERIFY(queue.isSound());
}

void TestJobAttempts::aClockThatJumpsAheadLosesNothing()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();

    queue.clock.jumpWallClock(24h);

    QVERIFY(!queue.claim().job);
    QVERIFY(queue.store.heartbeat(claim));
    QVERIFY(queue.store.succeed(claim));
    QCOMPARE(queue.job(id).state, JobState::Succeeded);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::keepsProgressWithinBounds()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();

    QVERIFY(queue.store.saveProgress(claim, 0.25, QStringLiteral("encoding"), 3.5));
    QCOMPARE(queue.job(id).progress, 0.25);
    QCOMPARE(queue.job(id).stage, QStringLiteral("encoding"));
    QCOMPARE(queue.job(id).speed, 3.5);
    QVERIFY(queue.store.saveProgress(claim, 1.7, QString(), std::nan("")));
    QCOMPARE(queue.job(id).progress, 1.0);
    QVERIFY(queue.store.saveProgress(claim, std::nan(""), QString(), 0));
    QCOMPARE(queue.job(id).progress, 0.0);
}

void TestJobAttempts::cancelsARunningJobWhereverItLands_data()
{
    QTest::addColumn<Landing>("land");
    const Error error = errorOf(ErrorCode::Busy);
    const auto row = [](const char* tag, Landing land) { QTest::newRow(tag) << std::move(land); };
    row("cancelled", [](JobStore& s, const Claim& c) { return s.finishCancel(c).has_value(); });
    row("released", [](JobStore& s, const Claim& c) { return s.release(c).has_value(); });
    row("failed for now",
        [error](JobStore& s, const Claim& c) { return s.retryLater(c, error, 1, false).has_value(); });
    row("blocked", [error](JobStore& s, const Claim& c) { return s.block(c, error, 1).has_value(); });
    row("owner died",
        [](JobStore& s, const Claim&) { return s.rescueJobsOf(QStringLiteral("me")).value_or(0) == 1; });
}

void TestJobAttempts::cancelsARunningJobWhereverItLands()
{
    QFETCH(Landing, land);
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();

    QVERIFY(queue.store.requestCancel(id));
    QCOMPARE(queue.job(id).state, JobState::Running);
    QVERIFY(queue.job(id).cancelRequested);
    QVERIFY(land(queue.store, claim));

    QCOMPARE(queue.job(id).state, JobState::Cancelled);
    QVERIFY(queue.job(id).finishedAt.has_value());
    QVERIFY(queue.isSound());
}

void TestJobAttempts::publishedWorkWinsAgainstALateCancel()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();
    QVERIFY(queue.store.requestCancel(id));

    QVERIFY(queue.store.succeed(claim));

    QCOMPARE(queue.job(id).state, JobState::Succeeded);
    QCOMPARE(queue.job(id).progress, 1.0);
    QVERIFY(!queue.job(id).cancelRequested);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::pausesARunningJobAtItsNextChance()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();

    QVERIFY(queue.store.requestPause(id));
    QCOMPARE(queue.job(id).state, JobState::Running);
    QVERIFY(queue.job(id).pauseRequested);
    QVERIFY(queue.store.release(claim));

    QCOMPARE(queue.job(id).state, JobState::Paused);
    QCOMPARE(queue.job(id).attempt, 0);
    QVERIFY(!queue.job(id).pauseRequested);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::resumingBeforeAPauseTookEffectKeepsTheJobGoing()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();
    QVERIFY(queue.store.requestPause(id));

    QVERIFY(queue.store.resume(id));
    QCOMPARE(queue.job(id).state, JobState::Running);
    QVERIFY(!queue.job(id).pauseRequested);
    QVERIFY(queue.store.release(claim));

    QCOMPARE(queue.job(id).state, JobState::Queued);
}

QTEST_GUILESS_MAIN(TestJobAttempts)
#include "test_job_attempts.moc"
