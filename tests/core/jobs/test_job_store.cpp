#include "tests/core/jobs/queue_fixture.h"

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

class TestJobStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void remembersAnAcknowledgedJob();
    void claimsByPriorityThenByAge();
    void claimsNothingWhileTheQueueIsPaused();
    void claimsOnlyWhatTheFilterNames();
    void refusesASecondTranscodeOfTheSameRendition();
    void pausesAndResumesAQueuedJob();
    void startsNoJobBeforeItsMoment();
    void cancelsAQueuedJobAtOnce();
    void retriesAFailedJobOnlyWhenTheUserAsks();
    void refusesImpossibleMoves_data();
    void refusesImpossibleMoves();
    void keepsTheHistoryOfAJob();
    void removesFinishedJobsButNotFailedOnes();
    void removesOneJobOnlyWhenItHasEnded();
    void jobsOffTheListAreRememberedUntilTheyComeBack();
    void saysWhenTheNextJobIsDue();
    void listsByStateKindAndVideo();
    void seesABrokenInvariant();
    void looksAtTheInvariantsAfterEveryMove_data();
    void looksAtTheInvariantsAfterEveryMove();
    void rowsThatComeBackAreSoundAndMayBeRetried();
    void anotherPresetBeginsAnew();
    void pausesAndResumesEverything();
};

void TestJobStore::remembersAnAcknowledgedJob()
{
    Queue queue;
    const VideoId video = queue.addVideo();

    const Result<JobId> id = queue.store.enqueue({.kind = JobKind::Transcode,
                                                  .video = video,
                                                  .preset = QStringLiteral("medium"),
                                                  .payload = {{QStringLiteral("threads"), 2}},
                                                  .priority = 3});

    QVERIFY(id);
    const Job job = queue.job(*id);
    QCOMPARE(job.state, JobState::Queued);
    QCOMPARE(job.kind, JobKind::Transcode);
    QVERIFY(job.video == video);
    QCOMPARE(job.preset, QStringLiteral("medium"));
    QCOMPARE(job.payload.value(QLatin1String("threads")).toInt(), 2);
    QCOMPARE(job.priority, 3);
    QCOMPARE(job.createdAt, queue.clock.now());
    QVERIFY(queue.isSound());
}

void TestJobStore::claimsByPriorityThenByAge()
{
    Queue queue;
    const JobId first = queue.addJob();
    queue.clock.advance(1s);
    const JobId second = queue.addJob();
    const JobId urgent = queue.addJob(5);

    const Result<std::optional<Job>> claimed = queue.store.claimNext(QStringLiteral("me"));

    QVERIFY(claimed && *claimed);
    QVERIFY((*claimed)->id == urgent);
    QCOMPARE((*claimed)->state, JobState::Running);
    QCOMPARE((*claimed)->owner, QStringLiteral("me"));
    QCOMPARE((*claimed)->attempt, 1);
    QCOMPARE((*claimed)->fence, std::int64_t{1});
    QVERIFY(queue.claim().job == first);
    QVERIFY(queue.claim().job == second);
    QVERIFY(!queue.claim().job);
    QVERIFY(queue.isSound());
}

void TestJobStore::claimsNothingWhileTheQueueIsPaused()
{
    Queue queue;
    queue.addJob();

    QVERIFY(queue.store.setQueuePaused(true));
    QVERIFY(*queue.store.isQueuePaused());
    QVERIFY(!queue.claim().job);
    QVERIFY(queue.store.setQueuePaused(false));

    QVERIFY(!*queue.store.isQueuePaused());
    QVERIFY(queue.claim().job);
}

void TestJobStore::claimsOnlyWhatTheFilterNames()
{
    Queue queue;
    queue.addJob();
    const JobId wanted = queue.addJob();
    const JobFilter only{.ids = {wanted}, .states = {}, .kind = {}, .video = {}};

    const Result<std::optional<Job>> claimed = queue.store.claimNext(QStringLiteral("me"), only);

    QVERIFY(claimed && *claimed && (*claimed)->id == wanted);
    const Result<std::optional<Job>> none = queue.store.claimNext(QStringLiteral("me"), only);
    QVERIFY(none && !*none);
    const JobFilter transcodes{.ids = {}, .states = {}, .kind = JobKind::Transcode, .video = {}};
    QVERIFY(!*queue.store.claimNext(QStringLiteral("me"), transcodes));
}

void TestJobStore::refusesASecondTranscodeOfTheSameRendition()
{
    Queue queue;
    NewJob job{.kind = JobKind::Transcode,
               .video = queue.addVideo(),
               .preset = QStringLiteral("low"),
               .payload = {},
               .priority = 0};
    const JobId first = *queue.store.enqueue(job);

    QCOMPARE(codeOf(queue.store.enqueue(job)), ErrorCode::AlreadyExists);
    QVERIFY(queue.store.requestCancel(first));
    QVERIFY(queue.store.enqueue(job));
    QCOMPARE(codeOf(queue.store.retry(first)), ErrorCode::AlreadyExists);
    job.preset = QStringLiteral("high");
    QVERIFY(queue.store.enqueue(job));
}

