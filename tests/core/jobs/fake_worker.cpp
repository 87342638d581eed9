// Speaks the worker protocol and misbehaves as its first argument says.
#include "core/media/worker_protocol.h"

#include <QtCore/QFile>
#include <QtCore/QtEndian>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

using namespace ndas;
using namespace ndas::media;
using namespace std::chrono_literals;

namespace {

QStringList arguments;

void say(std::int64_t id, EventBody body)
{
    const QByteArray line = encode(Event{.id = id, .body = std::move(body)});
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
}

/// The next request; ends the program at the end of input, as a worker must.
Request hear()
{
    std::string line;
    if (!std::getline(std::cin, line))
        std::exit(0);
    return decodeRequest(QByteArrayView(line)).value_or(Request{});
}

void report(std::int64_t id, std::chrono::milliseconds done)
{
    say(id, ProgressEvent{.stage = Stage::Encoding, .done = done, .total = 10s, .speed = 2.0});
}

void done(std::int64_t id)
{
    CapabilitiesResult result;
    result.versions = arguments;
    say(id, DoneEvent{result});
}

[[noreturn]] void sleepForEver()
{
    while (true)
        std::this_thread::sleep_for(1h);
}

[[noreturn]] void dieOf(int signal)
{
    std::signal(signal, SIG_DFL); // sanitizers put handlers of their own
    std::raise(signal);
    std::abort();
}

void succeed(std::int64_t id)
{
    report(id, 1s);
    report(id, 2s);
    done(id);
}

void refuse(std::int64_t id)
{
    say(id,
        FailedEvent{Error{
            .code = ErrorCode::NotMedia, .detail = QStringLiteral("html"), .nativeCode = 7, .where = {}}});
}

void crash(std::int64_t)
{
    std::fputs("about to crash\n", stderr);
    dieOf(SIGSEGV);
}

void abortOnAllocation(std::int64_t)
{
    std::fputs("terminate called after throwing an instance of 'std::bad_alloc'\n", stderr);
    dieOf(SIGABRT);
}

void beKilled(std::int64_t)
{
    dieOf(SIGKILL);
}

void violate(std::int64_t)
{
    dieOf(SIGSYS);
}

void beAskedToEnd(std::int64_t)
{
    dieOf(SIGTERM);
}

void hang(std::int64_t)
{
    sleepForEver();
}

void answerPingsOnly(std::int64_t id)
{
    while (true) {
        const Request request = hear();
        if (std::holds_alternative<PingRequest>(request.body))
            say(request.id, PongEvent{});
        else if (std::holds_alternative<CancelRequest>(request.body))
            return say(id, FailedEvent{Error{
                               .code = ErrorCode::Cancelled, .detail = {}, .nativeCode = 0, .where = {}}});
    }
}

void failWith(std::int64_t id, ErrorCode code)
{
    say(id, FailedEvent{Error{.code = code, .detail = {}, .nativeCode = 0, .where = {}}});
}

void keepCheckpoints(std::int64_t id)
{
    say(id, CheckpointEvent{.at = 5s, .journalBytes = 100});
    while (true) {
        const Request request = hear();
        if (std::holds_alternative<PauseRequest>(request.body)) {
            say(id, CheckpointEvent{.at = 6s, .journalBytes = 120});
            return failWith(id, ErrorCode::Paused);
        }
        if (std::holds_alternative<CancelRequest>(request.body))
            return failWith(id, ErrorCode::Cancelled);
    }
}

void repeatItself(std::int64_t id)
{
    while (true) {
        report(id, 1s);
        std::this_thread::sleep_for(10ms);
    }
}

void neverEnd(std::int64_t id)
{
    for (std::chrono::milliseconds at = 0ms;; at += 1ms) {
        report(id, at);
        std::this_thread::sleep_for(5ms);
    }
}

void printGarbage(std::int64_t)
{
    std::puts("Segment-Overlay \x01\xff nonsense");
    std::fflush(stdout);
    sleepForEver();
}

void printLongLine(std::int64_t)
{
    const std::string line(200 * 1024, '{');
    std::fputs(line.c_str(), stdout);
    std::fflush(stdout);
    sleepForEver();
}

void leaveSilently(std::int64_t)
{
    std::exit(0);
}

void closeOutput(std::int64_t)
{
    std::fclose(stdout);
    sleepForEver();
}

void ignoreEverything(std::int64_t id)
{
    std::signal(SIGTERM, SIG_IGN);
    report(id, 1s);
    sleepForEver();
}

void chatter(std::int64_t id)
{
    for (int line = 0; line < 20'000; ++line)
        std::fprintf(stderr, "[h264 @ 0x1] error while decoding MB %d\n", line);
    refuse(id);
}

void answerAnEarlierQuestionFirst(std::int64_t id)
{
    say(id + 100, FailedEvent{Error{.code = ErrorCode::Damaged, .detail = {}, .nativeCode = 0, .where = {}}});
    done(id);
}

void claimToBeCancelled(std::int64_t id)
{
    say(id, FailedEvent{Error{.code = ErrorCode::Cancelled, .detail = {}, .nativeCode = 0, .where = {}}});
}

void understandNothing(std::int64_t)
{
    say(0, FailedEvent{Error{.code = ErrorCode::BadOption, .detail = {}, .nativeCode = 0, .where = {}}});
}

/// Quick Sync is there; its driver does to a transcode what `fate` says, once something is written.
void encodeByQuickSync(const Request& request, std::string_view fate)
{
    const auto* trial = std::get_if<EncoderTrialRequest>(&request.body);
    if (trial && trial->encoder == VideoEncoder::Nvenc && fate == "crashes-beside")
        dieOf(SIGSEGV);
    if (trial && (trial->encoder != VideoEncoder::Qsv || fate == "is-missing"))
        return failWith(request.id, ErrorCode::ExternalLibrary);
    if (trial)
        return say(request.id, DoneEvent{EncoderTrialResult{}});
    const TranscodeRequest& transcode = std::get<TranscodeGroup>(request.body).renditions.front();
    if (transcode.encoder != VideoEncoder::X264 && fate == "comes-too-late")
        return failWith(request.id, begunByProcessor);
    QFile output(transcode.outputPath);
    if (!output.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return failWith(request.id, ErrorCode::AlreadyExists);
    if (transcode.encoder != VideoEncoder::X264) {
        if (fate == "crashes")
            dieOf(SIGSEGV);
        if (fate == "fails")
            return failWith(request.id, ErrorCode::ExternalLibrary);
        if (fate == "meets-damage")
            return failWith(request.id, ErrorCode::Damaged);
    }
    TranscodeResult result;
    result.removed = {QLatin1String(name(transcode.encoder))};
    say(request.id, DoneEvent{result});
}

QFile exchange;

void exchangeBytes(const QByteArray& bytes)
{
    exchange.seek(0);
    exchange.write(bytes);
    exchange.flush();
}

/// A recording of ten frames, or what `fate` makes of it.
void openTenFrames(const Request& request, std::string_view fate)
{
    if (fate == "refuses")
        return refuse(request.id);
    exchange.setFileName(std::get<OpenFramesRequest>(request.body).exchangePath);
    if (!exchange.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return failWith(request.id, ErrorCode::AlreadyExists);
    QByteArray times(10 * sizeof(qint64), '\0');
    for (int i = 0; i < 10; ++i)
        qToLittleEndian<qint64>((fate == "goes-back" ? -i : i) * 40'000, times.data() + i * sizeof(qint64));
    exchangeBytes(times);
    if (fate == "leaves-nothing")
        exchange.remove();
    say(request.id, DoneEvent{OpenFramesResult{.info = {}, .frames = fate == "says-more" ? 11 : 10}});
}

/// Its number is its only pixel; that of some says what becomes of reading them.
void readOneOfTen(std::int64_t id, std::int64_t index, const QString& sign)
{
    ReadFrameResult result{.index = index, .at = index * 40ms, .size = {1, 1}, .bytes = 4};
    exchangeBytes(QByteArray(4, static_cast<char>(index)));
    switch (index) {
    case 4:
        return failWith(id, ErrorCode::Damaged);
    case 5:
        return crash(id);
    case 6: // takes until it is cancelled
        static_cast<void>(QFile(sign).open(QIODevice::WriteOnly));
        return answerPingsOnly(id);
    case 7:
        result.bytes = 3;
        break;
    case 8:
        result = {.index = index, .at = {}, .size = {100, 100}, .bytes = 40'000};
        break;
    case 9:
        return printGarbage(id);
    default:
        break;
    }
    say(id, DoneEvent{result});
}

struct Behaviour {
    std::string_view name;
    void (*act)(std::int64_t id);
};

/// The first of two ends at once, the second goes on a little.
void endOneAfterTheOther(std::int64_t id)
{
    done(id);
    std::this_thread::sleep_for(50ms);
    report(id + 1, 1s);
    std::this_thread::sleep_for(50ms);
    done(id + 1);
}

constexpr std::array<Behaviour, 22> behaviours{{
    {"succeed", succeed},
    {"refuse", refuse},
    {"crash", crash},
    {"bad-alloc", abortOnAllocation},
    {"killed", beKilled},
    {"violate", violate},
    {"asked-to-end", beAskedToEnd},
    {"hang", hang},
    {"pings-only", answerPingsOnly},
    {"checkpoints", keepCheckpoints},
    {"repeat", repeatItself},
    {"never-end", neverEnd},
    {"garbage", printGarbage},
    {"long-line", printLongLine},
    {"leave", leaveSilently},
    {"close-output", closeOutput},
    {"stubborn", ignoreEverything},
    {"chatter", chatter},
    {"old-answer", answerAnEarlierQuestionFirst},
    {"claims-cancelled", claimToBeCancelled},
    {"understands-nothing", understandNothing},
    {"one-after-the-other", endOneAfterTheOther},
}};

void behave(std::string_view name, std::int64_t id)
{
    for (const Behaviour& behaviour : behaviours) {
        if (behaviour.name == name)
            return behaviour.act(id);
    }
    succeed(id);
}

/// As the file's name says; for services, whose worker gets many files.
void behaveByPath(const Request& request)
{
    const auto& probe = std::get<ProbeRequest>(request.body);
    if (probe.path == QLatin1String("good"))
        return say(request.id, DoneEvent{ProbeResult{}});
    behave(probe.path.toStdString(), request.id);
}

} // namespace

int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const std::string behaviour = argc > 1 ? argv[1] : "";
    if (behaviour == "mute")
        sleepForEver();
    if (behaviour == "slow-to-start")
        std::this_thread::sleep_for(500ms);
    if (behaviour == "leave-at-start")
        return 3;
    say(0, HelloEvent{.version = behaviour == "old-version" ? 99 : protocolVersion, .pid = 1});
    while (true) {
        const Request request = hear();
        if (behaviour == "quick-sync")
            encodeByQuickSync(request, argc > 2 ? argv[2] : "");
        else if (std::holds_alternative<OpenFramesRequest>(request.body))
            openTenFrames(request, behaviour);
        else if (const auto* frame = std::get_if<ReadFrameRequest>(&request.body))
            readOneOfTen(request.id, frame->index, arguments.value(1));
        else if (behaviour == "by-path" && std::holds_alternative<ProbeRequest>(request.body))
            behaveByPath(request);
        else
            behave(behaviour, request.id);
    }
}
