// What users ask of jobs, and what cannot be asked.
#include "tests/core/jobs/queue_fixture.h"

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

using Wish = std::function<Result<void>(JobStore&, JobId)>;

class TestJobMoves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pausesAndResumesAQueuedJob();
    void startsNoJobBeforeItsMoment();
    void cancelsAQueuedJobAtOnce();
    void retriesAFailedJobOnlyWhenTheUserAsks();
    void refusesImpossibleMoves_data();
    void refusesImpossibleMoves();
    void removesFinishedJobsButNotFailedOnes();
    void removesOneJobOnlyWhenItHasEnded();
    void jobsOffTheListAreRememberedUntilTheyComeBack();
    void rowsThatComeBackAreSoundAndMayBeRetried();
    void looksAtTheInvariantsAfterEveryMove_data();
    void looksAtTheInvariantsAfterEveryMove();
    void anotherPresetBeginsAnew();
    void pausesAndResumesEverything();
};

void TestJobMoves::pausesAndResumesAQueuedJob()
{
    Queue queue;
    const JobId id = queue.addJob();

    QVERIFY(queue.store.requestPause(id));
    QVERIFY(queue.store.requestPause(id));
    QCOMPARE(queue.job(id).state, JobState::Paused);
    QVERIFY(!queue.claim().job);
    QVERIFY(queue.store.resume(id));

    QCOMPARE(queue.job(id).state, JobState::Queued);
    QVERIFY(queue.claim().job == id);
    QVERIFY(queue.isSound());
}

void TestJobMoves::startsNoJobBeforeItsMoment()
{
    Queue queue;
    const JobId id = queue.addJob();
    const EpochMs evening = queue.clock.now() + 12 * 3'600'000;

    QVERIFY(queue.store.startAfter(id, evening));

    QCOMPARE(*queue.store.nextDue(), std::optional(evening));
    QVERIFY(!queue.claim().job);
    queue.clock.jumpWallClock(-12h);
    QVERIFY(!queue.claim().job);
    QCOMPARE(codeOf(queue.store.startAfter(id, evening + 48 * 3'600'000)), ErrorCode::BadOption);
    QVERIFY(queue.store.startAfter(id, std::nullopt));
    QVERIFY(queue.claim().job == id);
    QCOMPARE(codeOf(queue.store.startAfter(id, evening)), ErrorCode::InvalidTransition);
}

void TestJobMoves::cancelsAQueuedJobAtOnce()
{
    Queue queue;
    const JobId id = queue.addJob();

    QVERIFY(queue.store.requestCancel(id));

    QCOMPARE(queue.job(id).state, JobState::Cancelled);
    QVERIFY(queue.job(id).finishedAt.has_value());
    QVERIFY(queue.store.requestCancel(id));
    QVERIFY(queue.isSound());
}

void TestJobMoves::retriesAFailedJobOnlyWhenTheUserAsks()
{
    Queue queue;
    const JobId id = queue.addJob();
    const Claim claim = queue.claim();
    QVERIFY(queue.store.failForGood(claim, errorOf(ErrorCode::NotMedia)));
    QCOMPARE(queue.job(id).state, JobState::Failed);
    QCOMPARE(queue.job(id).errorCode, ErrorCode::NotMedia);
    QVERIFY(!queue.claim().job);

    QVERIFY(queue.store.retry(id));

    const Job job = queue.job(id);
    QCOMPARE(job.state, JobState::Queued);
    QCOMPARE(job.attempt, 0);
    QVERIFY(!job.hasError);
    QVERIFY(queue.claim().fence > claim.fence);
    QVERIFY(queue.isSound());
}

void TestJobMoves::refusesImpossibleMoves_data()
{
    QTest::addColumn<JobState>("state");
    QTest::addColumn<Wish>("wish");
    const Wish pause = [](JobStore& s, JobId id) { return s.requestPause(id); };
    const Wish resume = [](JobStore& s, JobId id) { return s.resume(id); };
    const Wish cancel = [](JobStore& s, JobId id) { return s.requestCancel(id); };
    const Wish retry = [](JobStore& s, JobId id) { return s.retry(id); };
    QTest::newRow("pause succeeded") << JobState::Succeeded << pause;
    QTest::newRow("pause failed") << JobState::Failed << pause;
    QTest::newRow("pause cancelled") << JobState::Cancelled << pause;
    QTest::newRow("resume succeeded") << JobState::Succeeded << resume;
    QTest::newRow("resume cancelled") << JobState::Cancelled << resume;
    QTest::newRow("resume running") << JobState::Running << resume;
    QTest::newRow("cancel succeeded") << JobState::Succeeded << cancel;
    QTest::newRow("cancel failed") << JobState::Failed << cancel;
    QTest::newRow("retry succeeded") << JobState::Succeeded << retry;
    QTest::newRow("retry running") << JobState::Running << retry;
    QTest::newRow("retry queued") << JobState::Queued << retry;
}

