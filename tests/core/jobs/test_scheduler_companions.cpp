// Jobs of one recording that are worked on together.
#include "tests/core/jobs/scheduler_bench.h"

#include <mutex>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

namespace {

/// Takes all that waits for the same recording along.
class Sociable final : public JobHandler {
public:
    using Together = std::function<void(const std::vector<JobContext*>&, const EndHandler&)>;

    explicit Sociable(Together work)
        : work_(std::move(work))
    {
    }

    Result<void> run(JobContext&) override { return fail(ErrorCode::Internal); }

    std::vector<JobId> companionsOf(const Job&, const std::vector<Job>& waiting) override
    {
        std::vector<JobId> ids;
        for (const Job& job : waiting)
            ids.push_back(job.id);
        return ids;
    }

    void runTogether(const std::vector<JobContext*>& contexts, const EndHandler& onEnd) override
    {
        const std::lock_guard lock(mutex);
        sizes.push_back(contexts.size());
        work_(contexts, onEnd);
    }

    std::vector<std::size_t> groups()
    {
        const std::lock_guard lock(mutex);
        return sizes;
    }

private:
    Together work_;
    std::mutex mutex;
    std::vector<std::size_t> sizes;
};

/// A queue with renditions of one recording.
struct Atelier {
    explicit Atelier(Sociable::Together work)
        : handler(std::move(work))
        , instance(*Instance::create(queue.folder.path()))
    {
        const VideoId video = queue.addVideo();
        for (const char* preset : {"high", "medium", "low"})
            jobs.push_back(queue.store
                               .enqueue({.kind = JobKind::Transcode,
                                         .video = video,
                                         .preset = QString::fromLatin1(preset),
                                         .payload = {}})
                               .value_or(JobId{}));
        SchedulerOptions options;
        options.maxJobs = 1;
        options.lookEvery = 5ms;
        scheduler = std::make_unique<Scheduler>(queue.store, queue.clock, *instance, events,
                                                Scheduler::Handlers{{JobKind::Transcode, &handler}}, options);
    }

    JobState state(std::size_t index) const { return queue.job(jobs[index]).state; }

    Queue queue;
    std::vector<JobId> jobs;
    Sociable handler;
    std::unique_ptr<Instance> instance;
    JobEvents events;
    std::unique_ptr<Scheduler> scheduler;
};

} // namespace

class TestSchedulerCompanions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void companionsRunAsOneAndEndOnTheirOwn();
    void whatIsNotDueStaysBehind();
    void aCrashIsTriedAgainAlone();
};

void TestSchedulerCompanions::companionsRunAsOneAndEndOnTheirOwn()
{
    std::atomic<bool> lastMayEnd = false;
    Atelier* here = nullptr;
    Atelier atelier([&](const std::vector<JobContext*>& contexts, const JobHandler::EndHandler& onEnd) {
        onEnd(0, here->queue.store.succeed(contexts[0]->claim()));
        while (!contexts[1]->token().waitFor(1s)) {
        }
        onEnd(1, fail(ErrorCode::Cancelled));
        while (!lastMayEnd)
            contexts[2]->token().waitFor(1ms);
        onEnd(2, here->queue.store.succeed(contexts[2]->claim()));
    });
    here = &atelier;
    atelier.scheduler->start();

    QTRY_COMPARE(atelier.state(0), JobState::Succeeded);
    QCOMPARE(atelier.state(2), JobState::Running);
    QVERIFY(atelier.queue.store.requestCancel(atelier.jobs[1]));
    QTRY_COMPARE(atelier.state(1), JobState::Cancelled);
    QCOMPARE(atelier.state(2), JobState::Running);
    lastMayEnd = true;
    QTRY_COMPARE(atelier.state(2), JobState::Succeeded);

    QVERIFY(atelier.handler.groups() == std::vector<std::size_t>({3}));
    QTRY_COMPARE(atelier.scheduler->running(), 0);
    QVERIFY(atelier.queue.isSound());
}

void TestSchedulerCompanions::whatIsNotDueStaysBehind()
{
    Atelier* here = nullptr;
    Atelier atelier([&](const std::vector<JobContext*>& contexts, const JobHandler::EndHandler& onEnd) {
        for (std::size_t index = 0; index < contexts.size(); ++index)
            onEnd(index, here->queue.store.succeed(contexts[index]->claim()));
    });
    here = &atelier;
    QVERIFY(atelier.queue.store.requestPause(atelier.jobs[1]));

    atelier.scheduler->start();

    QTRY_COMPARE(atelier.state(2), JobState::Succeeded);
    QCOMPARE(atelier.state(1), JobState::Paused);
    QVERIFY(atelier.handler.groups() == std::vector<std::size_t>({2}));
    QVERIFY(atelier.queue.isSound());
}

void TestSchedulerCompanions::aCrashIsTriedAgainAlone()
{
    Atelier* here = nullptr;
    Atelier atelier([&](const std::vector<JobContext*>& contexts, const JobHandler::EndHandler& onEnd) {
        const bool crashes = contexts.size() > 1 || contexts[0]->job().preset == QLatin1String("low");
        for (std::size_t index = 0; index < contexts.size(); ++index)
            onEnd(index, crashes ? Result<void>(fail(ErrorCode::WorkerCrashed))
                                 : here->queue.store.succeed(contexts[index]->claim()));
    });
    here = &atelier;
    atelier.scheduler->start();

    for (const JobId id : atelier.jobs)
        QTRY_COMPARE(atelier.queue.job(id).crashes, 1);
    atelier.queue.clock.advance(1h);
    atelier.scheduler->wake();

    QTRY_COMPARE(atelier.state(0), JobState::Succeeded);
    QTRY_COMPARE(atelier.state(1), JobState::Succeeded);
    QTRY_COMPARE(atelier.state(2), JobState::Failed);
    QVERIFY(atelier.handler.groups() == std::vector<std::size_t>({3, 1, 1, 1}));
    QVERIFY(atelier.queue.isSound());
}

QTEST_GUILESS_MAIN(TestSchedulerCompanions)
#include "test_scheduler_companions.moc"
