// What an attempt has promised: how far the work goes on from.
#include "tests/core/jobs/queue_fixture.h"

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestJobCheckpoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFurtherCheckpointCountsAttemptsAnew();
    void aCheckpointThatIsNoFurtherForgivesNothing();
    void anotherAttemptHasPromisedNothingYet();
    void aCheckpointNeedsTheJob();
    void forgetsTheCheckpointOfAJobThatIsOver();
};

void TestJobCheckpoints::aFurtherCheckpointCountsAttemptsAnew()
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

void TestJobCheckpoints::aCheckpointThatIsNoFurtherForgivesNothing()
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
void TestJobCheckpoints::anotherAttemptHasPromisedNothingYet()
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

void TestJobCheckpoints::aCheckpointNeedsTheJob()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim stale = queue.claim(QStringLiteral("slow"));
    QCOMPARE(*queue.store.rescueJobsOf(QStringLiteral("slow")), 1);
    queue.claim(QStringLiteral("quick"));

    QCOMPARE(codeOf(queue.store.saveCheckpoint(stale, {.at = 5s, .journalBytes = 1})), ErrorCode::LostLease);

    QVERIFY(!*queue.store.checkpoint(id));
}

void TestJobCheckpoints::forgetsTheCheckpointOfAJobThatIsOver()
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

QTEST_GUILESS_MAIN(TestJobCheckpoints)
#include "test_job_checkpoints.moc"
