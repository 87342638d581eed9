#include "core/base/file_lock.h"
#include "core/jobs/worker_exit.h"
#include "core/jobs/worker_process.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <thread>

using namespace ndas;
using namespace ndas::jobs;
using namespace std::chrono_literals;

namespace {

WorkerOptions fake(const char* behaviour)
{
    return {.program = QStringLiteral(NDAS_FAKE_WORKER),
            .arguments = {QLatin1String(behaviour)},
            .limits = {},
            .inheritedLocks = {},
            .startTimeout = 10s,
            .pingAfter = 10s,
            .stallAfter = 20s,
            .hardLimit = 30s,
            .graceful = 100ms};
}

Result<media::DoneEvent> ask(WorkerProcess& worker, const CancellationToken& token = {},
                             const WorkerListener& listener = {})
{
    return worker.perform(media::CapabilitiesRequest{}, token, listener);
}

} // namespace

class TestWorkerProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsProgressAndResult();
    void servesManyRequests();
    void handsLimitsToTheWorker();
    void keptWorkerGoesOnWithinOtherLimits();
    void tellsHowABadWorkerEnded_data();
    void tellsHowABadWorkerEnded();
    void refusesAWorkerThatDoesNotIntroduceItself_data();
    void refusesAWorkerThatDoesNotIntroduceItself();
    void waitsForAWorkerThatIsSlowToStart();
    void startingIsCancelled();
    void beingStoppedAndContinuedIsNotHeldAgainstTheWorker();
    void bringsTheReasonOfARefusalAndStaysUsable();
    void whatIsInterruptedTogetherWithItsWorkerIsCancelled();
    void keepsTheTailOfTheChatter();
    void ignoresAnAnswerToAnEarlierQuestion();
    void cancelsAPoliteWorkerWhichStaysUsable();
    void pausesAWorkerThatKeepsItsWork();
    void cancelsAWorkerThatDoesNotPause();
    void endsARequestWhoseCheckpointIsRefused();
    void killsAWorkerThatIgnoresCancelAndTerminate();
    void startsNothingWhenAlreadyCancelled();
    void endsTheWorkerWithItself();
    void letsTheWorkerKeepItsLockAndNoOther();
    void publishingOneResultIsNotHeldAgainstItsSiblings();
    void workerThatTalksNonsenseIsGoneBeforeAnybodyHearsOfIt_data();
    void workerThatTalksNonsenseIsGoneBeforeAnybodyHearsOfIt();
    void classifiesExits_data();
    void classifiesExits();
};

void TestWorkerProcess::bringsProgressAndResult()
{
    const auto worker = WorkerProcess::start(fake("succeed"));
    QVERIFY(worker);
    std::vector<media::Micros> seen;

    const Result<media::DoneEvent> done = ask(
        **worker, {}, {.onProgress = [&](const media::ProgressEvent& event) { seen.push_back(event.done); }});

    QVERIFY(done);
    QVERIFY(seen == std::vector<media::Micros>({1s, 2s}));
    QVERIFY((*worker)->isUsable());
    QVERIFY((*worker)->pid() > 0);
}

void TestWorkerProcess::servesManyRequests()
{
    const auto worker = WorkerProcess::start(fake("succeed"));
    QVERIFY(worker);
    for (int i = 0; i < 50; ++i)
        QVERIFY(ask(**worker));
}

void TestWorkerProcess::handsLimitsToTheWorker()
{
    WorkerOptions options = fake("succeed");
    options.limits = {.memoryBytes = 512, .fileBytes = 1024, .openFiles = 64, .niceness = 5};
    const auto worker = WorkerProcess::start(options);
    QVERIFY(worker);

    const Result<media::DoneEvent> done = ask(**worker);

    QVERIFY(done);
    QCOMPARE(std::get<media::CapabilitiesResult>(done->result).versions.join(QLatin1Char(' ')),
             QStringLiteral("succeed --memory 512 --file-size 1024 --open-files 64 --nice 5"));
}

