// Stands in for ndas-worker: knows a "recording" by its first word and says what the word asks for.
#include "core/media/worker_protocol.h"
#include "tests/core/library/sample_facts.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>

#include <cstdio>
#include <iostream>
#include <optional>
#include <string>

using namespace ndas;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::NewOnly) && file.write(content) == content.size();
}

media::EventBody failed(ErrorCode code)
{
    Error error;
    error.code = code;
    return media::FailedEvent{error};
}

media::EventBody answer(const media::ProbeRequest& request, std::int64_t)
{
    const QByteArray content = contentOf(request.path);
    if (content.startsWith("sound"))
        return failed(ErrorCode::NoVideoStream);
    if (content.startsWith("crash"))
        std::abort();
    if (!content.startsWith("video"))
        return failed(ErrorCode::NotMedia);
    media::ProbeResult result;
    result.info = test::someInfo();
    result.info.recordedAt.reset();
    result.info.sizeBytes = content.size();
    if (content.startsWith("video long"))
        result.info.duration = std::chrono::hours(3);
    for (const media::ThumbnailSpec& spec : request.thumbnails) {
        if (!content.startsWith("video dark") && write(spec.outputPath, "picture"))
            result.thumbnails.push_back(
                {.at = std::chrono::seconds(1), .size = {360, 640}, .path = spec.outputPath});
        else
            result.thumbnails.push_back({});
    }
    return media::DoneEvent{result};
}

void say(const media::Event& event)
{
    const QByteArray line = media::encode(event);
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
}

/// Stops after its first checkpoint, until there is a journal to go on with.
bool isStopped(const media::TranscodeRequest& request, std::int64_t id)
{
    if (!write(request.journalPath, "first part"))
        return false;
    const std::int64_t bytes = contentOf(request.path).contains("endless") ? std::int64_t{1} << 60 : 10;
    say({.id = id, .body = media::CheckpointEvent{.at = std::chrono::seconds(5), .journalBytes = bytes}});
    return true;
}

std::optional<media::Request> hear()
{
    std::string line;
    if (!std::getline(std::cin, line))
        return std::nullopt;
    const auto request =
        media::decodeRequest(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
    if (!request)
        std::exit(2);
    return *request;
}

/// Gets nowhere until it is asked to pause.
media::EventBody dawdle(const media::TranscodeRequest& request, std::int64_t id)
{
    say({.id = id, .body = media::ProgressEvent{.stage = media::Stage::Encoding}});
    while (const auto wish = hear()) {
        if (!std::holds_alternative<media::PauseRequest>(wish->body))
            continue;
        static_cast<void>(write(request.journalPath, "first part"));
        say({.id = id, .body = media::CheckpointEvent{.at = std::chrono::seconds(5), .journalBytes = 10}});
        break;
    }
    return failed(ErrorCode::Paused);
}

media::EventBody answer(const media::TranscodeRequest& request, std::int64_t id)
{
    const QByteArray content = contentOf(request.path);
    if (content.startsWith("video slow"))
        return dawdle(request, id);
    if (content.startsWith("video in parts") && isStopped(request, id))
        return failed(content.endsWith("paused") ? ErrorCode::Paused : ErrorCode::Damaged);
    if (content.startsWith("video whose results vanish"))
        return failed(ErrorCode::NotFound);
    if (content.startsWith("video cut short"))
        QFile::resize(request.path, 5);
    if (content.startsWith("video damaged") || content.startsWith("video cut short"))
        return failed(ErrorCode::Damaged);
    const QByteArray output = "rendition of " + content;
    if (!write(request.outputPath, output))
        return failed(ErrorCode::AlreadyExists);
    media::TranscodeResult result;
    result.sizeBytes = output.size();
    result.sha256 = QString::fromLatin1(QCryptographicHash::hash(output, QCryptographicHash::Sha256).toHex());
    if (content.startsWith("video lie"))
        result.sha256 = QString(64, QLatin1Char('0'));
    result.size = request.plan.video.output;
    result.duration = request.plan.duration;
    result.frames = 50;
    result.removed = {QStringLiteral("location")};
    if (content.startsWith("video uncopied"))
        result.notes = {media::PlanNote::CopyAbandoned};
    if (request.checkLikeness)
        result.likeness = media::Likeness{.all = 0.987, .luma = 0.981, .pictures = 32};
    return media::DoneEvent{result};
}

media::EventBody answer(const media::EncoderTrialRequest&, std::int64_t)
{
    return failed(ErrorCode::ExternalLibrary);
}

template <class Request>
media::EventBody answer(const Request&, std::int64_t)
{
    return media::PongEvent{};
}

void serve(const media::TranscodeGroup& group, std::int64_t id)
{
    for (const media::TranscodeRequest& rendition : group.renditions) {
        const media::EventBody end = answer(rendition, id);
        say({.id = id++, .body = end});
    }
}

template <class Request>
void serve(const Request& request, std::int64_t id)
{
    say({.id = id, .body = answer(request, id)});
}

} // namespace

int main()
{
    say({.id = 0, .body = media::HelloEvent{}});
    while (const auto request = hear())
        std::visit([&](const auto& wish) { serve(wish, request->id); }, request->body);
    return 0;
}
