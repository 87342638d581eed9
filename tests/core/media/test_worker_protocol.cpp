#include "core/media/worker_protocol.h"
#include "tests/core/media/sample_info.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace std::chrono_literals;

class TestWorkerProtocol : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requestsArriveAsTheyWereSent();
    void eventsArriveAsTheyWereSent();
    void errorsKeepTheirCode();
    void everyMessageIsOneLine();
    void shortensWhatIsTooLong();
    void refusesWhatIsNoMessage_data();
    void refusesWhatIsNoMessage();
    void survivesMutilatedLines();
};

namespace {

ProbeRequest probeRequest()
{
    return {.path = QStringLiteral("/tmp/-odd \"name\"\nwith line break é 🎥.mp4"),
            .thumbnails = {{.at = Micros(1'234'567),
                            .box = {160, 0},
                            .format = ImageFormat::Webp,
                            .outputPath = QStringLiteral("/x/1.webp")},
                           {.at = std::nullopt,
                            .grid = {.columns = 4, .rows = 3},
                            .outputPath = QStringLiteral("/x/2.jpg")}}};
}

Event probeDone()
{
    return {.id = 9,
            .body = DoneEvent{
                ProbeResult{.info = test::compliantInfo(),
                            .thumbnails = {{.at = 5s, .size = {320, 180}, .tiles = {1s, 2s}, .path = {}}}}}};
}

template <class T>
T requestOf(const Request& sent)
{
    const auto got = decodeRequest(encode(sent));
    return got && got->id == sent.id && std::holds_alternative<T>(got->body) ? std::get<T>(got->body) : T();
}

template <class T>
std::optional<T> resultOf(const Event& sent)
{
    const auto got = decodeEvent(encode(sent));
    if (!got || got->id != sent.id)
        return std::nullopt;
    const auto* done = std::get_if<DoneEvent>(&got->body);
    const auto* result = done ? std::get_if<T>(&done->result) : nullptr;
    return result ? std::optional<T>(*result) : std::nullopt;
}

} // namespace

