#include "core/jobs/media_service.h"

#include "core/base/guarded.h"
#include "core/jobs/worker_answer.h"

#include <QtCore/QThread>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace ndas::jobs {

namespace {

constexpr int filesPerWorker = 200; ///< then a fresh one: what leaked in the libraries is gone
constexpr std::chrono::milliseconds lookAtToken(50);

struct Task {
    media::RequestBody request;
    CancellationSource source; ///< child of the caller's token; cancelled by the service when it ends
    bool started = false;
    std::optional<Result<media::DoneEvent>> result;
};

/// A worker for one file after the other.
class Slot {
public:
    Result<media::DoneEvent> perform(const Task& task, const WorkerOptions& options)
    {
        // In hand only here: one that is left by an exception goes with it.
        KeptWorker kept = std::exchange(worker_, {});
        if (++filesDone_ > filesPerWorker) {
            kept = {};
            filesDone_ = 1;
        }
        NDAS_TRY(WorkerProcess* const worker, kept.within(options, task.source.token()));
        Result<media::DoneEvent> done = worker->perform(task.request, task.source.token());
        worker_ = std::move(kept);
        return done;
    }

private:
    KeptWorker worker_;
    int filesDone_ = 0;
};

} // namespace

/// Callers put tasks into a queue that the slots' threads work off. The threads, not the callers, own the
/// workers: a child process belongs to the thread that started it (see WorkerProcess).
struct MediaService::Impl {
    WorkerOptions options;
    std::size_t maxWorkers = 1;

    std::mutex mutex;
    std::condition_variable wakeSlot;
    std::condition_variable wakeCaller;
    std::deque<std::shared_ptr<Task>> waiting;
    std::vector<std::shared_ptr<Task>> underWay;
    std::vector<std::unique_ptr<QThread>> threads;
    std::size_t idle = 0;
    bool stopping = false;

    Result<media::DoneEvent> ask(media::RequestBody request, const CancellationToken& token);
    void stop();

private:
    void startSlot();
    void runSlot();
    std::shared_ptr<Task> take();
    void finish(const std::shared_ptr<Task>& task, Result<media::DoneEvent> result);
};

Result<media::DoneEvent> MediaService::Impl::ask(media::RequestBody request, const CancellationToken& token)
{
    const auto task = std::make_shared<Task>(Task{.request = std::move(request),
                                                  .source = CancellationSource(token),
                                                  .started = false,
                                                  .result = std::nullopt});
    std::unique_lock lock(mutex);
    if (stopping)
        return fail(ErrorCode::Cancelled);
    waiting.push_back(task);
    if (waiting.size() > idle && threads.size() < maxWorkers)
        startSlot();
    wakeSlot.notify_one();
    while (!wakeCaller.wait_for(lock, lookAtToken, [&] { return task->result.has_value(); })) {
        if (!task->started && token.isCancelled()) {
            std::erase(waiting, task);
            return fail(ErrorCode::Cancelled);
        }
    }
    return std::move(*task->result);
}

void MediaService::Impl::startSlot()
{
    threads.emplace_back(QThread::create([this] { runSlot(); }));
    threads.back()->setObjectName(QStringLiteral("media-%1").arg(threads.size()));
    threads.back()->start();
}

void MediaService::Impl::runSlot()
{
    Slot slot;
    while (const std::shared_ptr<Task> task = take())
        finish(task, guarded([&] { return slot.perform(*task, options); }));
}

/// Null: the service ends.
std::shared_ptr<Task> MediaService::Impl::take()
{
    std::unique_lock lock(mutex);
    ++idle;
    wakeSlot.wait(lock, [this] { return stopping || !waiting.empty(); });
    --idle;
    if (stopping)
        return nullptr;
    std::shared_ptr<Task> task = std::move(waiting.front());
    waiting.pop_front();
    task->started = true;
    underWay.push_back(task);
    return task;
}

void MediaService::Impl::finish(const std::shared_ptr<Task>& task, Result<media::DoneEvent> result)
{
    const std::lock_guard lock(mutex);
    task->result = std::move(result);
    std::erase(underWay, task);
    wakeCaller.notify_all();
}

void MediaService::Impl::stop()
{
    {
        const std::lock_guard lock(mutex);
        stopping = true;
        for (const auto& task : waiting)
            task->result = fail(ErrorCode::Cancelled);
        waiting.clear();
        for (const auto& task : underWay)
            task->source.cancel();
    }
    wakeSlot.notify_all();
    wakeCaller.notify_all();
    for (const auto& thread : threads)
        thread->wait();
}

MediaService::MediaService(WorkerOptions options, int maxWorkers)
    : impl_(std::make_unique<Impl>())
{
    impl_->options = std::move(options);
    impl_->maxWorkers = static_cast<std::size_t>(std::max(1, maxWorkers));
}

MediaService::~MediaService()
{
    stop();
}

void MediaService::stop()
{
    impl_->stop();
}

Result<media::ProbeResult> MediaService::probe(const media::ProbeRequest& request,
                                               const CancellationToken& token)
{
    return answerAs<media::ProbeResult>(impl_->ask(request, token));
}

Result<media::CapabilitiesResult> MediaService::capabilities(const CancellationToken& token)
{
    return answerAs<media::CapabilitiesResult>(impl_->ask(media::CapabilitiesRequest{}, token));
}

const WorkerOptions& MediaService::options() const
{
    return impl_->options;
}

} // namespace ndas::jobs
