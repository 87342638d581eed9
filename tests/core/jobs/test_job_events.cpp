#include "core/jobs/job_events.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QThread>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <thread>

using namespace ndas;
using namespace ndas::jobs;

namespace {

Job jobIn(std::int64_t id, JobState state)
{
    Job job;
    job.id = JobId{id};
    job.state = state;
    return job;
}

JobProgress progressOf(std::int64_t id, double fraction)
{
    JobProgress progress;
    progress.id = JobId{id};
    progress.progress = fraction;
    return progress;
}

} // namespace

class TestJobEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void losesNoStateOfAnyThread();
    void keepsOnlyTheLatestProgressOfAJob();
    void dropsProgressThatIsOlderThanAState();
    void deliversAboutTenBatchesASecond();
    void deliversOnItsOwnThread();
    void staysQuietWithoutNews();
};

void TestJobEvents::losesNoStateOfAnyThread()
{
    constexpr int threads = 4;
    constexpr int each = 500;
    JobEvents events;
    std::array<std::vector<std::int64_t>, threads> seen;
    std::size_t total = 0;
    QObject::connect(&events, &JobEvents::jobsChanged, &events, [&](const std::vector<Job>& jobs) {
        for (const Job& job : jobs)
            seen[static_cast<std::size_t>(job.id.value)].push_back(job.fence);
        total += jobs.size();
    });
    std::vector<std::thread> posters;
    for (int thread = 0; thread < threads; ++thread) {
        posters.emplace_back([&events, thread] {
            Job job = jobIn(thread, JobState::Running);
            for (job.fence = 0; job.fence < each; ++job.fence)
                events.postState(job);
        });
    }
    for (std::thread& poster : posters)
        poster.join();

    QTRY_COMPARE(total, std::size_t{threads * each});
    for (const auto& fences : seen)
        QVERIFY(std::is_sorted(fences.begin(), fences.end()));
}

void TestJobEvents::keepsOnlyTheLatestProgressOfAJob()
{
    JobEvents events;
    QSignalSpy spy(&events, &JobEvents::progressed);
    for (int step = 0; step <= 100; ++step)
        events.postProgress(progressOf(1, step / 100.0));
    events.postProgress(progressOf(2, 0.5));

    QTRY_COMPARE(spy.size(), 1);
    const auto batch = spy.first().first().value<std::vector<JobProgress>>();
    QCOMPARE(batch.size(), std::size_t{2});
    QCOMPARE(batch.front().progress, 1.0);
}

void TestJobEvents::dropsProgressThatIsOlderThanAState()
{
    JobEvents events;
    QSignalSpy states(&events, &JobEvents::jobsChanged);
    QSignalSpy progress(&events, &JobEvents::progressed);
    events.postProgress(progressOf(1, 0.9));
    events.postState(jobIn(1, JobState::Succeeded));

    QTRY_COMPARE(states.size(), 1);
    QCOMPARE(progress.size(), 0);
}

void TestJobEvents::deliversAboutTenBatchesASecond()
{
    JobEvents events;
    QSignalSpy spy(&events, &JobEvents::progressed);
    QElapsedTimer timer;
    timer.start();
    double fraction = 0;
    while (spy.size() < 4) {
        events.postProgress(progressOf(1, fraction += 0.001));
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    QVERIFY2(timer.elapsed() >= 250, qPrintable(QString::number(timer.elapsed())));
}

void TestJobEvents::deliversOnItsOwnThread()
{
    QThread receiver;
    receiver.start();
    JobEvents events;
    std::atomic<bool> onReceiver{false};
    QObject::connect(
        &events, &JobEvents::queueChanged, &events,
        [&] { onReceiver = QThread::currentThread() == &receiver; }, Qt::DirectConnection);
    events.moveToThread(&receiver);

    events.postQueueChanged();
    QTRY_VERIFY(onReceiver);
    onReceiver = false;
    events.postQueueChanged(); // this one goes through the timer
    QTRY_VERIFY(onReceiver);

    QMetaObject::invokeMethod(
        &events, [&] { events.moveToThread(QCoreApplication::instance()->thread()); },
        Qt::BlockingQueuedConnection);
    receiver.quit();
    receiver.wait();
}

void TestJobEvents::staysQuietWithoutNews()
{
    JobEvents events;
    QSignalSpy states(&events, &JobEvents::jobsChanged);
    QSignalSpy progress(&events, &JobEvents::progressed);
    QSignalSpy queue(&events, &JobEvents::queueChanged);
    events.postQueueChanged();
    events.postQueueChanged();

    QTRY_COMPARE(queue.size(), 1);
    QCOMPARE(states.size(), 0);
    QCOMPARE(progress.size(), 0);
}

QTEST_GUILESS_MAIN(TestJobEvents)
#include "test_job_events.moc"
