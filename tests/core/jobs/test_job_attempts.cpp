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
    void blockedJobResumesByItself();
    void oneOfManyBlockedJobsLooksAgain();
    void oneJobLooksAgainForEachFolder();
    void looksAgainWithJobsItMayClaimOnly();
    void remembersOneBlockHoweverOftenItLooksAgain();
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
    void aFurtherCheckpointCountsAttemptsAnew();
    void aCheckpointThatIsNoFurtherForgivesNothing();
    void anotherAttemptHasPromisedNothingYet();
    void aCheckpointNeedsTheJob();
    void forgetsTheCheckpointOfAJobThatIsOver();
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

void TestJobAttempts::aFurtherCheckpointCountsAttemptsAnew()
{
    Queue queue;
    const JobId id = queue.addJob();
    QVERIFY(queue.store.retryLater(queue.claim(), errorOf(ErrorCode::WorkerCrashed), 0, true));
    const Claim second = queue.claim();
    QCOMPARE(queue.job(id).attempt, 2);
    QCOMPARE(queue.job(id).crashes, 1);

    const auto saved = queue.store.saveCheckpoint(second, {.at = 5s, .journalBytes = 1000, .bufferBits = 70});

    QVERIFY(saved && *saved);
    QCOMPARE(queue.job(id).attempt, 1);
    QCOMPARE(queue.job(id).crashes, 0);
    const auto checkpoint = queue.store.checkpoint(id);
    QVERIFY(checkpoint && *checkpoint);
    QCOMPARE((*checkpoint)->fence, second.fence);
    QVERIFY((*checkpoint)->at == 5s);
    QCOMPARE((*checkpoint)->journalBytes, 1000);
    QCOMPARE((*checkpoint)->bufferBits, 70);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::aCheckpointThatIsNoFurtherForgivesNothing()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim first = queue.claim();
    QVERIFY(!*queue.store.saveCheckpoint(first, {.at = 0s, .journalBytes = 10}));
    QVERIFY(*queue.store.saveCheckpoint(first, {.at = 9s, .journalBytes = 1000}));
    QVERIFY(queue.store.retryLater(first, errorOf(ErrorCode::WorkerCrashed), 0, true));

    // the next attempt went on from there, or lost the journal and began anew: neither is news
    const Claim second = queue.claim();
    QVERIFY(!*queue.store.saveCheckpoint(second, {.at = 9s, .journalBytes = 1000}));
    QVERIFY(!*queue.store.saveCheckpoint(second, {.at = 4s, .journalBytes = 500}));

    QCOMPARE(queue.job(id).attempt, 2);
    QCOMPARE(queue.job(id).crashes, 1);
    QVERIFY((*queue.store.checkpoint(id))->at == 4s);
    QVERIFY(*queue.store.saveCheckpoint(second, {.at = 10s, .journalBytes = 1100}));
    QCOMPARE(queue.job(id).crashes, 0);
}

/// It may find the journal to be of another plan, and begin it anew; how far the job ever came is not
/// forgotten.
void TestJobAttempts::anotherAttemptHasPromisedNothingYet()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim first = queue.claim();
    QVERIFY(queue.store.saveCheckpoint(first, {.at = 9s, .journalBytes = 1000}));
    QVERIFY(queue.store.release(first));
    QVERIFY(*queue.store.checkpoint(id));

    const Claim second = queue.claim();

    QVERIFY(!*queue.store.checkpoint(id));
    QVERIFY(!*queue.store.saveCheckpoint(second, {.at = 4s, .journalBytes = 500}));
    QCOMPARE((*queue.store.checkpoint(id))->journalBytes, 500);
}

void TestJobAttempts::aCheckpointNeedsTheJob()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim stale = queue.claim(QStringLiteral("slow"));
    QCOMPARE(*queue.store.rescueJobsOf(QStringLiteral("slow")), 1);
    queue.claim(QStringLiteral("quick"));

    QCOMPARE(codeOf(queue.store.saveCheckpoint(stale, {.at = 5s, .journalBytes = 1})), ErrorCode::LostLease);

    QVERIFY(!*queue.store.checkpoint(id));
}

void TestJobAttempts::forgetsTheCheckpointOfAJobThatIsOver()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();
    QVERIFY(queue.store.saveCheckpoint(claim, {.at = 5s, .journalBytes = 1}));
    QVERIFY(queue.store.requestPause(id));
    QVERIFY(queue.store.release(claim));
    QVERIFY(*queue.store.checkpoint(id)); // paused: goes on later

    QVERIFY(queue.store.requestCancel(id));

    QVERIFY(!*queue.store.checkpoint(id));
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

