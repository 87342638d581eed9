// Jobs that wait for a disk or a folder: one looks again, the others follow.
#include "tests/core/jobs/queue_fixture.h"

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestBlockedJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blockedJobResumesByItself();
    void oneOfManyBlockedJobsLooksAgain();
    void oneJobLooksAgainForEachFolder();
    void looksAgainWithJobsItMayClaimOnly();
    void remembersOneBlockHoweverOftenItLooksAgain();
};

void TestBlockedJobs::blockedJobResumesByItself()
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

void TestBlockedJobs::oneOfManyBlockedJobsLooksAgain()
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

void TestBlockedJobs::oneJobLooksAgainForEachFolder()
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

void TestBlockedJobs::looksAgainWithJobsItMayClaimOnly()
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

void TestBlockedJobs::remembersOneBlockHoweverOftenItLooksAgain()
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

QTEST_GUILESS_MAIN(TestBlockedJobs)
#include "test_blocked_jobs.moc"
