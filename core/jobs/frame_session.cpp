#include "core/jobs/frame_session.h"

#include "core/base/guarded.h"
#include "core/jobs/frame_worker.h"

#include <QtCore/QThread>

#include <condition_variable>
#include <mutex>

namespace ndas::jobs {

namespace {

constexpr std::chrono::milliseconds lookAtToken(20);

struct Task {
    media::ReadFrameRequest request;
    CancellationSource source; ///< child of the caller's token; cancelled when the session is closed
    std::optional<Result<Frame>> result;
};

/// What later callers are told. A read that had to be stopped by force was cancelled; the session was not.
Error endOf(const Error& error)
{
    if (error.code != ErrorCode::Cancelled)
        return error;
    return {.code = ErrorCode::WorkerHung,
            .detail = QStringLiteral("the worker had to be stopped"),
            .nativeCode = 0,
            .where = SourceLocation::current()};
}

} // namespace

/// The session's thread, not the callers, owns the worker (see WorkerProcess).
struct FrameSession::Impl {
    FrameFacts facts; ///< once opened

    Result<void> start(const WorkerOptions& worker, const FrameSessionOptions& options,
                       const CancellationToken& token);
    Result<Frame> read(const media::ReadFrameRequest& request, const CancellationToken& token);
    void close();

private:
    using Ptr = std::shared_ptr<Task>;

    void run(const WorkerOptions& worker, const FrameSessionOptions& options, const CancellationToken& token);
    void serve(FrameWorker& worker);
    void tellOpened(Result<void> outcome);
    Ptr take();
    void finish(Task& task, Result<Frame> result, bool isOpen);
    void answerWaiting(const Error& error);

    std::mutex mutex_;
    std::condition_variable wakeThread_;
    std::condition_variable wakeCaller_;
    std::optional<Result<void>> opened_;
    Ptr waiting_;
    Ptr underWay_;
    std::optional<Error> end_; ///< why nothing more is read
    std::unique_ptr<QThread> thread_;
};

Result<void> FrameSession::Impl::start(const WorkerOptions& worker, const FrameSessionOptions& options,
                                       const CancellationToken& token)
{
    thread_.reset(QThread::create([this, &worker, &options, &token] { run(worker, options, token); }));
    thread_->setObjectName(QStringLiteral("frames"));
    thread_->start();
    std::unique_lock lock(mutex_);
    wakeCaller_.wait(lock, [this] { return opened_.has_value(); });
    return *opened_;
}

/// What it was given is there until it has told that it is open.
void FrameSession::Impl::run(const WorkerOptions& worker, const FrameSessionOptions& options,
                             const CancellationToken& token)
{
    auto opened = guarded([&] { return FrameWorker::open(worker, options, token); });
    if (!opened)
        return tellOpened(fail(std::move(opened).error()));
    facts = (*opened)->facts();
    tellOpened({});
    serve(**opened);
}

void FrameSession::Impl::tellOpened(Result<void> outcome)
{
    const std::lock_guard lock(mutex_);
    opened_ = std::move(outcome);
    wakeCaller_.notify_all();
}

void FrameSession::Impl::serve(FrameWorker& worker)
{
    while (const Ptr task = take()) {
        Result<Frame> result = guarded([&] { return worker.read(task->request, task->source.token()); });
        finish(*task, std::move(result), worker.isOpen());
    }
}

/// Null: the session is over.
FrameSession::Impl::Ptr FrameSession::Impl::take()
{
    std::unique_lock lock(mutex_);
    wakeThread_.wait(lock, [this] { return end_ || waiting_; });
    if (end_)
        return nullptr;
    underWay_ = std::exchange(waiting_, nullptr);
    return underWay_;
}

void FrameSession::Impl::finish(Task& task, Result<Frame> result, bool isOpen)
{
    const std::lock_guard lock(mutex_);
    underWay_.reset();
    if (!isOpen && !result && !end_)
        end_ = endOf(result.error());
    if (end_)
        answerWaiting(*end_);
    task.result = std::move(result);
    wakeCaller_.notify_all();
}

void FrameSession::Impl::answerWaiting(const Error& error)
{
    if (waiting_)
        std::exchange(waiting_, nullptr)->result = fail(error);
    wakeCaller_.notify_all();
}

Result<Frame> FrameSession::Impl::read(const media::ReadFrameRequest& request, const CancellationToken& token)
{
    const auto task = std::make_shared<Task>(
        Task{.request = request, .source = CancellationSource(token), .result = std::nullopt});
    std::unique_lock lock(mutex_);
    if (end_)
        return fail(*end_);
    answerWaiting({.code = ErrorCode::Cancelled, .detail = {}, .nativeCode = 0, .where = {}});
    waiting_ = task;
    wakeThread_.notify_one();
    while (!wakeCaller_.wait_for(lock, lookAtToken, [&] { return task->result.has_value(); })) {
        if (task == waiting_ && token.isCancelled()) {
            waiting_.reset();
            return fail(ErrorCode::Cancelled);
        }
    }
    return std::move(*task->result);
}

void FrameSession::Impl::close()
{
    {
        const std::lock_guard lock(mutex_);
        if (!end_)
            end_ = Error{.code = ErrorCode::Cancelled, .detail = {}, .nativeCode = 0, .where = {}};
        answerWaiting(*end_);
        if (underWay_)
            underWay_->source.cancel();
    }
    wakeThread_.notify_all();
    thread_->wait();
}

FrameSession::FrameSession(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl))
{
}

Result<std::unique_ptr<FrameSession>> FrameSession::open(const WorkerOptions& worker,
                                                         const FrameSessionOptions& options,
                                                         const CancellationToken& token)
{
    std::unique_ptr<FrameSession> session(new FrameSession(std::make_unique<Impl>()));
    NDAS_CHECK(session->impl_->start(worker, options, token));
    return session;
}

FrameSession::~FrameSession()
{
    close();
}

const FrameFacts& FrameSession::facts() const
{
    return impl_->facts;
}

Result<Frame> FrameSession::read(const media::ReadFrameRequest& request, const CancellationToken& token)
{
    return impl_->read(request, token);
}

void FrameSession::close()
{
    impl_->close();
}

} // namespace ndas::jobs
