#include "core/jobs/worker_process.h"

#include "core/jobs/chatter.h"
#include "core/jobs/worker_pipe.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ndas::jobs {

namespace {

using std::chrono::milliseconds;
using Now = std::chrono::steady_clock;

constexpr milliseconds slice(50); ///< how long a cancellation may go unnoticed

QStringList argumentsOf(const WorkerOptions& options)
{
    const ProcessLimits& limits = options.limits;
    return options.arguments +
           QStringList{QStringLiteral("--memory"),     QString::number(limits.memoryBytes),
                       QStringLiteral("--file-size"),  QString::number(limits.fileBytes),
                       QStringLiteral("--open-files"), QString::number(limits.openFiles),
                       QStringLiteral("--nice"),       QString::number(limits.niceness)};
}

bool startAlike(const WorkerOptions& one, const WorkerOptions& other)
{
    const auto start = [](const WorkerOptions& options) {
        return std::tie(options.program, options.arguments, options.inheritedLocks, options.limits.openFiles,
                        options.limits.niceness);
    };
    return start(one) == start(other);
}

media::RequestLimits requestLimits(const WorkerOptions& options)
{
    return {.memoryBytes = options.limits.memoryBytes, .fileBytes = options.limits.fileBytes};
}

Error hung(const char* what, milliseconds time)
{
    return {.code = ErrorCode::WorkerHung,
            .detail = QStringLiteral("%1 %2 ms").arg(QLatin1String(what)).arg(time.count()),
            .nativeCode = 0,
            .where = SourceLocation::current()};
}

Failure withChatter(Error error, const WorkerPipe& pipe)
{
    const QString chatter = lastWords(pipe.standardError());
    if (error.code != ErrorCode::Cancelled && !chatter.isEmpty())
        error.detail += QLatin1Char('\n') + chatter;
    return fail(std::move(error));
}

/// What is said about one number, from the request to its end.
class Conversation {
public:
    Conversation(WorkerPipe& pipe, const WorkerOptions& options, std::int64_t id, const WorkerCall& call)
        : pipe_(pipe)
        , options_(options)
        , id_(id)
        , token_(call.token)
        , listener_(call.listener)
    {
    }

    bool isOver() const { return answer_.has_value(); }

    /// Once it is over.
    Result<media::DoneEvent> answer() && { return std::move(*answer_); }

    /// What was asked to end and did not has taken the worker with it.
    bool hasPressed() const { return step_ == Step::Terminated || step_ == Step::Killed; }

    void hear(const media::Event& event)
    {
        lastHeard_ = Now::now();
        pinged_.reset();
        if (event.id != id_)
            return; // an answer to an earlier request that was given up
        if (const auto* progress = std::get_if<media::ProgressEvent>(&event.body))
            onProgress(*progress);
        else if (const auto* checkpoint = std::get_if<media::CheckpointEvent>(&event.body))
            onCheckpoint(*checkpoint);
        else if (const auto* done = std::get_if<media::DoneEvent>(&event.body))
            end(*done);
        else if (const auto* failed = std::get_if<media::FailedEvent>(&event.body))
            giveUp(failed->error);
    }

    /// Nothing comes of it.
    void giveUp(const Error& error) { end(fail(reason_ ? *reason_ : blameless(error))); }

    /// Time in which nobody listened says nothing about the worker.
    void skip(Now::duration time)
    {
        for (Now::time_point* point : {&started_, &lastHeard_, &lastProgress_, &stepAt_})
            *point += time;
        for (std::optional<Now::time_point>* point : {&pinged_, &pausing_})
            if (*point)
                **point += time;
    }

    void watch()
    {
        const Now::time_point now = Now::now();
        if (step_ != Step::Working) {
            if (now - stepAt_ >= options_.graceful)
                press();
        } else if (token_.isCancelled()) {
            askToEnd({.code = ErrorCode::Cancelled, .detail = {}, .nativeCode = 0, .where = {}});
        } else if (!pausing_ && listener_.pause.isCancelled()) {
            pipe_.send({.id = id_, .body = media::PauseRequest{}});
            pausing_ = now;
        } else if (pausing_ && now - *pausing_ > options_.toPause) {
            askToEnd({.code = ErrorCode::Paused, .detail = {}, .nativeCode = 0, .where = {}});
        } else if (now - started_ > options_.hardLimit) {
            askToEnd(hung("the worker was not done after", options_.hardLimit));
        } else if (now - lastProgress_ > options_.stallAfter) {
            askToEnd(hung("the worker made no progress for", options_.stallAfter));
        } else if (!pinged_ && now - lastHeard_ > options_.pingAfter) {
            pipe_.send({.id = id_, .body = media::PingRequest{}});
            pinged_ = now;
        } else if (pinged_ && now - *pinged_ > options_.pingAfter) {
            askToEnd(hung("the worker answered no question for", options_.pingAfter));
        }
    }

private:
    enum class Step { Working, Asked, Terminated, Killed };

