#include "app/worker/session.h"

#include "app/worker/line_splitter.h"
#include "app/worker/perform.h"
#include "app/worker/request_reader.h"
#include "core/base/forked_child.h"
#include "core/base/sandbox.h"
#include "core/engine/libav/library_log.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <thread>

namespace ndas::worker {

namespace {

void liveWithin(ProcessLimits limits, const media::Request& request)
{
    if (request.limits) {
        limits.memoryBytes = request.limits->memoryBytes;
        limits.fileBytes = request.limits->fileBytes;
    }
    worker::liveWithin(limits);
}

void serveHere(EventWriter& events, const ProcessLimits& limits)
{
    RequestQueue queue;
    std::thread reader([&] { readRequests(queue, events); });
    Desk desk;
    while (const std::optional<Work> work = queue.take()) {
        liveWithin(limits, work->request);
        perform(*work, events, desk);
        queue.done();
    }
    reader.join();
}

/// Drivers want much that decoding does not: only who encodes with one gets it.
bool usesGraphics(const media::RequestBody& body)
{
    const auto encodesWithOne = [](const media::TranscodeRequest& rendition) {
        return rendition.encoder != media::VideoEncoder::X264 &&
               rendition.plan.video.action == media::StreamAction::Encode;
    };
    if (const auto* group = std::get_if<media::TranscodeGroup>(&body))
        return std::ranges::any_of(group->renditions, encodesWithOne);
    return std::holds_alternative<media::EncoderTrialRequest>(body);
}

/// The recording is read, its results are written into the folders the parent named for them; nothing else is
/// needed.
FileGrants grantsFor(const media::RequestBody& body)
{
    FileGrants grants;
    const auto addResult = [&grants](const QString& path) {
        if (!path.isEmpty())
            grants.allowResultsBeside(path);
    };
    if (const auto* probe = std::get_if<media::ProbeRequest>(&body)) {
        grants.allowReading(probe->path);
        for (const media::ThumbnailSpec& thumbnail : probe->thumbnails)
            addResult(thumbnail.outputPath);
    } else if (const auto* group = std::get_if<media::TranscodeGroup>(&body)) {
        for (const media::TranscodeRequest& rendition : group->renditions) {
            grants.allowReading(rendition.path);
            addResult(rendition.outputPath);
            addResult(rendition.journalPath);
        }
    } else if (const auto* frames = std::get_if<media::OpenFramesRequest>(&body)) {
        grants.allowReading(frames->path);
        addResult(frames->exchangePath);
    }
    return grants;
}

template <class Body>
bool isA(const media::Request& request)
{
    return std::holds_alternative<Body>(request.body);
}

/// What a copy does: takes one request from its own standard input, answers it and ends. One that opens a
/// recording's frames stays for reading them, until its input ends.
class Copy {
public:
    Copy(EventWriter& events, const ProcessLimits& limits, const Sandbox* sandbox)
        : events_(events)
        , limits_(limits)
        , sandbox_(sandbox)
    {
    }

    void run()
    {
        if (!hearRequest())
            return;
        const Work work = *queue_.take();
        liveWithin(limits_, work.request);
        const Devices devices = usesGraphics(work.request.body) ? Devices::Graphics : Devices::None;
        const Result<void> locked = sandbox_ ? sandbox_->enter(devices) : Result<void>{};
        if (!locked)
            return refuse(work.request, locked.error());
        std::thread([this] { readRequests(queue_, events_); }).detach(); // of cancelling, the parent's end
        perform(work, events_, desk_);
        if (isA<media::OpenFramesRequest>(work.request))
            readFrames();
        std::_Exit(EXIT_SUCCESS); // the reading thread still waits
    }

private:
    void readFrames()
    {
        queue_.done();
        while (const std::optional<Work> work = queue_.take()) {
            perform(*work, events_, desk_);
            queue_.done();
        }
    }

    void refuse(const media::Request& request, const Error& error)
    {
        for (std::int64_t number = 0; number < request.numbers(); ++number)
            events_.write({.id = request.id + number, .body = media::FailedEvent{error}});
    }

    /// False: none will come. What follows the request is left to be read unless it has begun to come.
    bool hearRequest()
    {
        LineSplitter lines(media::maxRequestBytes);
        while (queue_.isEmpty() || lines.isWithinLine()) {
            const QByteArray bytes = ForkedChild::readInput();
            if (bytes.isEmpty())
                return !queue_.isEmpty();
            lines.add(bytes);
            while (const std::optional<QByteArray> line = lines.next())
                takeLine(*line, queue_, events_);
        }
        return true;
    }

    EventWriter& events_;
    const ProcessLimits& limits_;
    const Sandbox* sandbox_;
    RequestQueue queue_;
    Desk desk_;
};

/// Serves with one copy of this process after the other, the next always standing ready. One thread only (see
/// ForkedChild).
class Host {
public:
    Host(EventWriter& events, const ProcessLimits& limits, const Sandbox* sandbox)
        : events_(events)
        , limits_(limits)
        , sandbox_(sandbox)
    {
    }