void TestJobMoves::refusesImpossibleMoves()
{
    QFETCH(JobState, state);
    QFETCH(Wish, wish);
    Queue queue;
    const JobId id = queue.addJob();
    if (state != JobState::Queued) {
        const Claim claim = queue.claim();
        if (state == JobState::Succeeded)
            QVERIFY(queue.store.succeed(claim));
        if (state == JobState::Failed)
            QVERIFY(queue.store.failForGood(claim, errorOf(ErrorCode::Damaged)));
        if (state == JobState::Cancelled)
            QVERIFY(queue.store.finishCancel(claim));
    }
    const std::size_t events = queue.store.history(id)->size();

    QCOMPARE(codeOf(wish(queue.store, id)), ErrorCode::InvalidTransition);

    QCOMPARE(queue.job(id).state, state);
    QCOMPARE(queue.store.history(id)->size(), events);
    QCOMPARE(codeOf(wish(queue.store, JobId{999})), ErrorCode::NoSuchItem);
}

void TestJobMoves::removesFinishedJobsButNotFailedOnes()
{
    Queue queue;
    const JobId done = queue.addJob();
    const JobId failed = queue.addJob();
    const JobId cancelled = queue.addJob();
    const JobId waiting = queue.addJob();
    QVERIFY(queue.store.succeed(queue.claim()));
    QVERIFY(queue.store.failForGood(queue.claim(), errorOf(ErrorCode::Damaged)));
    QVERIFY(queue.store.requestCancel(cancelled));

    QCOMPARE(*queue.store.removeFinished(), 2);

    QCOMPARE(codeOf(queue.store.find(done)), ErrorCode::NoSuchItem);
    QCOMPARE(codeOf(queue.store.find(cancelled)), ErrorCode::NoSuchItem);
    QCOMPARE(queue.job(failed).state, JobState::Failed);
    QCOMPARE(queue.job(waiting).state, JobState::Queued);
}

void TestJobMoves::removesOneJobOnlyWhenItHasEnded()
{
    Queue queue;
    const JobId failed = queue.addJob();
    const JobId waiting = queue.addJob();
    QVERIFY(queue.store.failForGood(queue.claim(), errorOf(ErrorCode::Damaged)));

    QVERIFY(queue.store.remove(failed));

    QCOMPARE(codeOf(queue.store.find(failed)), ErrorCode::NoSuchItem);
    QCOMPARE(codeOf(queue.store.remove(waiting)), ErrorCode::InvalidTransition);
    QCOMPARE(queue.job(waiting).state, JobState::Queued);
}

void TestJobMoves::jobsOffTheListAreRememberedUntilTheyComeBack()
{
    Queue queue;
    const VideoId video = queue.addVideo();
    const auto failed = queue.store.enqueue(
        {.kind = JobKind::Transcode, .video = video, .preset = QStringLiteral("high"), .payload = {}});
    QVERIFY(failed);
    QVERIFY(queue.store.failForGood(queue.claim(), errorOf(ErrorCode::Damaged)));
    const auto done = queue.store.enqueue(
        {.kind = JobKind::Transcode, .video = video, .preset = QStringLiteral("low"), .payload = {}});
    QVERIFY(done);
    QVERIFY(queue.store.succeed(queue.claim()));
    const std::vector<Job> before = *queue.store.list();
    const Job ended = queue.job(*failed);
    QVERIFY(queue.store.pastJobsOf(video)->empty());

    QVERIFY(queue.store.remove(*failed));
    QCOMPARE(*queue.store.removeFinished(), 1);

    const auto past = queue.store.pastJobsOf(video);
    QVERIFY(past);
    QCOMPARE(past->size(), std::size_t{2});
    QCOMPARE(past->front().preset, QStringLiteral("low"));
    QCOMPARE(past->front().state, JobState::Succeeded);
    QCOMPARE(past->back().state, JobState::Failed);
    QCOMPARE(past->back().errorCode, ErrorCode::Damaged);
    QCOMPARE(past->back().finishedAt, *ended.finishedAt);

    QVERIFY(queue.store.putBack(before));
    QVERIFY(queue.store.pastJobsOf(video)->empty());
}

void TestJobMoves::rowsThatComeBackAreSoundAndMayBeRetried()
{
    Queue queue;
    const JobId failed = queue.addJob();
    const JobId done = queue.addJob();
    QVERIFY(queue.store.retryLater(queue.claim(), errorOf(ErrorCode::Busy), 0, false));
    QVERIFY(queue.store.failForGood(queue.claim(), errorOf(ErrorCode::Damaged)));
    QVERIFY(queue.store.succeed(queue.claim()));
    const std::vector<Job> before = *queue.store.list();
    QVERIFY(queue.store.remove(failed));
    QVERIFY(queue.store.remove(done));

    QVERIFY(queue.store.putBack(before));
    QVERIFY(queue.store.putBack(before)); // there already

    QCOMPARE(queue.job(failed).state, JobState::Failed);
    QCOMPARE(queue.job(failed).errorCode, ErrorCode::Damaged);
    QCOMPARE(queue.job(done).state, JobState::Succeeded);
    QCOMPARE(queue.store.history(failed)->size(), std::size_t{1});
    QVERIFY(queue.isSound());
    QVERIFY(queue.store.retry(failed));
    QVERIFY(queue.store.succeed(queue.claim()));
    QVERIFY(queue.isSound());
}