    void end(Result<media::DoneEvent> answer)
    {
        answer_ = answer ? std::move(answer) : withChatter(std::move(answer).error(), pipe_);
        if (listener_.onEnd)
            listener_.onEnd(*answer_);
    }

    void onProgress(const media::ProgressEvent& progress)
    {
        if (progress.stage != stage_ || progress.done > furthest_) {
            stage_ = progress.stage;
            furthest_ = progress.done;
            lastProgress_ = Now::now();
        }
        if (listener_.onProgress && !reason_)
            listener_.onProgress(progress);
    }

    void onCheckpoint(const media::CheckpointEvent& checkpoint)
    {
        lastProgress_ = Now::now();
        if (!listener_.onCheckpoint || reason_)
            return;
        if (Result<void> heard = listener_.onCheckpoint(checkpoint); !heard)
            askToEnd(std::move(heard).error());
    }

    /// "Cancelled" is ours to say: a worker that says so unasked was interrupted by somebody else, unless
    /// all that runs in a terminal was, and it has heard of it before we could ask it to end.
    Error blameless(Error error) const
    {
        if (error.code == ErrorCode::Cancelled || error.code == ErrorCode::Interrupted)
            error.code = token_.isCancelled() ? ErrorCode::Cancelled : ErrorCode::Interrupted;
        return error;
    }

    void askToEnd(Error reason)
    {
        reason_ = std::move(reason);
        pipe_.send({.id = id_, .body = media::CancelRequest{}});
        step_ = Step::Asked;
        stepAt_ = Now::now();
    }

    void press()
    {
        if (step_ == Step::Asked) {
            pipe_.terminate();
            step_ = Step::Terminated;
        } else {
            pipe_.kill();
            step_ = Step::Killed;
        }
        stepAt_ = Now::now();
    }

    WorkerPipe& pipe_;
    const WorkerOptions& options_;
    const std::int64_t id_;
    const CancellationToken& token_;
    const WorkerListener& listener_;

    std::optional<Result<media::DoneEvent>> answer_;
    std::optional<Error> reason_; ///< why the worker was asked to end
    Step step_ = Step::Working;
    Now::time_point started_ = Now::now();
    Now::time_point lastHeard_ = started_;
    Now::time_point lastProgress_ = started_;
    Now::time_point stepAt_ = started_;
    std::optional<Now::time_point> pinged_;
    std::optional<Now::time_point> pausing_;
    media::Stage stage_ = media::Stage::Opening;
    media::Micros furthest_{0};
};

using Conversations = std::vector<Conversation>;

template <class Act>
void forEachOpen(Conversations& all, const Act& act)
{
    for (Conversation& conversation : all)
        if (!conversation.isOver())
            act(conversation);
}

void giveUp(Conversations& all, const Error& error)
{
    forEachOpen(all, [&](Conversation& conversation) { conversation.giveUp(error); });
}

/// Who did not end when asked to is the reason why the worker was ended, not those beside it.
Error whyEnded(const Conversations& all, const WorkerPipe& pipe)
{
    if (std::ranges::any_of(all, &Conversation::hasPressed))
        return {.code = ErrorCode::Busy,
                .detail = QStringLiteral("the worker was ended because of other work"),
                .nativeCode = 0,
                .where = SourceLocation::current()};
    return classifyExit(pipe.exit());
}

Result<void> hearAll(WorkerPipe& pipe, Conversations& all)
{
    while (true) {
        NDAS_TRY(const std::optional<media::Event> event, pipe.nextEvent());
        if (!event)
            return {};
        if (event->id == 0 && std::holds_alternative<media::FailedEvent>(event->body))
            return fail(ErrorCode::ProtocolError, QStringLiteral("the worker understood no word"));
        forEachOpen(all, [&](Conversation& conversation) { conversation.hear(*event); });
    }
}

void converse(WorkerPipe& pipe, Conversations& all)
{
    while (!std::ranges::all_of(all, &Conversation::isOver)) {
        const Now::time_point asleep = Now::now();
        pipe.pump(slice);
        const Now::time_point before = Now::now();
        // Whoever sleeps longer was stopped, in a terminal with the worker, or with the whole machine.
        const Now::duration stopped = std::max(Now::duration::zero(), before - asleep - slice);
        forEachOpen(all, [stopped](Conversation& conversation) { conversation.skip(stopped); });
        if (const Result<void> heard = hearAll(pipe, all); !heard) {
            pipe.end(); // whoever hears of it gives away what the worker may still write to
            return giveUp(all, heard.error());
        }
        if (pipe.hasEnded())
            return giveUp(all, whyEnded(all, pipe));
        const Now::duration hearing = Now::now() - before; // a result may be published in it
        forEachOpen(all, [hearing](Conversation& conversation) { conversation.skip(hearing); });
        forEachOpen(all, [](Conversation& conversation) { conversation.watch(); });
    }
}

Result<void> waitForHello(WorkerPipe& pipe, const WorkerOptions& options, const CancellationToken& token)
{
    const Now::time_point start = Now::now();
    std::function<void()> onSlowStart = options.onSlowStart;
    while (Now::now() - start < options.startTimeout) {
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        if (onSlowStart && Now::now() - start >= options.slowStart)
            std::exchange(onSlowStart, {})();
        pipe.pump(slice);
        NDAS_TRY(const std::optional<media::Event> event, pipe.nextEvent());
        if (event) {
            const auto* hello = std::get_if<media::HelloEvent>(&event->body);
            if (hello && hello->version == media::protocolVersion)
                return {};
            return fail(ErrorCode::ProtocolError, QStringLiteral("the worker is of another version"));
        }
        if (pipe.hasEnded())
            return fail(classifyExit(pipe.exit()));
    }
    return fail(hung("the worker did not say hello for", options.startTimeout));
}

bool leavesWorkerUsable(ErrorCode code)
{
    switch (code) {
    case ErrorCode::WorkerCrashed:
    case ErrorCode::WorkerHung:
    case ErrorCode::OutOfMemory:
    case ErrorCode::SandboxViolation:
    case ErrorCode::ProtocolError:
        return false;
    default:
        return true;
    }
}

} // namespace

