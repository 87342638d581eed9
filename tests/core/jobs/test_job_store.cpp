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
    void keepsTheHistoryOfAJob();
    void saysWhenTheNextJobIsDue();
    void listsByStateKindAndVideo();
    void seesABrokenInvariant();
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

QTEST_GUILESS_MAIN(TestJobStore)
#include "test_job_store.moc"