    Result<void> run()
    {
        while (!closed_ || child_) {
            NDAS_CHECK(keepReady());
            if (!child_ && !waiting_.empty())
                continue;
            const auto event = ForkedChild::waitForEvent(!closed_, child_ ? &*child_ : nullptr);
            if (event.input)
                hear();
            if (event.wish)
                child_->grant(grants_);
            if (event.ended)
                collect();
        }
        return {};
    }

private:
    Result<void> keepReady()
    {
        if (child_ && opensFrames_ && !waiting_.empty())
            child_->closeInput(); // it would stay for ever
        if (!child_ && spare_ && !waiting_.empty()) {
            child_ = std::exchange(spare_, std::nullopt);
            child_->send(waiting_.front().lines);
            grants_ = std::move(waiting_.front().grants);
            opensFrames_ = waiting_.front().opensFrames;
            waiting_.pop_front();
        }
        if (!spare_ && !closed_) {
            NDAS_TRY(spare_, ForkedChild::start([this] { becomeCopy(); }));
        }
        return {};
    }

    /// A sibling must not keep the working one's input open, nor hear its wishes.
    void becomeCopy()
    {
        if (child_)
            child_->letGo();
        Copy(events_, limits_, sandbox_).run();
    }

    void hear()
    {
        const QByteArray bytes = ForkedChild::readInput();
        if (bytes.isEmpty())
            return close();
        lines_.add(bytes);
        while (const std::optional<QByteArray> line = lines_.next())
            pass(*line);
    }

    void pass(const QByteArray& line)
    {
        const Result<media::Request> request = media::decodeRequest(line);
        if (!request || isA<media::PingRequest>(*request))
            passToChild(line);
        else if (isA<media::CancelRequest>(*request) || isA<media::PauseRequest>(*request))
            passStop(request->id, line);
        else if (isA<media::ReadFrameRequest>(*request))
            passRead(*request, line);
        else
            queue(*request, line);
    }

    void queue(const media::Request& request, const QByteArray& line)
    {
        waiting_.push_back({.id = request.id,
                            .end = request.id + request.numbers(),
                            .lines = line + '\n',
                            .grants = grantsFor(request.body),
                            .opensFrames = isA<media::OpenFramesRequest>(request)});
    }

    /// To whom opened the recording last.
    void passRead(const media::Request& request, const QByteArray& line)
    {
        const bool isOfChild = waiting_.empty() && child_ && opensFrames_;
        if (isOfChild) {
            passToChild(line);
        } else if (!waiting_.empty() && waiting_.back().opensFrames) {
            waiting_.back().lines += line + '\n';
            waiting_.back().end = request.id + 1;
        } else {
            queue(request, line); // to be refused
        }
    }

    void passStop(std::int64_t id, const QByteArray& line)
    {
        const auto meant = std::ranges::find_if(
            waiting_, [id](const Waiting& waiting) { return id >= waiting.id && id < waiting.end; });
        if (meant != waiting_.end())
            meant->lines += line + '\n';
        else
            passToChild(line);
    }

    void passToChild(const QByteArray& line)
    {
        if (child_)
            child_->send(line + '\n');
        else
            takeLine(line, nobodysQueue_, events_);
    }

    void close()
    {
        closed_ = true;
        waiting_.clear();
        if (child_)
            child_->closeInput();
    }

    void collect()
    {
        const ForkedChild::End end = child_->wait();
        if (end.signal != 0 || end.exitCode != EXIT_SUCCESS)
            ForkedChild::endLike(end);
        child_.reset();
    }

    struct Waiting {
        std::int64_t id = 0;
        std::int64_t end = 0; ///< of its numbers
        QByteArray lines;     ///< the request, and what is to be said to who carries it out
        FileGrants grants;
        bool opensFrames = false;
    };

    EventWriter& events_;
    const ProcessLimits& limits_;
    const Sandbox* sandbox_;
    LineSplitter lines_{media::maxRequestBytes};
    std::deque<Waiting> waiting_;
    std::optional<ForkedChild> child_; ///< at work
    FileGrants grants_;                ///< for it
    bool opensFrames_ = false;         ///< and then stays
    std::optional<ForkedChild> spare_; ///< waits for a request
    RequestQueue nobodysQueue_;        ///< what is answered at once needs none
    bool closed_ = false;
};

} // namespace

Result<void> serve(EventWriter& events, const Options& options)
{
    if (options.isolation == Isolation::None || !ForkedChild::isSupported()) {
        serveHere(events, options.limits);
        return {};
    }
    std::optional<Sandbox> sandbox;
    if (options.isolation == Isolation::Sandbox) {
        NDAS_TRY(sandbox, Sandbox::prepare());
    }
    return Host(events, options.limits, sandbox ? &*sandbox : nullptr).run();
}

} // namespace ndas::worker
