#include "tests/crash/data_folder.h"
#include "tests/crash/process_tree.h"
#include "tests/support/test_media.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace ndas;
using namespace ndas::test;

namespace {

enum class Victim { Program, Worker, Both };
enum class During { Import, Process };

constexpr QLatin1String preset("mobile");
constexpr int seconds = 8; // longer than between two key frames

int killsWanted()
{
    bool isSet = false;
    const int kills = qEnvironmentVariableIntValue("NDAS_CRASH_KILLS", &isSet);
    return isSet ? kills : 8;
}

quint32 seedWanted()
{
    bool isSet = false;
    const int seed = qEnvironmentVariableIntValue("NDAS_CRASH_SEED", &isSet);
    return isSet ? static_cast<quint32>(seed) : QRandomGenerator::global()->bounded(1'000'000u);
}

QStringList importing(const QString& file)
{
    return {QStringLiteral("import"), file, QStringLiteral("--preset"), preset};
}

} // namespace

Q_DECLARE_METATYPE(Victim)
Q_DECLARE_METATYPE(During)

/// kill -9, as a crash, the kernel's memory killer or an impatient person would do it.
class TestKilledPrograms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void jobGoesOnByItselfAndSucceedsOnce_data();
    void jobGoesOnByItselfAndSucceedsOnce();

private:
    void measureAnUndisturbedRun();
    void killWithin(const DataFolder& folder, During during, Victim victim, int moment);
    void letItFinish(const DataFolder& folder);
    void finishOnce(const DataFolder& folder, int& exitCode);
    void verifyOutcome(const DataFolder& folder, Victim victim);

    DataFolder imported_; ///< holds the recording with its rendition queued; copied for each kill
    QString recording_;
    QString recordingHash_;
    std::int64_t framesExpected_ = 0;
    int importMs_ = 0;
    int processMs_ = 0;
};

void TestKilledPrograms::initTestCase()
{
#ifndef Q_OS_LINUX
    QSKIP("finds the workers of a program in /proc");
#endif
    recording_ = longClip(seconds);
    QVERIFY2(!recording_.isEmpty(), "the ffmpeg program is needed to make a recording");
    recordingHash_ = sha256OfFile(recording_).value_or(QString());
    measureAnUndisturbedRun();
}

void TestKilledPrograms::measureAnUndisturbedRun()
{
    QElapsedTimer timer;
    timer.start();
    const auto imported = imported_.run(importing(recording_));
    QVERIFY2(imported.exitCode == 0, imported.errors.constData());
    importMs_ = static_cast<int>(timer.elapsed());
    const DataFolder folder;
    folder.fillFrom(imported_);
    timer.restart();
    const auto processed = folder.run({QStringLiteral("process")});
    QVERIFY2(processed.exitCode == 0, processed.errors.constData());
    processMs_ = static_cast<int>(timer.elapsed());

    Library library(folder.paths());
    QCOMPARE(library.breaches(), QStringList());
    QCOMPARE(library.readyVideos().size(), std::size_t{1});
    framesExpected_ = library.readyVideos().front().renditions.front().frames;
    QCOMPARE(framesExpected_, seconds * 30);
}

void TestKilledPrograms::jobGoesOnByItselfAndSucceedsOnce_data()
{
    QTest::addColumn<During>("during");
    QTest::addColumn<Victim>("victim");
    QTest::addColumn<int>("moment");
    const quint32 seed = seedWanted();
    qInfo("NDAS_CRASH_SEED=%u", seed);
    QRandomGenerator random(seed);
    for (int i = 0; i < killsWanted(); ++i) {
        const During during = i % 4 == 3 ? During::Import : During::Process;
        const auto victim = static_cast<Victim>(i % 3);
        const int moment =
            static_cast<int>(random.bounded(during == During::Import ? importMs_ : processMs_));
        QTest::addRow("%d: %s killed %d ms into %s", i,
                      victim == Victim::Program  ? "program"
                      : victim == Victim::Worker ? "worker"
                                                 : "both",
                      moment, during == During::Import ? "import" : "process")
            << during << victim << moment;
    }
}

