// The real worker program, spoken to over its pipes.
#include "core/base/sandbox.h"
#include "core/media/worker_protocol.h"
#include "tests/crash/process_tree.h"
#include "tests/support/places.h"
#include "tests/support/test_media.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/inotify.h>
#include <unistd.h>
#endif

using namespace ndas;
using media::Event;
using media::Request;

namespace {

constexpr int patience = 60'000;

class Worker {
public:
    explicit Worker(const QStringList& arguments = {})
    {
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process_.start(test::builtProgram("ndas-worker"), arguments);
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

media::TranscodeRequest transcodeOf(const QString& recording, const QString& output, int seconds,
                                    media::PixelSize coded, media::PixelSize box)
{
    media::TranscodeRequest request;
    request.path = recording;
    request.outputPath = output;
    media::MediaInfo info;
    media::VideoStream video;
    video.index = 0;
    video.codec = QStringLiteral("h264");
    video.coded = coded;
    video.frameRate = {30, 1};
    info.video.push_back(video);
    info.chosenVideo = 0;
    media::AudioStream sound;
    sound.index = 1;
    sound.codec = QStringLiteral("vorbis"); // to be encoded, whatever it is
    sound.channels = 1;
    sound.sampleRate = 48'000;
    info.audio.push_back(sound);
    info.chosenAudio = 0;
    info.duration = std::chrono::seconds(seconds);
    media::Preset preset;
    preset.id = QStringLiteral("medium");
    preset.box = box;
    request.plan = media::makePlan(info, preset);
    return request;
}

media::TranscodeRequest longTranscode(const QString& output, int seconds = 20,
                                      media::PixelSize box = {1280, 720})
{
    return transcodeOf(test::longClip(seconds), output, seconds, {1280, 720}, box);
}

/// Of some 100 kB.
media::TranscodeRequest shortTranscode(const QString& output)
{
    return transcodeOf(test::tinyClip(4), output, 4, {160, 120}, {160, 120});
}

#ifdef Q_OS_LINUX

/// Tells whether anybody has opened a file.
class OpenWatch {
public:
    explicit OpenWatch(const QString& path)
        : queue_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        inotify_add_watch(queue_, QFile::encodeName(path).constData(), IN_OPEN);
    }

    ~OpenWatch() { close(queue_); }

    OpenWatch(const OpenWatch&) = delete;
    OpenWatch& operator=(const OpenWatch&) = delete;

    bool wasOpened() const
    {
        alignas(inotify_event) char event[512];
        return read(queue_, event, sizeof event) > 0;
    }

private:
    int queue_;
};

/// The copy that does the work, among those of the worker: the spare one has not locked itself in.
std::optional<qint64> lockedInChildOf(qint64 worker)
{
    for (const qint64 child : test::childrenOf(worker)) {
        QFile status(QStringLiteral("/proc/%1/status").arg(child));
        if (status.open(QIODevice::ReadOnly) && status.readAll().contains("Seccomp:\t2"))
            return child;
    }
    return std::nullopt;
}

#endif

} // namespace

class TestWorker : public QObject {
    Q_OBJECT

private:
    QString bait() const { return folder_.filePath(QStringLiteral("bait.mp4")); }

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