void TestJobMoves::anotherPresetBeginsAnew()
{
    Queue queue;
    const VideoId video = queue.addVideo();
    const NewJob wanted{
        .kind = JobKind::Transcode, .video = video, .preset = QStringLiteral("high"), .payload = {}};
    const auto id = queue.store.enqueue(wanted);
    QVERIFY(id);
    const Claim claim = queue.claim();
    QVERIFY(queue.store.saveCheckpoint(claim, {.at = 60s, .journalBytes = 1000}));
    QCOMPARE(codeOf(queue.store.changePreset(*id, QStringLiteral("low"))), ErrorCode::InvalidTransition);
    QVERIFY(queue.store.retryLater(claim, errorOf(ErrorCode::WorkerCrashed), 0, true));

    QVERIFY(queue.store.changePreset(*id, QStringLiteral("low")));

    QCOMPARE(queue.job(*id).preset, QStringLiteral("low"));
    QVERIFY(!*queue.store.checkpoint(*id));
    const auto first = queue.store.saveCheckpoint(queue.claim(), {.at = 5s, .journalBytes = 10});
    QVERIFY(first && *first);
    QCOMPARE(queue.job(*id).crashes, 0);
    QVERIFY(queue.store.enqueue(wanted));
    QVERIFY(queue.isSound());
}

void TestJobMoves::pausesAndResumesEverything()
{
    Queue queue;
    const JobId running = queue.addJob();
    const JobId cancelled = queue.addJob();
    const JobId waiting = queue.addJob();
    const Claim claim = queue.claim();
    queue.claim();
    QVERIFY(queue.store.requestCancel(cancelled));

    QVERIFY(queue.store.setEverythingPaused(true));

    QVERIFY(*queue.store.isQueuePaused());
    QVERIFY(queue.job(running).pauseRequested);
    QVERIFY(!queue.job(cancelled).pauseRequested);
    QCOMPARE(queue.job(waiting).state, JobState::Queued);
    QVERIFY(queue.store.setEverythingPaused(false));
    QVERIFY(!*queue.store.isQueuePaused());
    QVERIFY(!queue.job(running).pauseRequested);

    QVERIFY(queue.store.setEverythingPaused(true));
    QVERIFY(queue.store.finishPause(claim));
    QVERIFY(queue.store.setEverythingPaused(false));
    QCOMPARE(queue.job(running).state, JobState::Queued);
    QVERIFY(queue.isSound());
}

void TestJobMoves::looksAtTheInvariantsAfterEveryMove_data()
{
    QTest::addColumn<Wish>("wish");
    QTest::addColumn<bool>("running");
    const auto row = [](const char* tag, bool running, Wish wish) {
        QTest::newRow(tag) << std::move(wish) << running;
    };
    row("priority", false, [](JobStore& s, JobId id) { return s.setPriority(id, 3); });
    row("start later", false, [](JobStore& s, JobId id) { return s.startAfter(id, std::nullopt); });
    row("order", false, [](JobStore& s, JobId id) { return s.moveBefore({id}, JobId{1}); });
    row("preset", false, [](JobStore& s, JobId id) { return s.changePreset(id, QStringLiteral("low")); });
    row("resumed before it paused", true, [](JobStore& s, JobId id) { return s.resume(id); });
    row("checkpoint", true, [](JobStore& s, JobId id) -> Result<void> {
        NDAS_TRY(const Job job, s.find(id));
        NDAS_CHECK(s.saveCheckpoint({.job = id, .fence = job.fence}, {.at = 5s, .journalBytes = 1}));
        return {};
    });
}

void TestJobMoves::looksAtTheInvariantsAfterEveryMove()
{
#ifndef NDAS_INVARIANT_CHECKS
    QSKIP("not in this build");
#endif
    QFETCH(Wish, wish);
    QFETCH(bool, running);
    Queue queue;
    queue.addJob();
    const auto added = queue.store.enqueue({.kind = JobKind::Transcode,
                                            .video = queue.addVideo(),
                                            .preset = QStringLiteral("high"),
                                            .payload = {}});
    QVERIFY(added);
    if (running) {
        queue.claim();
        queue.claim();
        QVERIFY(queue.store.requestPause(*added));
    }
    QVERIFY((*queue.pool.connection())->change(QStringLiteral("UPDATE job SET fence = 7")));

    QCOMPARE(codeOf(wish(queue.store, *added)), ErrorCode::Internal);

    QVERIFY(queue.job(*added).priority == 0 && queue.job(*added).preset == QStringLiteral("high"));
    QCOMPARE(queue.job(*added).pauseRequested, running);
    QVERIFY(!*queue.store.checkpoint(*added));
}

QTEST_GUILESS_MAIN(TestJobMoves)
#include "test_job_moves.moc"