void TestJobAttempts::blockedJobResumesByItself()
{
    Queue queue;
    const JobId id = queue.addJob();
    QVERIFY(queue.store.block(queue.claim(), errorOf(ErrorCode::DiskFull), queue.clock.now() + 60'000));
    QCOMPARE(queue.job(id).state, JobState::Blocked);
    QCOMPARE(queue.job(id).attempt, 0);
    QCOMPARE(queue.job(id).errorCode, ErrorCode::DiskFull);

    queue.clock.advance(59s);
    QCOMPARE(*queue.store.unblockDue(), 0);
    queue.clock.advance(1s);

    QCOMPARE(*queue.store.unblockDue(), 1);
    QCOMPARE(queue.job(id).state, JobState::Queued);
    QVERIFY(queue.claim().job == id);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::oneOfManyBlockedJobsLooksAgain()
{
    Queue queue;
    std::vector<JobId> ids;
    const auto block = [&](const Claim& claim) {
        return queue.store.block(claim, errorOf(ErrorCode::DiskFull), queue.clock.now() + 60'000).has_value();
    };
    for (int i = 0; i < 4; ++i) {
        ids.push_back(queue.addJob(0, QStringLiteral("/card %1/a.mp4").arg(i)));
        queue.clock.advance(1s);
        QVERIFY(block(queue.claim()));
    }
    JobFilter blocked;
    blocked.states = {JobState::Blocked};
    QCOMPARE(*queue.store.unblockDue(), 0);

    // they take turns, one a minute; while one is at it the others stay
    for (const JobId next : {ids[0], ids[1], ids[2], ids[3], ids[0]}) {
        queue.clock.advance(60s);
        QCOMPARE(*queue.store.unblockDue(), 1);
        QCOMPARE(*queue.store.unblockDue(), 0);
        const Claim claim = queue.claim();
        QVERIFY(claim.job == next);
        QCOMPARE(*queue.store.unblockDue(), 0);
        QVERIFY(block(claim));
        QCOMPARE(*queue.store.unblockDue(), 0);
        QCOMPARE(queue.store.list(blocked)->size(), std::size_t{4});
    }

    queue.clock.advance(60s);
    QCOMPARE(*queue.store.unblockDue(), 1);
    const Claim claim = queue.claim();
    QCOMPARE(*queue.store.unblockOthers(claim), 3);
    QVERIFY(!queue.job(claim.job).hasError);
    QVERIFY(queue.store.list(blocked)->empty());
    QVERIFY(queue.isSound());
}

void TestJobAttempts::oneJobLooksAgainForEachFolder()
{
    Queue queue;
    const auto blockNext = [&] {
        return queue.store
            .block(queue.claim(), errorOf(ErrorCode::SourceUnreachable), queue.clock.now() + 60'000)
            .has_value();
    };
    const JobId first = queue.addJob(0, QStringLiteral("/share/ward 1/a.mp4"));
    const JobId second = queue.addJob(0, QStringLiteral("/share/ward 1/b.mp4"));
    const JobId other = queue.addJob(0, QStringLiteral("/share/ward 2/a.mp4"));
    for (int i = 0; i < 3; ++i)
        QVERIFY(blockNext());
    queue.clock.advance(60s);

    QCOMPARE(*queue.store.unblockDue(), 2);

    QCOMPARE(queue.job(first).state, JobState::Queued);
    QCOMPARE(queue.job(second).state, JobState::Blocked);
    QCOMPARE(queue.job(other).state, JobState::Queued);
    const Claim claim = queue.claim();
    QVERIFY(claim.job == first);
    QCOMPARE(*queue.store.unblockOthers(claim), 1);
    QCOMPARE(queue.job(second).state, JobState::Queued);
    QVERIFY(queue.isSound());
}

void TestJobAttempts::looksAgainWithJobsItMayClaimOnly()
{
    Queue queue;
    const JobId others = queue.addJob();
    const JobId mine = queue.addJob();
    for (int i = 0; i < 2; ++i)
        QVERIFY(queue.store.block(queue.claim(), errorOf(ErrorCode::DiskFull), queue.clock.now() + 60'000));
    queue.clock.advance(60s);
    QCOMPARE(*queue.store.unblockDue(), 1); // by a program that ended before it claimed
    QCOMPARE(queue.job(others).state, JobState::Queued);
    const JobFilter only{.ids = {mine}, .states = {}, .kind = {}, .video = {}};

    QCOMPARE(*queue.store.unblockDue(only), 1);

    QCOMPARE(queue.job(mine).state, JobState::Queued);
}

void TestJobAttempts::remembersOneBlockHoweverOftenItLooksAgain()
{
    Queue queue;
    const JobId id = queue.addJob();
    const auto blockFor = [&](ErrorCode code) {
        return queue.store.block(queue.claim(), errorOf(code), queue.clock.now() + 60'000).has_value();
    };
    const auto reasons = [&] {
        QStringList found;
        const auto history = queue.store.history(id);
        for (const JobEvent& event : *history)
            found << event.reason;
        return found.join(QLatin1Char(' '));
    };
    QVERIFY(blockFor(ErrorCode::DiskFull));
    const EpochMs since = queue.store.history(id)->back().at;
    for (int look = 0; look < 5; ++look) {
        queue.clock.advance(60s);
        QCOMPARE(*queue.store.unblockDue(), 1);
        QVERIFY(blockFor(ErrorCode::DiskFull));
    }
    QCOMPARE(reasons(), QStringLiteral("enqueued claimed disk-full"));
    QCOMPARE(queue.store.history(id)->back().at, since);
    QCOMPARE(queue.job(id).state, JobState::Blocked);

    queue.clock.advance(60s);
    QCOMPARE(*queue.store.unblockDue(), 1);
    QVERIFY(blockFor(ErrorCode::SourceUnreachable));
    QCOMPARE(reasons(), QStringLiteral("enqueued claimed disk-full looked-again claimed source-unreachable"));

    QVERIFY(queue.store.requestPause(id));
    QVERIFY(queue.store.resume(id));
    QVERIFY(blockFor(ErrorCode::SourceUnreachable));
    QVERIFY(reasons().endsWith(QLatin1String("claimed source-unreachable")));
    QVERIFY(reasons().count(QLatin1String("source-unreachable")) == 2);
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
