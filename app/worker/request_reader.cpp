#include "app/worker/request_reader.h"

#include <QtCore/QFile>

#include <cstdlib>

namespace ndas::worker {

namespace {

constexpr int standardInput = 0;
constexpr std::chrono::seconds graceAfterParent(5);

void refuse(EventWriter& events, Error error)
{
    events.write({.id = 0, .body = media::FailedEvent{std::move(error)}});
}

/// The next line without its newline; an overlong one is dropped and comes back empty. False at the end.
bool readLine(QFile& in, QByteArray& line)
{
    line = in.readLine(media::maxRequestBytes + 1);
    if (line.isEmpty())
        return false;
    if (line.endsWith('\n')) {
        line.chop(1);
        return true;
    }
    while (!line.isEmpty() && !line.endsWith('\n'))
        line = in.readLine(media::maxRequestBytes + 1);
    line.clear();
    return true;
}

} // namespace

void takeLine(const QByteArray& line, RequestQueue& queue, EventWriter& events)
{
    Result<media::Request> request = media::decodeRequest(line);
    if (!request) {
        refuse(events, std::move(request).error());
        return;
    }
    if (std::holds_alternative<media::CancelRequest>(request->body))
        queue.cancel(request->id);
    else if (std::holds_alternative<media::PauseRequest>(request->body))
        queue.pause(request->id);
    else if (std::holds_alternative<media::PingRequest>(request->body))
        events.write({.id = request->id, .body = media::PongEvent{}});
    else
        queue.add(std::move(*request));
}

void readRequests(RequestQueue& queue, EventWriter& events)
{
    QFile in;
    // By number, not as C's stdin: that one's line reading takes a zero byte for the end.
    static_cast<void>(in.open(standardInput, QIODevice::ReadOnly));
    QByteArray line;
    while (readLine(in, line))
        takeLine(line, queue, events);
    queue.close();
    if (!queue.waitForEnd(graceAfterParent))
        std::_Exit(EXIT_FAILURE);
}

} // namespace ndas::worker