    void fileThatGrowsTooLargeIsGivenUp()
    {
#ifdef Q_OS_WIN
        QSKIP("the size of files is not limited there");
#endif
        Worker worker({QStringLiteral("--file-size"), QStringLiteral("10000")});
        const QString output = folder_.filePath(QStringLiteral("too large.mp4"));
        worker.send({.id = 3, .body = media::TranscodeGroup{{shortTranscode(output)}}});
        const auto failed = worker.nextOf<media::FailedEvent>();
        QVERIFY(failed);
        QCOMPARE(failed->error.code, ErrorCode::OutputTooLarge);
        QVERIFY(!QFile::exists(output));
        worker.send({.id = 4, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {}}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
    }

    void requestMayBringLimitsOfItsOwn_data()
    {
        QTest::addColumn<QString>("isolation");
        QTest::newRow("in the worker itself") << QStringLiteral("0");
        QTest::newRow("in a copy, locked in") << QStringLiteral("2");
    }

    void requestMayBringLimitsOfItsOwn()
    {
#ifdef Q_OS_WIN
        QSKIP("the size of files is not limited there");
#endif
        QFETCH(const QString, isolation);
        Worker worker({QStringLiteral("--file-size"), QStringLiteral("10000"), QStringLiteral("--isolation"),
                       isolation});
        const media::TranscodeGroup group{{shortTranscode(folder_.filePath(QStringLiteral("limits.mp4")))}};
        const auto refused = [&] {
            const auto failed = worker.nextOf<media::FailedEvent>();
            return failed && failed->error.code == ErrorCode::OutputTooLarge;
        };
        worker.send({.id = 1, .body = group});
        QVERIFY(refused());
        worker.send({.id = 2, .body = group, .limits = {{.memoryBytes = 0, .fileBytes = 100'000'000}}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
        QVERIFY(QFile::remove(folder_.filePath(QStringLiteral("limits.mp4"))));
        worker.send({.id = 3, .body = group});
        QVERIFY(refused());
    }

    void answersGarbageAndGoesOn_data()
    {
        QTest::addColumn<QByteArray>("garbage");
        QTest::addRow("words") << QByteArray("hello?\n");
        QTest::addRow("empty line") << QByteArray("\n");
        QTest::addRow("other version") << QByteArray(R"({"v":99,"id":1,"type":"ping","body":{}})"
                                                     "\n");
        QTest::addRow("binary") << QByteArray("\0\xff\xfe\x01\n", 5);
        QTest::addRow("overlong") << QByteArray(3 * media::maxRequestBytes, 'x') + '\n';
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

    void hearsTheWholeOfALongRequest()
    {
        Worker worker;
        worker.send(
            {.id = 3,
             .body = media::ProbeRequest{.path = QString(200'000, QLatin1Char('x')), .thumbnails = {}}});
        const auto answer = worker.nextOf<media::FailedEvent>();
        QVERIFY(answer);
        QVERIFY2(answer->error.code != ErrorCode::ProtocolError, qPrintable(answer->error.detail));
    }

    void triesHardwareLockedInAndGoesOn_data()
    {
        QTest::addColumn<int>("encoder");
        for (const media::VideoEncoder encoder :
             {media::VideoEncoder::Nvenc, media::VideoEncoder::Qsv, media::VideoEncoder::VideoToolbox,
              media::VideoEncoder::MediaFoundation, media::VideoEncoder::Vaapi})
            QTest::newRow(media::name(encoder)) << static_cast<int>(encoder);
    }

    void triesHardwareLockedInAndGoesOn()
    {
        QFETCH(const int, encoder);
        Worker worker;
        worker.send({.id = 1, .body = media::EncoderTrialRequest{static_cast<media::VideoEncoder>(encoder)}});
        worker.send({.id = 2, .body = media::CapabilitiesRequest{}});

        std::optional<Event> answer = worker.next();
        while (answer && answer->id != 1)
            answer = worker.next();

        QVERIFY(answer);
        const auto* failed = std::get_if<media::FailedEvent>(&answer->body);
        QVERIFY(failed || std::holds_alternative<media::DoneEvent>(answer->body));
        QVERIFY(!failed || failed->error.code == ErrorCode::EncoderMissing ||
                failed->error.code == ErrorCode::ExternalLibrary);
        QVERIFY(worker.nextOf<media::DoneEvent>());
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

    void keepsWhatIsDoneWhenPausedAndGoesOnFromThere()
    {
        Worker worker;
        media::TranscodeRequest request =
            longTranscode(folder_.filePath(QStringLiteral("paused.mp4")), 20, {320, 180});
        request.journalPath = folder_.filePath(QStringLiteral("paused.journal"));
        worker.send({.id = 5, .body = request});
        QVERIFY(worker.nextOf<media::CheckpointEvent>());

        worker.send({.id = 5, .body = media::PauseRequest{}});
        const auto paused = worker.nextOf<media::FailedEvent>();
        QVERIFY(paused);
        QCOMPARE(paused->error.code, ErrorCode::Paused);
        QVERIFY(!QFile::exists(request.outputPath));

        worker.send({.id = 6, .body = request});
        const auto checkpoint = worker.nextOf<media::CheckpointEvent>();
        QVERIFY(checkpoint && checkpoint->at > media::Micros(0));
    }

    /// A copy of the worker reads so many bytes at once, and what ends the next request may begin among them.
    void hearsACancelOfARequestAsLongAsAPipe()
    {
        constexpr qsizetype pipe = 64 * 1024;
        Worker worker({QStringLiteral("--isolation"), QStringLiteral("1")});
        worker.send({.id = 5, .body = longTranscode(folder_.filePath(QStringLiteral("first.mp4")))});
        QVERIFY(worker.nextOf<media::ProgressEvent>());
        media::ProbeRequest probe{.path = QStringLiteral("/"), .thumbnails = {}};
        const qsizetype usual = media::encode(Request{.id = 6, .body = probe}).size();
        probe.path += QString(pipe - 5 - usual, QLatin1Char('x'));
        worker.send({.id = 6, .body = probe});
        worker.send({.id = 6, .body = media::CancelRequest{}});
        worker.send({.id = 5, .body = media::CancelRequest{}});

        for (int request = 0; request < 2; ++request) {
            const auto failed = worker.nextOf<media::FailedEvent>();
            QVERIFY(failed);
            QCOMPARE(failed->error.code, ErrorCode::Cancelled);
        }
    }

    void ignoresACancelOfAnotherRequest()
    {
        Worker worker;
        worker.send({.id = 9, .body = media::CancelRequest{}});
        worker.send({.id = 8, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {}}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
    }

    void keepsARecordingOpenForItsFramesUntilAnotherRequest_data()
    {
        QTest::addColumn<QString>("isolation");
        QTest::newRow("in the worker itself") << QStringLiteral("0");
        QTest::newRow("in a copy") << QStringLiteral("1");
        QTest::newRow("in a copy, locked in") << QStringLiteral("2");
    }

    void keepsARecordingOpenForItsFramesUntilAnotherRequest()
    {
        QFETCH(const QString, isolation);
        Worker worker({QStringLiteral("--isolation"), isolation});
        for (std::int64_t id = 10; id < 40; id += 10) {
            const QString exchange =
                folder_.filePath(QStringLiteral("exchange-%1-%2").arg(isolation).arg(id));
            worker.send(
                {.id = id,
                 .body = media::OpenFramesRequest{.path = test::plainClip(), .exchangePath = exchange}});
            const auto opened = worker.nextOf<media::DoneEvent>();
            QVERIFY(opened);
            QCOMPARE(std::get<media::OpenFramesResult>(opened->result).frames, std::int64_t{50});
            for (const std::int64_t index : {49, 48, 7}) {
                worker.send({.id = id + 1, .body = media::ReadFrameRequest{.index = index}});
                const auto read = worker.nextOf<media::DoneEvent>();
                QVERIFY(read);
                QCOMPARE(std::get<media::ReadFrameResult>(read->result).index, index);
            }
        }

        worker.send({.id = 50, .body = media::CapabilitiesRequest{}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
        worker.send({.id = 51, .body = media::ReadFrameRequest{}});
        const auto refused = worker.nextOf<media::FailedEvent>();
        QVERIFY(refused);
        QCOMPARE(refused->error.code, ErrorCode::BadOption);
    }

    void readsFramesAskedForBeforeTheyAreOpen()
    {
        Worker worker;
        const QString exchange = folder_.filePath(QStringLiteral("hasty"));
        worker.sendRaw(
            media::encode(
                Request{.id = 1, .body = media::ProbeRequest{.path = test::plainClip(), .thumbnails = {}}}) +
            media::encode(Request{
                .id = 2,
                .body = media::OpenFramesRequest{.path = test::plainClip(), .exchangePath = exchange}}) +
            media::encode(Request{.id = 3, .body = media::ReadFrameRequest{.index = 3}}));
        std::optional<media::DoneEvent> done;
        for (int answer = 0; answer < 3; ++answer)
            QVERIFY((done = worker.nextOf<media::DoneEvent>()));
        QCOMPARE(std::get<media::ReadFrameResult>(done->result).index, std::int64_t{3});
    }

    void stopsReadingAFrameWhenCancelledAndReadsTheNext()
    {
        Worker worker;
        worker.send(
            {.id = 1,
             .body = media::OpenFramesRequest{.path = test::longClip(20),
                                              .exchangePath = folder_.filePath(QStringLiteral("far"))}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
        const std::int64_t farFromAKeyFrame = 249;
        worker.send({.id = 2, .body = media::ReadFrameRequest{.index = farFromAKeyFrame}});
        worker.send({.id = 2, .body = media::CancelRequest{}});
        const auto failed = worker.nextOf<media::FailedEvent>();
        QVERIFY(failed);
        QCOMPARE(failed->error.code, ErrorCode::Cancelled);
        worker.send({.id = 3, .body = media::ReadFrameRequest{.index = 1}});
        const auto done = worker.nextOf<media::DoneEvent>();
        QVERIFY(done);
        QCOMPARE(std::get<media::ReadFrameResult>(done->result).index, std::int64_t{1});
    }

    void answersPingBetweenFramesAndEndsWithItsInput()
    {
        Worker worker;
        worker.send(
            {.id = 1,
             .body = media::OpenFramesRequest{.path = test::plainClip(),
                                              .exchangePath = folder_.filePath(QStringLiteral("pinged"))}});
        QVERIFY(worker.nextOf<media::DoneEvent>());
        worker.send({.id = 1, .body = media::PingRequest{}});
        QVERIFY(worker.nextOf<media::PongEvent>());
#ifdef Q_OS_LINUX
        QVERIFY(!sandboxOffer().isWhole() || lockedInChildOf(worker.process().processId()));
#endif
        worker.process().closeWriteChannel();
        QVERIFY(worker.process().waitForFinished(patience));
        QCOMPARE(worker.process().exitCode(), 0);
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

    void encodesLockedIn()
    {
#ifdef Q_OS_LINUX
        if (!sandboxOffer().isWhole())
            QSKIP(qPrintable(sandboxText()));
        Worker worker;
        worker.send(
            {.id = 1,
             .body = longTranscode(folder_.filePath(QStringLiteral("locked-in.mp4")), 5, {320, 180})});
        QVERIFY(worker.nextOf<media::ProgressEvent>());
        QTRY_VERIFY(lockedInChildOf(worker.process().processId()));

        const auto done = worker.nextOf<media::DoneEvent>();

        QVERIFY(done);
        QCOMPARE(std::get<media::TranscodeResult>(done->result).size, (media::PixelSize{320, 180}));
#endif
    }

    void endsAsTheCopyEndedThatDidTheWork()
    {
#ifdef Q_OS_LINUX
        if (!sandboxOffer().isWhole())
            QSKIP(qPrintable(sandboxText()));
        Worker worker;
        worker.send({.id = 1, .body = longTranscode(folder_.filePath(QStringLiteral("crashed.mp4")))});
        QVERIFY(worker.nextOf<media::ProgressEvent>());
        std::optional<qint64> copy;
        QTRY_VERIFY((copy = lockedInChildOf(worker.process().processId())));

        ::kill(static_cast<pid_t>(*copy), SIGSEGV);

        QVERIFY(worker.process().waitForFinished(patience));
        QCOMPARE(worker.process().exitStatus(), QProcess::CrashExit);
        QCOMPARE(worker.process().exitCode(), SIGSEGV);
#endif
    }

    void takesItsCopiesWithItWhenKilled()
    {
#ifdef Q_OS_LINUX
        if (!sandboxOffer().isWhole())
            QSKIP(qPrintable(sandboxText()));
        Worker worker;
        worker.send({.id = 1, .body = longTranscode(folder_.filePath(QStringLiteral("killed.mp4")))});
        QVERIFY(worker.nextOf<media::ProgressEvent>());
        const std::vector<qint64> copies = test::childrenOf(worker.process().processId());
        QVERIFY(!copies.empty());

        worker.process().kill();

        QVERIFY(worker.process().waitForFinished(patience));
        for (const qint64 copy : copies)
            QTRY_VERIFY(!test::isAlive(copy));
#endif
    }

    void opensNothingAFileNames_data()
    {
        QTest::addColumn<QByteArray>("content");
        // A copy of its own: programs that test beside this one read the clip itself.
        QVERIFY(QFile::exists(bait()) || QFile::copy(test::plainClip(), bait()));
        const QByteArray other = QFile::encodeName(bait());
        QTest::newRow("playlist") << "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\n" + other +
                                         "\n#EXT-X-ENDLIST\n";
        QTest::newRow("playlist of a URL") << "#EXTM3U\n#EXTINF:2,\nfile://" + other + "\n#EXT-X-ENDLIST\n";
        QTest::newRow("concat script") << "ffconcat version 1.0\nfile '" + other + "'\nduration 2\n";
    }

    void opensNothingAFileNames()
    {
#ifdef Q_OS_LINUX
        QFETCH(const QByteArray, content);
        QTemporaryDir folder;
        QFile disguised(folder.filePath(QStringLiteral("clip.mp4")));
        QVERIFY(disguised.open(QIODevice::WriteOnly));
        disguised.write(content);
        disguised.close();
        const OpenWatch watch(bait());
        const OpenWatch watchOfInput(disguised.fileName());
        Worker worker;
        worker.send({.id = 1, .body = media::ProbeRequest{.path = disguised.fileName(), .thumbnails = {}}});

        const auto failed = worker.nextOf<media::FailedEvent>();

        QVERIFY(failed);
        QCOMPARE(failed->error.code, ErrorCode::NotMedia);
        QVERIFY(!watch.wasOpened());
        QVERIFY(watchOfInput.wasOpened());
#endif
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