struct WorkerProcess::Impl {
    WorkerOptions options;
    media::RequestLimits atStart;
    WorkerPipe pipe;
    std::int64_t lastId = 0;
    bool usable = true;
};

WorkerProcess::WorkerProcess(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl))
{
}

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const WorkerOptions& options,
                                                            const CancellationToken& token)
{
    auto impl = std::make_unique<Impl>();
    impl->options = options;
    impl->atStart = requestLimits(options);
    NDAS_CHECK(
        impl->pipe.open(options.program, argumentsOf(options), options.startTimeout, options.inheritedLocks));
    std::unique_ptr<WorkerProcess> worker(new WorkerProcess(std::move(impl)));
    WorkerPipe& pipe = worker->impl_->pipe;
    if (Result<void> hello = waitForHello(pipe, options, token); !hello) {
        pipe.kill();
        return withChatter(std::move(hello).error(), pipe);
    }
    return worker;
}

WorkerProcess::~WorkerProcess()
{
    impl_->pipe.close(impl_->options.graceful);
}

Result<media::DoneEvent> WorkerProcess::perform(const media::RequestBody& request,
                                                const CancellationToken& token,
                                                const WorkerListener& listener)
{
    if (token.isCancelled())
        return fail(ErrorCode::Cancelled);
    return std::move(performTogether(request, {{.token = token, .listener = listener}}).front());
}

std::vector<Result<media::DoneEvent>> WorkerProcess::performTogether(const media::RequestBody& request,
                                                                     const std::vector<WorkerCall>& calls)
{
    Conversations all;
    const std::int64_t first = impl_->lastId + 1;
    for (const WorkerCall& call : calls)
        all.emplace_back(impl_->pipe, impl_->options, ++impl_->lastId, call);
    if (isUsable()) {
        impl_->pipe.forgetStandardError();
        const media::RequestLimits limits = requestLimits(impl_->options);
        impl_->pipe.send({.id = first,
                          .body = request,
                          .limits = limits == impl_->atStart ? std::nullopt : std::optional(limits)});
        converse(impl_->pipe, all);
    } else {
        giveUp(all, {.code = ErrorCode::WorkerCrashed,
                     .detail = QStringLiteral("the worker ended before this request"),
                     .nativeCode = 0,
                     .where = SourceLocation::current()});
    }
    std::vector<Result<media::DoneEvent>> answers;
    for (Conversation& conversation : all) {
        answers.push_back(std::move(conversation).answer());
        const Result<media::DoneEvent>& answer = answers.back();
        impl_->usable = impl_->usable && (answer || leavesWorkerUsable(answer.error().code));
    }
    if (!impl_->usable)
        impl_->pipe.kill();
    return answers;
}

bool WorkerProcess::adopt(const WorkerOptions& options)
{
    if (!startAlike(impl_->options, options))
        return false;
    impl_->options = options;
    return true;
}

bool WorkerProcess::isUsable() const
{
    return impl_->usable && !impl_->pipe.hasEnded();
}

std::int64_t WorkerProcess::pid() const
{
    return impl_->pipe.pid();
}

QString WorkerProcess::standardError() const
{
    return impl_->pipe.standardError();
}

Result<WorkerProcess*> KeptWorker::within(const WorkerOptions& options, const CancellationToken& token)
{
    if (!worker_ || !worker_->isUsable() || !worker_->adopt(options)) {
        worker_.reset();
        NDAS_TRY(worker_, WorkerProcess::start(options, token));
    }
    return worker_.get();
}

} // namespace ndas::jobs