void TestWorkerProcess::keptWorkerGoesOnWithinOtherLimits()
{
    KeptWorker kept;
    WorkerOptions options = fake("succeed");
    const std::int64_t first = (*kept.within(options))->pid();
    options.limits.memoryBytes = 512;
    options.hardLimit = 2h;
    const auto same = kept.within(options);
    QCOMPARE((*same)->pid(), first);
    QVERIFY(ask(**same));

    options.limits.niceness = 0;
    QVERIFY((*kept.within(options))->pid() != first);

    const auto crashing = kept.within(fake("crash"));
    const std::int64_t crashed = (*crashing)->pid();
    QVERIFY(!ask(**crashing));
    QVERIFY((*kept.within(fake("crash")))->pid() != crashed);
}

void TestWorkerProcess::tellsHowABadWorkerEnded_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("crash") << ErrorCode::WorkerCrashed;
    QTest::newRow("bad-alloc") << ErrorCode::OutOfMemory;
    QTest::newRow("killed") << ErrorCode::OutOfMemory;
    QTest::newRow("violate") << ErrorCode::SandboxViolation;
    QTest::newRow("asked-to-end") << ErrorCode::Interrupted;
    QTest::newRow("leave") << ErrorCode::WorkerCrashed;
    QTest::newRow("garbage") << ErrorCode::ProtocolError;
    QTest::newRow("long-line") << ErrorCode::ProtocolError;
    QTest::newRow("understands-nothing") << ErrorCode::ProtocolError;
    QTest::newRow("hang") << ErrorCode::WorkerHung;
    QTest::newRow("close-output") << ErrorCode::WorkerHung;
    QTest::newRow("pings-only") << ErrorCode::WorkerHung;
    QTest::newRow("repeat") << ErrorCode::WorkerHung;
    QTest::newRow("never-end") << ErrorCode::WorkerHung;
}

void TestWorkerProcess::tellsHowABadWorkerEnded()
{
    QFETCH(ErrorCode, code);
    WorkerOptions options = fake(QTest::currentDataTag());
    options.pingAfter = 100ms;
    options.stallAfter = 400ms;
    options.hardLimit = 800ms;
    const auto worker = WorkerProcess::start(options);
    QVERIFY(worker);
    QElapsedTimer timer;
    timer.start();

    const Result<media::DoneEvent> done = ask(**worker);

    QVERIFY(!done);
    QCOMPARE(errorName(done.error().code), errorName(code));
    QVERIFY(!(*worker)->isUsable());
    QVERIFY(!ask(**worker));
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

void TestWorkerProcess::refusesAWorkerThatDoesNotIntroduceItself_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("old-version") << ErrorCode::ProtocolError;
    QTest::newRow("mute") << ErrorCode::WorkerHung;
    QTest::newRow("leave-at-start") << ErrorCode::WorkerCrashed;
    QTest::newRow("missing") << ErrorCode::WorkerMissing;
}

void TestWorkerProcess::refusesAWorkerThatDoesNotIntroduceItself()
{
    QFETCH(ErrorCode, code);
    WorkerOptions options = fake(QTest::currentDataTag());
    if (code == ErrorCode::WorkerHung)
        options.startTimeout = 200ms;
    if (code == ErrorCode::WorkerMissing)
        options.program += QStringLiteral("-which-is-not-there");

    const auto worker = WorkerProcess::start(options);

    QVERIFY(!worker);
    QCOMPARE(errorName(worker.error().code), errorName(code));
}

void TestWorkerProcess::waitsForAWorkerThatIsSlowToStart()
{
    WorkerOptions options = fake("slow-to-start");
    options.slowStart = 100ms;
    int said = 0;
    options.onSlowStart = [&said] { ++said; };

    const auto worker = WorkerProcess::start(options);

    QVERIFY(worker);
    QCOMPARE(said, 1);
    QVERIFY(ask(**worker));
    QVERIFY(WorkerOptions().startTimeout >= 5min); // a machine may be that busy
}