void TestJobStore::pausesAndResumesAQueuedJob()
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

void TestJobStore::startsNoJobBeforeItsMoment()
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

void TestJobStore::cancelsAQueuedJobAtOnce()
{
    Queue queue;
    const JobId id = queue.addJob();

    QVERIFY(queue.store.requestCancel(id));

    QCOMPARE(queue.job(id).state, JobState::Cancelled);
    QVERIFY(queue.job(id).finishedAt.has_value());
    QVERIFY(queue.store.requestCancel(id));
    QVERIFY(queue.isSound());
}

void TestJobStore::retriesAFailedJobOnlyWhenTheUserAsks()
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

using Wish = std::function<Result<void>(JobStore&, JobId)>;

void TestJobStore::refusesImpossibleMoves_data()
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

void TestJobStore::refusesImpossibleMoves()
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

void TestJobStore::keepsTheHistoryOfAJob()
{
    Queue queue;
    const JobId id = queue.addJob();
    QVERIFY(queue.store.retryLater(queue.claim(), errorOf(ErrorCode::Busy), 0, false));
    QVERIFY(queue.store.succeed(queue.claim()));

    QStringList told;
    const std::vector<JobEvent> history = *queue.store.history(id);
    for (const JobEvent& event : history)
        told.append(event.fromState + QLatin1Char('>') + event.toState + QLatin1Char(' ') + event.reason +
                    QLatin1Char(' ') + QString::number(event.attempt));

    QCOMPARE(told,
             QStringList({QStringLiteral(">queued enqueued 0"), QStringLiteral("queued>running claimed 1"),
                          QStringLiteral("running>queued busy 1"), QStringLiteral("queued>running claimed 2"),
                          QStringLiteral("running>succeeded succeeded 2")}));
}

void TestJobStore::removesFinishedJobsButNotFailedOnes()
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

void TestJobStore::removesOneJobOnlyWhenItHasEnded()
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

void TestJobStore::jobsOffTheListAreRememberedUntilTheyComeBack()
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

void TestJobStore::saysWhenTheNextJobIsDue()
{
    Queue queue;
    QVERIFY(!queue.store.nextDue()->has_value());
    queue.addJob();
    QVERIFY(**queue.store.nextDue() <= queue.clock.now());

    const EpochMs runAt = queue.clock.now() + 10'000;
    QVERIFY(queue.store.retryLater(queue.claim(), errorOf(ErrorCode::Busy), runAt, false));

    QCOMPARE(**queue.store.nextDue(), runAt);
}

void TestJobStore::listsByStateKindAndVideo()
{
    Queue queue;
    const JobId running = queue.addJob();
    const JobId queued = queue.addJob();
    queue.claim();
    const auto ids = [&](const JobFilter& filter) {
        std::vector<JobId> found;
        const std::vector<Job> jobs = *queue.store.list(filter);
        for (const Job& job : jobs)
            found.push_back(job.id);
        return found;
    };
    JobFilter byState;
    byState.states = {JobState::Running, JobState::Paused};
    JobFilter byVideo;
    byVideo.video = queue.job(queued).video;
    JobFilter byKind;
    byKind.kind = JobKind::Transcode;
    JobFilter first;
    first.limit = 1;

    QVERIFY(ids({}) == std::vector<JobId>({running, queued}));
    QVERIFY(ids(byState) == std::vector<JobId>({running}));
    QVERIFY(ids(byVideo) == std::vector<JobId>({queued}));
    QVERIFY(ids(byKind).empty());
    QVERIFY(ids(first) == std::vector<JobId>({running}));
}

void TestJobStore::seesABrokenInvariant()
{
    Queue queue;
    const JobId id = queue.addJob();
    QVERIFY(queue.isSound());

    QVERIFY((*queue.pool.connection())
                ->change(QStringLiteral("UPDATE job SET state = 'paused', fence = 7 WHERE id = ?"),
                         {QVariant(static_cast<qlonglong>(id.value))}));

    const QStringList breaches = *queue.store.checkInvariants();
    QCOMPARE(breaches.size(), 2);
    QVERIFY(breaches.at(0).startsWith(QLatin1String("I2: the fence of job 1")));
    QVERIFY(breaches.at(1).startsWith(QLatin1String("I4: the history of job 1")));
}

void TestJobStore::looksAtTheInvariantsAfterEveryMove_data()
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

void TestJobStore::looksAtTheInvariantsAfterEveryMove()
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

void TestJobStore::rowsThatComeBackAreSoundAndMayBeRetried()
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

void TestJobStore::anotherPresetBeginsAnew()
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

void TestJobStore::pausesAndResumesEverything()
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

QTEST_GUILESS_MAIN(TestJobStore)
#include "test_job_store.moc"
