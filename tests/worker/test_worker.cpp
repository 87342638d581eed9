// The real worker program, spoken to over its pipes.
#include "core/media/worker_protocol.h"
#include "tests/support/test_media.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace ndas;
using media::Event;
using media::Request;

namespace {

constexpr int patience = 20'000;

class Worker {
public:
    explicit Worker(const QStringList& arguments = {})
    {
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process_.start(QStringLiteral(NDAS_BIN_DIR "/ndas-worker"), arguments);
    }

    ~Worker()
    {
        process_.closeWriteChannel();
        if (!process_.waitForFinished(patience))
            process_.kill();
    }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void send(const Request& request) { sendRaw(media::encode(request)); }

    void sendRaw(const QByteArray& bytes) { process_.write(bytes); }

    /// The next event, waited for; nullopt at the end or after too long.
    std::optional<Event> next()
    {
        QElapsedTimer timer;
        timer.start();
        while (!process_.canReadLine()) {
            if (timer.elapsed() > patience || !process_.waitForReadyRead(patience))
                return std::nullopt;
        }
        auto event = media::decodeEvent(process_.readLine());
        return event ? std::optional(*event) : std::nullopt;
    }

    /// The next event that is of this kind, skipping others.
    template <class Body>
    std::optional<Body> nextOf()
    {
        while (const auto event = next()) {
            if (const auto* body = std::get_if<Body>(&event->body))
                return *body;
        }
        return std::nullopt;
    }

    QProcess& process() { return process_; }

private:
    QProcess process_;
};

media::TranscodeRequest longTranscode(const QString& output)
{
    media::TranscodeRequest request;
    request.path = test::longClip(20);
    request.outputPath = output;
    media::MediaInfo info;
    media::VideoStream video;
    video.index = 0;
    video.codec = QStringLiteral("h264");
    video.coded = {1280, 720};
    video.frameRate = {30, 1};
    info.video.push_back(video);
    info.chosenVideo = 0;
    info.duration = std::chrono::seconds(20);
    media::Preset preset;
    preset.id = QStringLiteral("medium");
    preset.box = {1280, 720};
    request.plan = media::makePlan(info, preset);
    return request;
}

} // namespace

class TestWorker : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

private Q_SLOTS:

    void saysHelloFirst()
    {
        Worker worker;
        const auto first = worker.next();
        QVERIFY(first);
        const auto* hello = std::get_if<media::HelloEvent>(&first->body);
        QVERIFY(hello);
        QCOMPARE(hello->version, media::protocolVersion);
        QCOMPARE(hello->pid, worker.process().processId());
    }

    void probesAndMakesAThumbnail()
    {
        Worker worker;
        media::ThumbnailSpec spec;
        spec.outputPath = folder_.filePath(QStringLiteral("face.jpg"));
        worker.send({.id = 7, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {spec}}});

        const auto done = worker.nextOf<media::DoneEvent>();

        QVERIFY(done);
        const auto* result = std::get_if<media::ProbeResult>(&done->result);
        QVERIFY(result && result->info.mainVideo());
        QCOMPARE(result->info.mainVideo()->display(), (media::PixelSize{320, 240}));
        QCOMPARE(result->thumbnails.size(), std::size_t{1});
        QVERIFY(QFile::exists(result->thumbnails.front().path));
    }

    void reportsARefusalAndGoesOn()
    {
        Worker worker;
        worker.send({.id = 1, .body = media::ProbeRequest{.path = test::textFile(), .thumbnails = {}}});
        worker.send({.id = 2, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {}}});
        const auto failed = worker.nextOf<media::FailedEvent>();
        QVERIFY(failed);
        QCOMPARE(failed->error.code, ErrorCode::NotMedia);
        QVERIFY(worker.nextOf<media::DoneEvent>());
    }

    void answersGarbageAndGoesOn_data()
    {
        QTest::addColumn<QByteArray>("garbage");
        QTest::addRow("words") << QByteArray("hello?\n");
        QTest::addRow("empty line") << QByteArray("\n");
        QTest::addRow("other version") << QByteArray(R"({"v":99,"id":1,"type":"ping","body":{}})"
                                                     "\n");
        QTest::addRow("binary") << QByteArray("\0\xff\xfe\x01\n", 5);
        QTest::addRow("overlong") << QByteArray(3 * media::maxLineBytes, 'x') + '\n';
    }

    void answersGarbageAndGoesOn()
    {
        QFETCH(const QByteArray, garbage);
        Worker worker;
        worker.sendRaw(garbage);
        worker.send({.id = 3, .body = media::CapabilitiesRequest{}});
        const auto failed = worker.nextOf<media::FailedEvent>();
        QVERIFY(failed);
        QCOMPARE(failed->error.code, ErrorCode::ProtocolError);
        const auto done = worker.nextOf<media::DoneEvent>();
        QVERIFY(done);
        QVERIFY(
            std::get<media::CapabilitiesResult>(done->result).encoders.contains(QStringLiteral("libx264")));
    }

    void answersPingWhileItWorksAndStopsWhenCancelled()
    {
        Worker worker;
        const QString output = folder_.filePath(QStringLiteral("cancelled.mp4"));
        worker.send({.id = 5, .body = longTranscode(output)});
        QVERIFY(worker.nextOf<media::ProgressEvent>());

        worker.send({.id = 5, .body = media::PingRequest{}});
        QVERIFY(worker.nextOf<media::PongEvent>());

        worker.send({.id = 5, .body = media::CancelRequest{}});
        const auto failed = worker.nextOf<media::FailedEvent>();
        QVERIFY(failed);
        QCOMPARE(failed->error.code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(output));
        worker.send({.id = 6, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {}}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
    }

    void ignoresACancelOfAnotherRequest()
    {
        Worker worker;
        worker.send({.id = 9, .body = media::CancelRequest{}});
        worker.send({.id = 8, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {}}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
    }

    void endsWithItsInput()
    {
        Worker idle;
        QVERIFY(idle.next());
        idle.process().closeWriteChannel();
        QVERIFY(idle.process().waitForFinished(patience));
        QCOMPARE(idle.process().exitCode(), 0);
    }

    void dropsItsWorkWhenTheInputEnds()
    {
        Worker busy;
        const QString output = folder_.filePath(QStringLiteral("orphan.mp4"));
        busy.send({.id = 1, .body = longTranscode(output)});
        QVERIFY(busy.nextOf<media::ProgressEvent>());
        busy.process().closeWriteChannel();
        QVERIFY(busy.process().waitForFinished(patience));
        QVERIFY(!QFile::exists(output));
    }

    void refusesOptionsItDoesNotKnow()
    {
        Worker worker({QStringLiteral("--frobnicate"), QStringLiteral("1")});
        QVERIFY(worker.process().waitForFinished(patience));
        QCOMPARE(worker.process().exitCode(), static_cast<int>(ExitCode::Usage));
    }

    void worksWithinLimits()
    {
        Worker worker({QStringLiteral("--memory"), QStringLiteral("1500000000"),
                       QStringLiteral("--file-size"), QStringLiteral("100000000"),
                       QStringLiteral("--open-files"), QStringLiteral("64"), QStringLiteral("--nice"),
                       QStringLiteral("10")});
        worker.send({.id = 1, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {}}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
    }
};

QTEST_GUILESS_MAIN(TestWorker)
#include "test_worker.moc"