void TestWorkerProcess::startingIsCancelled()
{
    WorkerOptions options = fake("mute");
    CancellationSource source;
    options.slowStart = 100ms;
    options.onSlowStart = [&source] { source.cancel(); };

    const auto worker = WorkerProcess::start(options, source.token());

    QVERIFY(!worker);
    QCOMPARE(errorName(worker.error().code), errorName(ErrorCode::Cancelled));
}

/// As Ctrl+Z and fg do.
void TestWorkerProcess::beingStoppedAndContinuedIsNotHeldAgainstTheWorker()
{
#ifdef Q_OS_UNIX
    WorkerOptions options = fake("checkpoints");
    options.stallAfter = options.pingAfter = options.hardLimit = 3s;
    const auto worker = WorkerProcess::start(options);
    QVERIFY(worker);
    CancellationSource source;
    const auto workerPid = static_cast<pid_t>((*worker)->pid());
    std::thread hand([&] {
        const QString both = QStringLiteral("%1 %2").arg(workerPid).arg(getpid());
        const QString script = QStringLiteral("kill -STOP %1; sleep 4; kill -CONT %1").arg(both);
        QProcess::startDetached(QStringLiteral("sh"), {QStringLiteral("-c"), script});
        for (QElapsedTimer timer; !timer.isValid() || timer.elapsed() < 3000;) {
            timer.start();
            std::this_thread::sleep_for(10ms);
        }
        std::this_thread::sleep_for(200ms);
        source.cancel();
    });

    const Result<media::DoneEvent> done = ask(**worker, source.token());
    hand.join();

    QVERIFY(!done);
    QCOMPARE(errorName(done.error().code), errorName(ErrorCode::Cancelled));
#else
    QSKIP("nothing is stopped there");
#endif
}

void TestWorkerProcess::bringsTheReasonOfARefusalAndStaysUsable()
{
    const auto worker = WorkerProcess::start(fake("refuse"));
    QVERIFY(worker);

    const Result<media::DoneEvent> done = ask(**worker);

    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::NotMedia);
    QCOMPARE(done.error().detail, QStringLiteral("html"));
    QCOMPARE(done.error().nativeCode, 7);
    QVERIFY((*worker)->isUsable());

    const auto interrupted = WorkerProcess::start(fake("claims-cancelled"));
    QVERIFY(interrupted);
    QCOMPARE(ask(**interrupted).error().code, ErrorCode::Interrupted); // nobody here cancelled it
}

void TestWorkerProcess::whatIsInterruptedTogetherWithItsWorkerIsCancelled()
{
    for (const char* way : {"asked-to-end", "claims-cancelled"}) {
        const auto worker = WorkerProcess::start(fake(way));
        QVERIFY(worker);
        CancellationSource source;
        source.cancel();
        const auto done = (*worker)->performTogether(media::CapabilitiesRequest{},
                                                     {{.token = source.token(), .listener = {}}});
        QCOMPARE(done.front().error().code, ErrorCode::Cancelled);
    }
}

void TestWorkerProcess::keepsTheTailOfTheChatter()
{
    const auto worker = WorkerProcess::start(fake("chatter"));
    QVERIFY(worker);

    const Result<media::DoneEvent> done = ask(**worker);

    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::NotMedia);
    QVERIFY((*worker)->standardError().size() <= 16 * 1024);
    QVERIFY(done.error().detail.startsWith(QLatin1String("html\n")));
    QVERIFY(done.error().detail.contains(QLatin1String("error while decoding MB 19")));
    QVERIFY(!done.error().detail.contains(QLatin1String("error while decoding MB 1\n")));
}

void TestWorkerProcess::ignoresAnAnswerToAnEarlierQuestion()
{
    const auto worker = WorkerProcess::start(fake("old-answer"));
    QVERIFY(worker);
    QVERIFY(ask(**worker));
}

void TestWorkerProcess::cancelsAPoliteWorkerWhichStaysUsable()
{
    WorkerOptions options = fake("pings-only");
    options.graceful = 10s;
    const auto worker = WorkerProcess::start(options);
    QVERIFY(worker);
    CancellationSource source;
    std::thread user([&] { source.cancel(); });

    const Result<media::DoneEvent> done = ask(**worker, source.token());

    user.join();
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY((*worker)->isUsable());
}