void TestWorkerProtocol::requestsArriveAsTheyWereSent()
{
    const auto probe = requestOf<ProbeRequest>({.id = 7, .body = probeRequest()});
    QCOMPARE(probe.path, probeRequest().path);
    QCOMPARE(probe.thumbnails.size(), std::size_t{2});
    QVERIFY(probe.thumbnails[0].at == Micros(1'234'567) && !probe.thumbnails[1].at);
    QVERIFY(probe.thumbnails[0].format == ImageFormat::Webp);
    QCOMPARE(probe.thumbnails[0].box.width, 160);
    QVERIFY(probe.thumbnails[0].grid.isEmpty());
    QCOMPARE(probe.thumbnails[1].grid, (SheetGrid{.columns = 4, .rows = 3}));

    TranscodeRequest wanted{.path = QStringLiteral("in"),
                            .outputPath = QStringLiteral("out"),
                            .journalPath = QStringLiteral("journal"),
                            .plan = {},
                            .threads = 3,
                            .decoderThreads = 2,
                            .encoder = VideoEncoder::Qsv,
                            .checkLikeness = true};
    MediaInfo turned = test::compliantInfo();
    turned.video[0].orientation = {270, true};
    turned.video[0].hdr = Hdr::Hlg;
    turned.video[0].scan = Scan::TopFieldFirst;
    wanted.plan = makePlan(turned, Preset{.id = QStringLiteral("x"), .name = {}, .box = {640, 360}});
    TranscodeRequest other = wanted;
    other.outputPath = QStringLiteral("other");
    const TranscodeGroup both(std::vector{wanted, other});
    const Request asking{.id = std::int64_t{1} << 52, .body = both};
    QCOMPARE(asking.numbers(), std::int64_t{2});
    const auto group = requestOf<TranscodeGroup>(asking);
    QCOMPARE(group.renditions.size(), std::size_t{2});
    QCOMPARE(group.renditions[1].outputPath, other.outputPath);
    const TranscodeRequest& transcode = group.renditions[0];
    QCOMPARE(transcode.outputPath, wanted.outputPath);
    QCOMPARE(transcode.journalPath, wanted.journalPath);
    QCOMPARE(transcode.threads, 3);
    QCOMPARE(transcode.decoderThreads, 2);
    QCOMPARE(transcode.encoder, VideoEncoder::Qsv);
    QVERIFY(transcode.checkLikeness);
    QCOMPARE(toJson(transcode.plan), toJson(wanted.plan));
    QVERIFY(transcode.plan.notes == wanted.plan.notes);
    QCOMPARE(planHash(transcode.plan), planHash(wanted.plan));

    TranscodeRequest faraway = wanted;
    faraway.path = QString(10'000, QLatin1Char('\n'));
    const auto many = requestOf<TranscodeGroup>({.id = 1, .body = TranscodeGroup(std::vector(8, faraway))});
    QCOMPARE(many.renditions.back().path, faraway.path);

    const OpenFramesRequest frames{.path = QStringLiteral("in"),
                                   .exchangePath = QStringLiteral("/x/exchange"),
                                   .cacheBytes = std::int64_t{1} << 40};
    const auto opening = requestOf<OpenFramesRequest>({.id = 1, .body = frames});
    QCOMPARE(opening.path, frames.path);
    QCOMPARE(opening.exchangePath, frames.exchangePath);
    QCOMPARE(opening.cacheBytes, frames.cacheBytes);
    const ReadFrameRequest frame{
        .index = std::int64_t{1} << 40, .box = {640, 360}, .format = ImageFormat::Webp};
    const auto asked = requestOf<ReadFrameRequest>({.id = 1, .body = frame});
    QCOMPARE(asked.index, frame.index);
    QVERIFY(asked.box == frame.box && asked.format == frame.format);
    QVERIFY(!requestOf<ReadFrameRequest>({.id = 1, .body = ReadFrameRequest{.index = 2}}).format);

    const auto trial =
        requestOf<EncoderTrialRequest>({.id = 1, .body = EncoderTrialRequest{VideoEncoder::Vaapi}});
    QCOMPARE(trial.encoder, VideoEncoder::Vaapi);

    const auto kind = [](const RequestBody& body) {
        return decodeRequest(encode(Request{1, body}))->body.index();
    };
    QCOMPARE(kind(CapabilitiesRequest{}), RequestBody(CapabilitiesRequest{}).index());
    QCOMPARE(kind(CancelRequest{}), RequestBody(CancelRequest{}).index());
    QCOMPARE(kind(PauseRequest{}), RequestBody(PauseRequest{}).index());
    QCOMPARE(kind(PingRequest{}), RequestBody(PingRequest{}).index());

    const RequestLimits limits{.memoryBytes = std::int64_t{1} << 40, .fileBytes = 5};
    QVERIFY(decodeRequest(encode(Request{1, PingRequest{}, limits}))->limits == limits);
    QVERIFY(!decodeRequest(encode(Request{1, PingRequest{}}))->limits);
    QVERIFY(!decodeRequest(encode(Request{1, PingRequest{}, RequestLimits{.memoryBytes = -1}})));

    QVERIFY(!decodeRequest(
        encode(Request{1, OpenFramesRequest{.path = {}, .exchangePath = {}, .cacheBytes = -1}})));
    QVERIFY(!decodeRequest(encode(Request{1, TranscodeGroup()})));
    other.path = QStringLiteral("another recording");
    QVERIFY(!decodeRequest(encode(Request{1, TranscodeGroup(std::vector{wanted, other})})));
}

void TestWorkerProtocol::eventsArriveAsTheyWereSent()
{
    const auto probe = resultOf<ProbeResult>(probeDone());
    QVERIFY(probe);
    QCOMPARE(toJson(probe->info), toJson(test::compliantInfo()));
    QCOMPARE(probe->thumbnails[0].size.height, 180);
    QCOMPARE(probe->thumbnails[0].tiles, (std::vector<Micros>{1s, 2s}));

    TranscodeResult written;
    written.sizeBytes = (std::int64_t{1} << 53) + 1;
    written.removed = {QStringLiteral("location")};
    written.stages = {{.stage = Stage::Checking, .elapsed = 2s, .processor = 3s}};
    written.likeness = Likeness{.all = 0.9, .luma = 0.8, .pictures = 7};
    const auto transcode = resultOf<TranscodeResult>({.id = 1, .body = DoneEvent{written}});
    QVERIFY(transcode);
    QCOMPARE(transcode->sizeBytes, (std::int64_t{1} << 53) + 1);
    QCOMPARE(transcode->removed, QStringList{QStringLiteral("location")});
    QCOMPARE(transcode->stages.size(), std::size_t{1});
    QCOMPARE(transcode->stages[0].stage, Stage::Checking);
    QCOMPARE(transcode->stages[0].processor, Micros(3s));
    QVERIFY(transcode->likeness == written.likeness);

    CapabilitiesResult capable;
    capable.encoders = {QStringLiteral("libx264")};
    const auto able = resultOf<CapabilitiesResult>({.id = 2, .body = DoneEvent{capable}});
    QVERIFY(able && able->encoders.size() == 1);

    const auto opened = resultOf<OpenFramesResult>(
        {.id = 2, .body = DoneEvent{OpenFramesResult{.info = test::compliantInfo(), .frames = 300}}});
    QVERIFY(opened && opened->frames == 300);
    QCOMPARE(toJson(opened->info), toJson(test::compliantInfo()));
    const auto read = resultOf<ReadFrameResult>(
        {.id = 2,
         .body =
             DoneEvent{ReadFrameResult{.index = 7, .at = 233'333us, .size = {640, 360}, .bytes = 921'600}}});
    QVERIFY(read && read->index == 7 && read->at == 233'333us && read->bytes == 921'600);
    QCOMPARE(read->size, (PixelSize{640, 360}));

    const auto progress = decodeEvent(
        encode(Event{3, ProgressEvent{.stage = Stage::Checking, .done = 3s, .total = 4s, .speed = 2.5}}));
    QVERIFY(progress && std::get<ProgressEvent>(progress->body).stage == Stage::Checking);
    QCOMPARE(std::get<ProgressEvent>(progress->body).speed, 2.5);
    const auto checkpoint =
        decodeEvent(encode(Event{3, CheckpointEvent{.at = 5s, .journalBytes = 7, .bufferBits = 9}}));
    QCOMPARE(std::get<CheckpointEvent>(checkpoint->body).at, Micros(5s));
    QCOMPARE(std::get<CheckpointEvent>(checkpoint->body).journalBytes, 7);
    QCOMPARE(std::get<CheckpointEvent>(checkpoint->body).bufferBits, 9);
    const auto hello = decodeEvent(encode(Event{0, HelloEvent{.pid = 4711}}));
    QCOMPARE(std::get<HelloEvent>(hello->body).pid, 4711);
    QVERIFY(std::holds_alternative<PongEvent>(decodeEvent(encode(Event{4, PongEvent{}}))->body));
}

void TestWorkerProtocol::errorsKeepTheirCode()
{
    for (const ErrorCode code :
         {ErrorCode::NotMedia, ErrorCode::EmptyFile, ErrorCode::StillImage, ErrorCode::Damaged,
          ErrorCode::Incomplete, ErrorCode::DiskFull, ErrorCode::Cancelled}) {
        const auto event = decodeEvent(encode(Event{
            5,
            FailedEvent{{.code = code, .detail = QStringLiteral("why"), .nativeCode = -28, .where = {}}}}));
        QVERIFY(event);
        const Error& error = std::get<FailedEvent>(event->body).error;
        QCOMPARE(error.code, code);
        QCOMPARE(error.detail, QStringLiteral("why"));
        QCOMPARE(error.nativeCode, -28);
    }
}

void TestWorkerProtocol::everyMessageIsOneLine()
{
    const QByteArray line = encode(Request{1, probeRequest()});
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
}

void TestWorkerProtocol::shortensWhatIsTooLong()
{
    MediaInfo info = test::compliantInfo();
    for (int i = 0; i < 5000; ++i)
        info.privateTags.append(QString(200, QChar(0x4e2d)));
    const QByteArray line = encode(Event{1, DoneEvent{ProbeResult{.info = info, .thumbnails = {}}}});
    QVERIFY(line.size() <= maxEventBytes);
    const auto event = decodeEvent(line);
    QVERIFY(event);
    const auto& result = std::get<ProbeResult>(std::get<DoneEvent>(event->body).result);
    QCOMPARE(result.info.video.size(), std::size_t{1});
    QCOMPARE(result.info.sizeBytes, info.sizeBytes);
    QVERIFY(!result.info.privateTags.isEmpty());

    MediaInfo manyTracks = test::compliantInfo();
    manyTracks.audio.resize(64, manyTracks.audio.front());
    manyTracks.chosenAudio = 63;
    for (AudioStream& track : manyTracks.audio)
        track.language = QString(20'000, QLatin1Char('x')); // whatever a file says
    const auto told =
        decodeEvent(encode(Event{1, DoneEvent{ProbeResult{.info = manyTracks, .thumbnails = {}}}}));
    QVERIFY(told);
    const auto& tracks = std::get<ProbeResult>(std::get<DoneEvent>(told->body).result).info;
    QCOMPARE(tracks.audio.size(), std::size_t{64});
    QVERIFY(tracks.mainAudio());

    const Error chatter{
        .code = ErrorCode::NotMedia, .detail = QString(1'000'000, QLatin1Char('x')), .where = {}};
    const auto failed = decodeEvent(encode(Event{2, FailedEvent{chatter}}));
    QVERIFY(failed && std::get<FailedEvent>(failed->body).error.code == ErrorCode::NotMedia);
}

void TestWorkerProtocol::refusesWhatIsNoMessage_data()
{
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char* name, const QByteArray& line) { QTest::newRow(name) << line; };
    row("empty", "");
    row("chatter", "[h264 @ 0x1] error while decoding\n");
    row("a list", "[1,2]\n");
    row("other version", R"({"v":2,"id":1,"type":"ping","body":{}})");
    row("no version", R"({"id":1,"type":"ping","body":{}})");
    row("no id", R"({"v":1,"type":"ping","body":{}})");
    row("negative id", R"({"v":1,"id":-4,"type":"ping","body":{}})");
    row("id a fraction", R"({"v":1,"id":1.5,"type":"ping","body":{}})");
    row("unknown type", R"({"v":1,"id":1,"type":"format-disk","body":{}})");
    row("no body", R"({"v":1,"id":1,"type":"ping"})");
    row("probe without path", R"({"v":1,"id":1,"type":"probe","body":{"thumbnails":[]}})");
    row("limits that are none", R"({"v":1,"id":1,"type":"ping","body":{},"limits":7})");
    row("progress without stage", R"({"v":1,"id":1,"type":"progress","body":{"done_us":1}})");
    row("progress with odd stage",
        R"({"v":1,"id":1,"type":"progress","body":{"stage":"baking","done_us":1,"total_us":1,"speed":1}})");
    row("done without result", R"({"v":1,"id":1,"type":"transcode-done","body":{}})");
    row("nested too deep", QByteArray(5000, '['));
    row("too long", QByteArray(maxRequestBytes + 1, ' '));
    row("cut in the middle", encode(probeDone()).left(300));
}

void TestWorkerProtocol::refusesWhatIsNoMessage()
{
    QFETCH(QByteArray, line);
    const auto request = decodeRequest(line);
    const auto event = decodeEvent(line);
    QVERIFY(!request && request.error().code == ErrorCode::ProtocolError);
    QVERIFY(!event && event.error().code == ErrorCode::ProtocolError);
}

void TestWorkerProtocol::survivesMutilatedLines()
{
    const QByteArray whole = encode(probeDone());
    QRandomGenerator random(7);
    for (int round = 0; round < 5000; ++round) {
        QByteArray line = whole;
        for (int hits = random.bounded(1, 6); hits > 0; --hits)
            line[random.bounded(int(line.size()))] = static_cast<char>(random.bounded(256));
        const auto event = decodeEvent(line);
        QVERIFY(event || event.error().code == ErrorCode::ProtocolError);
        const auto* done = event ? std::get_if<DoneEvent>(&event->body) : nullptr;
        if (done)
            makePlan(std::get<ProbeResult>(done->result).info, Preset());
    }
}

QTEST_APPLESS_MAIN(TestWorkerProtocol)
#include "test_worker_protocol.moc"
