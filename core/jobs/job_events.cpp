#include "core/jobs/job_events.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

#include <map>
#include <mutex>

namespace ndas::jobs {

namespace {

constexpr int betweenBatchesMs = 100;

}

struct JobEvents::Impl {
    explicit Impl(JobEvents& owner)
        : events(owner)
        , timer(new QTimer(&owner)) // a child follows its parent to another thread
    {
        timer->setSingleShot(true);
        QObject::connect(timer, &QTimer::timeout, &owner, [this] { deliver(); });
    }

    template <class Post>
    void post(const Post& put)
    {
        const std::lock_guard lock(mutex);
        put();
        if (std::exchange(scheduled, true))
            return;
        QMetaObject::invokeMethod(
            &events, [this] { schedule(); }, Qt::QueuedConnection);
    }

    void schedule()
    {
        const qint64 passed = sinceBatch.isValid() ? sinceBatch.elapsed() : betweenBatchesMs;
        if (passed >= betweenBatchesMs)
            deliver();
        else
            timer->start(static_cast<int>(betweenBatchesMs - passed));
    }

    void deliver()
    {
        std::vector<Job> jobs;
        std::vector<JobProgress> steps;
        bool changed = false;
        {
            const std::lock_guard lock(mutex);
            jobs.swap(states);
            for (auto& [id, step] : progress)
                steps.push_back(std::move(step));
            progress.clear();
            changed = std::exchange(queueChanged, false);
            scheduled = false;
        }
        sinceBatch.start();
        if (changed)
            Q_EMIT events.queueChanged();
        if (!jobs.empty())
            Q_EMIT events.jobsChanged(jobs);
        if (!steps.empty())
            Q_EMIT events.progressed(steps);
    }

    JobEvents& events;
    QTimer* timer;
    QElapsedTimer sinceBatch; ///< on the receiver's thread only

    std::mutex mutex;
    std::vector<Job> states;
    std::map<JobId, JobProgress> progress;
    bool queueChanged = false;
    bool scheduled = false;
};

JobEvents::JobEvents(QObject* parent)
    : QObject(parent)
    , impl_(std::make_unique<Impl>(*this))
{
    qRegisterMetaType<ndas::jobs::Job>();
    qRegisterMetaType<std::vector<ndas::jobs::Job>>("std::vector<ndas::jobs::Job>");
    qRegisterMetaType<std::vector<ndas::jobs::JobProgress>>("std::vector<ndas::jobs::JobProgress>");
}

JobEvents::~JobEvents() = default;

void JobEvents::postState(const Job& job)
{
    impl_->post([&] {
        impl_->states.push_back(job);
        impl_->progress.erase(job.id); // older than the snapshot, and delivered after it
    });
}

void JobEvents::postProgress(const JobProgress& progress)
{
    impl_->post([&] { impl_->progress[progress.id] = progress; });
}

void JobEvents::postQueueChanged()
{
    impl_->post([this] { impl_->queueChanged = true; });
}

} // namespace ndas::jobs