void TestWorkerProcess::pausesAWorkerThatKeepsItsWork()
{
    const auto worker = WorkerProcess::start(fake("checkpoints"));
    QVERIFY(worker);
    CancellationSource pause;
    std::vector<media::Micros> kept;
    const auto onCheckpoint = [&](const media::CheckpointEvent& event) -> Result<void> {
        kept.push_back(event.at);
        pause.cancel();
        return {};
    };

    const Result<media::DoneEvent> done =
        ask(**worker, {}, {.onCheckpoint = onCheckpoint, .pause = pause.token()});

    QCOMPARE(done.error().code, ErrorCode::Paused);
    QCOMPARE(kept, (std::vector<media::Micros>{5s, 6s}));
    QVERIFY((*worker)->isUsable());
}

void TestWorkerProcess::cancelsAWorkerThatDoesNotPause()
{
    WorkerOptions options = fake("pings-only");
    options.toPause = 50ms;
    const auto worker = WorkerProcess::start(options);
    QVERIFY(worker);
    CancellationSource pause;
    pause.cancel();

    const Result<media::DoneEvent> done = ask(**worker, {}, {.pause = pause.token()});

    QCOMPARE(done.error().code, ErrorCode::Paused);
}

void TestWorkerProcess::endsARequestWhoseCheckpointIsRefused()
{
    const auto worker = WorkerProcess::start(fake("checkpoints"));
    QVERIFY(worker);
    const auto refuse = [](const media::CheckpointEvent&) -> Result<void> {
        return fail(ErrorCode::LostLease);
    };

    const Result<media::DoneEvent> done = ask(**worker, {}, {.onCheckpoint = refuse});

    QCOMPARE(done.error().code, ErrorCode::LostLease);
    QVERIFY((*worker)->isUsable());
}

void TestWorkerProcess::killsAWorkerThatIgnoresCancelAndTerminate()
{
    const auto worker = WorkerProcess::start(fake("stubborn"));
    QVERIFY(worker);
    CancellationSource source;
    QElapsedTimer timer;
    timer.start();

    // The first progress says that the worker now ignores SIGTERM.
    const Result<media::DoneEvent> done =
        ask(**worker, source.token(), {.onProgress = [&](const media::ProgressEvent&) { source.cancel(); }});

    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(!(*worker)->isUsable());
    QVERIFY(timer.elapsed() >= 200);
    QVERIFY(timer.elapsed() < 5'000);
}

void TestWorkerProcess::startsNothingWhenAlreadyCancelled()
{
    const auto worker = WorkerProcess::start(fake("crash"));
    QVERIFY(worker);
    CancellationSource source;
    source.cancel();

    QCOMPARE(ask(**worker, source.token()).error().code, ErrorCode::Cancelled);
    QVERIFY((*worker)->isUsable());
}

void TestWorkerProcess::endsTheWorkerWithItself()
{
    QElapsedTimer timer;
    std::int64_t pid = 0;
    {
        const auto worker = WorkerProcess::start(fake("succeed"));
        QVERIFY(worker);
        pid = (*worker)->pid();
        timer.start();
    }
    QVERIFY(timer.elapsed() < 5'000);
#ifdef Q_OS_UNIX
    QCOMPARE(::kill(static_cast<pid_t>(pid), 0), -1);
#endif
}

void TestWorkerProcess::letsTheWorkerKeepItsLockAndNoOther()
{
#ifdef Q_OS_WIN
    QSKIP("stands on the kill-on-close job object there");
#endif
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("work.lock"));
    const auto isFree = [&] { return FileLock::tryTake(path).value().has_value(); };
    std::optional<FileLock> lock = *FileLock::tryTake(path);
    QVERIFY(lock);
    WorkerOptions keeping = fake("succeed");
    keeping.inheritedLocks = {lock->handle()};
    auto sibling = WorkerProcess::start(fake("succeed"));
    auto keeper = WorkerProcess::start(keeping);
    QVERIFY(sibling && keeper);

    lock.reset();
    QVERIFY(!isFree());
    keeper->reset();

    QVERIFY(isFree());
}

void TestWorkerProcess::publishingOneResultIsNotHeldAgainstItsSiblings()
{
    WorkerOptions options = fake("one-after-the-other");
    options.stallAfter = 400ms;
    options.pingAfter = 400ms;
    const auto worker = WorkerProcess::start(options);
    QVERIFY(worker);
    const WorkerListener publishing{.onEnd = [](const auto&) { CancellationToken().waitFor(900ms); }};
    const auto answers =
        (*worker)->performTogether(media::CapabilitiesRequest{}, {{.listener = publishing}, WorkerCall{}});
    QVERIFY(answers.front());
    QVERIFY(answers.back());
    QVERIFY((*worker)->isUsable());
}

void TestWorkerProcess::workerThatTalksNonsenseIsGoneBeforeAnybodyHearsOfIt_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::newRow("garbage") << QByteArray("garbage");
    QTest::newRow("a line without end") << QByteArray("long-line");
    QTest::newRow("understands nothing") << QByteArray("understands-nothing");
}