void TestKilledPrograms::jobGoesOnByItselfAndSucceedsOnce()
{
    QFETCH(const During, during);
    QFETCH(const Victim, victim);
    QFETCH(const int, moment);
    const DataFolder folder;
    if (during == During::Process)
        folder.fillFrom(imported_);

    killWithin(folder, during, victim, moment);
    QCOMPARE(Library(folder.paths()).lostCheckpoints(), QStringList());
    // An import that was cut short acknowledged nothing: staff drop the recording again.
    if (during == During::Import)
        folder.run(importing(recording_));
    letItFinish(folder);

    verifyOutcome(folder, victim);
}

void TestKilledPrograms::killWithin(const DataFolder& folder, During during, Victim victim, int moment)
{
    const auto program = folder.start(during == During::Import ? importing(recording_)
                                                               : QStringList(QStringLiteral("process")));
    QVERIFY(program->waitForStarted());
    if (program->waitForFinished(moment))
        return; // faster than the undisturbed run: nothing left to kill
    const qint64 id = program->processId();
    const std::vector<qint64> workers = childrenOf(id);
    const bool spareProgram = victim == Victim::Worker && !workers.empty();
    if (victim != Victim::Program) {
        for (const qint64 worker : workers)
            ::kill(static_cast<pid_t>(worker), SIGKILL);
    }
    if (!spareProgram)
        program->kill();
    QVERIFY(program->waitForFinished(120'000));
    for (const qint64 worker : workers)
        QTRY_VERIFY2(!isAlive(worker), "a worker outlives its program");
}

void TestKilledPrograms::letItFinish(const DataFolder& folder)
{
    // One start does it, unless a killed worker is tried again after a while.
    constexpr int startsAtMost = 3;
    for (int i = 0; i < startsAtMost; ++i) {
        VERIFY_OK(Library(folder.paths()).makeEverythingDue());
        int exitCode = -1;
        finishOnce(folder, exitCode);
        if (exitCode == 0 || QTest::currentTestFailed())
            return;
    }
    QFAIL("the job does not come to its end");
}

/// What is in the journal is not encoded again: the first new checkpoint is where the journal ends.
void TestKilledPrograms::finishOnce(const DataFolder& folder, int& exitCode)
{
    const Library library(folder.paths());
    const JobId job = library.jobs().back().id;
    const auto before = library.checkpointOf(job);
    const bool canGoOn = before && !library.journalOf(job)->packets.empty();
    const auto program = folder.start({QStringLiteral("process")});
    std::optional<jobs::Checkpoint> after;
    while (canGoOn && !after && !program->waitForFinished(5)) {
        after = library.checkpointOf(job);
        if (after && after->fence == before->fence)
            after.reset();
    }
    const auto processed = DataFolder::finish(*program);
    QVERIFY2(processed.exitCode == 0 || processed.exitCode == 1, processed.errors.constData());
    exitCode = processed.exitCode;
    if (after)
        QVERIFY2(after->at >= before->at, "encoded again what was done");
}

void TestKilledPrograms::verifyOutcome(const DataFolder& folder, Victim victim)
{
    Library library(folder.paths());
    QCOMPARE(library.breaches(), QStringList());
    for (const jobs::Job& job : library.jobs()) {
        const bool isCopy =
            job.state == jobs::JobState::Failed && job.errorCode == ErrorCode::AlreadyImported;
        QVERIFY2(job.state == jobs::JobState::Succeeded || isCopy, jobs::name(job.state));
        QVERIFY2(job.crashes <= (victim == Victim::Program ? 0 : 1), "counted a crash that was none");
    }
    const auto videos = library.readyVideos();
    QCOMPARE(videos.size(), std::size_t{1});
    QCOMPARE(videos.front().sha256, recordingHash_);
    QCOMPARE(videos.front().renditions.size(), std::size_t{1});
    QCOMPARE(videos.front().renditions.front().frames, framesExpected_);
    QCOMPARE(*sha256OfFile(recording_), recordingHash_);
    QCOMPARE(QDir(folder.paths().workDir()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
}

QTEST_GUILESS_MAIN(TestKilledPrograms)
#include "test_killed_programs.moc"