/// Who hears of the end gives the work folder to the next attempt.
void TestWorkerProcess::workerThatTalksNonsenseIsGoneBeforeAnybodyHearsOfIt()
{
#ifdef Q_OS_WIN
    QSKIP("asks for a process as POSIX systems do");
#else
    QFETCH(QByteArray, behaviour);
    const auto worker = WorkerProcess::start(fake(behaviour.constData()));
    QVERIFY(worker);
    const auto pid = static_cast<pid_t>((*worker)->pid());
    bool isThere = true;
    const auto answer = ask(**worker, {}, {.onEnd = [&](const auto&) { isThere = ::kill(pid, 0) == 0; }});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::ProtocolError);
    QVERIFY(!isThere);
#endif
}

void TestWorkerProcess::classifiesExits_data()
{
    QTest::addColumn<bool>("crashed");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("chatter");
    QTest::addColumn<ErrorCode>("expected");
#ifdef Q_OS_WIN
    const auto status = [](unsigned value) { return static_cast<int>(value); };
    QTest::newRow("access") << true << status(0xC0000005) << QString() << ErrorCode::WorkerCrashed;
    QTest::newRow("memory") << true << status(0xC0000017) << QString() << ErrorCode::OutOfMemory;
#else
    QTest::newRow("segv") << true << SIGSEGV << QString() << ErrorCode::WorkerCrashed;
    QTest::newRow("bus") << true << SIGBUS << QString() << ErrorCode::WorkerCrashed;
    QTest::newRow("ill") << true << SIGILL << QString() << ErrorCode::WorkerCrashed;
    QTest::newRow("fpe") << true << SIGFPE << QString() << ErrorCode::WorkerCrashed;
    QTest::newRow("kill") << true << SIGKILL << QString() << ErrorCode::OutOfMemory;
    QTest::newRow("sys") << true << SIGSYS << QString() << ErrorCode::SandboxViolation;
    QTest::newRow("file size") << true << SIGXFSZ << QString() << ErrorCode::OutputTooLarge;
    QTest::newRow("unknown signal") << true << 64 << QString() << ErrorCode::WorkerCrashed;
    QTest::newRow("exit code that looks like a signal")
        << false << SIGKILL << QString() << ErrorCode::WorkerCrashed;
#endif
    QTest::newRow("no memory said") << false << 1 << QStringLiteral("what(): std::bad_alloc")
                                    << ErrorCode::OutOfMemory;
}

void TestWorkerProcess::classifiesExits()
{
    QFETCH(bool, crashed);
    QFETCH(int, code);
    QFETCH(QString, chatter);
    QFETCH(ErrorCode, expected);

    const Error error = classifyExit({.crashed = crashed, .code = code, .standardError = chatter});

    QCOMPARE(errorName(error.code), errorName(expected));
    QCOMPARE(error.nativeCode, code);
}

QTEST_GUILESS_MAIN(TestWorkerProcess)
#include "test_worker_process.moc"
