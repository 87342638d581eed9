// kill -9, as a crash, the kernel's memory killer or an impatient person would do it. NDAS_CRASH_KILLS says
// how often, NDAS_CRASH_SEED repeats a run.
#include "tests/crash/data_folder.h"
#include "tests/crash/process_tree.h"
#include "tests/support/test_media.h"
#include "tests/support/test_size.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

#include <numeric>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace ndas;
using namespace ndas::test;

namespace {

enum class Victim { Program, Worker, Both };
enum class Kind { CommandLine, Window };

constexpr QLatin1String preset("mobile");
constexpr int seconds = 30; ///< six checkpoints
constexpr int framesASecond = 25;
constexpr double secondsBetweenCheckpoints = 5;
constexpr int fewKills = 50;
constexpr int killsPerFolder = 5;

QStringList importing(const QString& file)
{
    return {QStringLiteral("import"), file, QStringLiteral("--preset"), preset};
}

const char* nameOf(Victim victim)
{
    return victim == Victim::Program ? "program" : victim == Victim::Worker ? "worker" : "both";
}

} // namespace

class TestKilledPrograms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void jobGoesOnByItselfAndSucceedsOnce_data();
    void jobGoesOnByItselfAndSucceedsOnce();
    void cleanupTestCase();

private:
    void measureAnUndisturbedRun();
    void killOnce(const DataFolder& folder, QProcess& program, Victim victim, int moment);
    void lookAfterKill(const DataFolder& folder, Victim victim);
    void letItFinish(const DataFolder& folder);
    void finishOnce(const DataFolder& folder, int& exitCode);
    void verifyOutcome(const DataFolder& folder);

    DataFolder imported_; ///< holds the recording with its rendition queued; copied for each life
    QRandomGenerator random_;
    QString recording_;
    QString recordingHash_;
    std::int64_t framesExpected_ = 0;
    int importMs_ = 0;
    int processMs_ = 0;
    int kills_ = 0;                      ///< so far
    std::map<Victim, int> killsOf_;      ///< that met a running program
    std::vector<double> encodedAgain_{}; ///< seconds of media, per kill that hit an encoding
    int crashesOfThisLife_ = 0;
};

void TestKilledPrograms::initTestCase()
{
#ifndef Q_OS_LINUX
    QSKIP("finds the workers of a program in /proc");
#endif
    recording_ = tinyClip(seconds); // so that a kill costs the test little
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
    VERIFY_NONE(library.breaches());
    QCOMPARE(library.readyVideos().size(), std::size_t{1});
    framesExpected_ = library.readyVideos().front().renditions.front().frames;
    QCOMPARE(framesExpected_, seconds * framesASecond);
}

/// Each row is the life of one data folder: killed several times, then left in peace.
void TestKilledPrograms::jobGoesOnByItselfAndSucceedsOnce_data()
{
    QTest::addColumn<bool>("beginsWithImport");
    QTest::addColumn<int>("kills");
    random_ = seededRandom();
    int left = sizeFrom("NDAS_CRASH_KILLS", fewKills);
    for (int life = 0; left > 0; ++life, left -= killsPerFolder)
        QTest::addRow("life %d", life) << (life % 4 == 3) << std::min(left, killsPerFolder);
}

void TestKilledPrograms::jobGoesOnByItselfAndSucceedsOnce()
{
    QFETCH(const bool, beginsWithImport);
    QFETCH(int, kills);
    const DataFolder folder;
    crashesOfThisLife_ = 0;
    if (beginsWithImport) {
        --kills;
        const auto program = folder.start(importing(recording_));
        killOnce(folder, *program, Victim::Both, static_cast<int>(random_.bounded(importMs_)));
        // An import that was cut short acknowledged nothing: staff drop the recording again.
        folder.run(importing(recording_));
    } else {
        folder.fillFrom(imported_);
    }
    for (; kills > 0 && !QTest::currentTestFailed(); --kills) {
        const auto victim = static_cast<Victim>(kills_ % 3);
        const auto kind = kills_ % 5 == 4 ? Kind::Window : Kind::CommandLine;
        const auto program =
            kind == Kind::Window ? folder.startWindow() : folder.start({QStringLiteral("process")});
        killOnce(folder, *program, kind == Kind::Window ? Victim::Both : victim,
                 static_cast<int>(random_.bounded(kind == Kind::Window ? processMs_ : processMs_ / 2)));
    }
    if (!QTest::currentTestFailed())
        letItFinish(folder);
    if (!QTest::currentTestFailed())
        verifyOutcome(folder);
}

void TestKilledPrograms::killOnce(const DataFolder& folder, QProcess& program, Victim victim, int moment)
{
    ++kills_;
    QVERIFY(program.waitForStarted());
    if (program.waitForFinished(moment))
        return; // nothing was left to do
    const std::vector<qint64> workers = childrenOf(program.processId());
    const bool spareProgram = victim == Victim::Worker && !workers.empty();
    if (victim != Victim::Program) {
        for (const qint64 worker : workers)
            ::kill(static_cast<pid_t>(worker), SIGKILL);
    }
    if (!spareProgram)
        program.kill();
    QVERIFY(program.waitForFinished(120'000));
    for (const qint64 worker : workers)
        QTRY_VERIFY2(!isAlive(worker), "a worker outlives its program");
    ++killsOf_[spareProgram ? Victim::Worker : workers.empty() ? Victim::Program : victim];
    lookAfterKill(folder, victim);
}

void TestKilledPrograms::lookAfterKill(const DataFolder& folder, Victim victim)
{
    if (!QFile::exists(folder.paths().database()))
        return;
    Library library(folder.paths());
    if (!library.isMade())
        return;
    VERIFY_NONE(library.lostCheckpoints());
    VERIFY_NONE(library.queueBreaches());
    const auto job = library.renditionJob();
    if (!job)
        return;
    crashesOfThisLife_ += victim == Victim::Program ? 0 : 1;
    QVERIFY2(job->crashes <= crashesOfThisLife_, "counted a crash that was none");
    if (library.journalOf(job->id)) {
        encodedAgain_.push_back(double(library.picturesBehindCheckpoint(job->id)) / framesASecond);
        QVERIFY2(encodedAgain_.back() <= secondsBetweenCheckpoints, "too much was not kept");
    }
    VERIFY_OK(library.makeEverythingDue());
    if (job->state == jobs::JobState::Failed && crashesOfThisLife_ > 1)
        VERIFY_OK(library.retry(job->id)); // twice without getting further: a person has to say so
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
    QVERIFY(library.renditionJob());
    const JobId job = library.renditionJob()->id;
    const auto before = library.checkpointOf(job);
    const auto journal = library.journalOf(job);
    const bool canGoOn = before && journal && !journal->packets.empty();
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

void TestKilledPrograms::verifyOutcome(const DataFolder& folder)
{
    Library library(folder.paths());
    VERIFY_NONE(library.breaches());
    for (const jobs::Job& job : library.jobs()) {
        const bool isCopy =
            job.state == jobs::JobState::Failed && job.errorCode == ErrorCode::AlreadyImported;
        QVERIFY2(job.state == jobs::JobState::Succeeded || isCopy,
                 jobs::name(job.state) + QByteArray(", ") + errorName(job.errorCode));
    }
    const auto videos = library.readyVideos();
    QCOMPARE(videos.size(), std::size_t{1});
    QCOMPARE(videos.front().sha256, recordingHash_);
    QCOMPARE(videos.front().renditions.size(), std::size_t{1});
    QCOMPARE(videos.front().renditions.front().frames, framesExpected_);
    QCOMPARE(*sha256OfFile(recording_), recordingHash_);
    QCOMPARE(QDir(folder.paths().workDir()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
}

void TestKilledPrograms::cleanupTestCase()
{
    for (const auto& kills : killsOf_)
        qInfo("killed: %-7s %4d times", nameOf(kills.first), kills.second);
    if (encodedAgain_.empty())
        return;
    std::ranges::sort(encodedAgain_);
    const double sum = std::accumulate(encodedAgain_.begin(), encodedAgain_.end(), 0.0);
    qInfo(
        "media encoded and lost per kill that left a journal (%zu): mean %.2f s, median %.2f s, most %.2f s",
        encodedAgain_.size(), sum / static_cast<double>(encodedAgain_.size()),
        encodedAgain_[encodedAgain_.size() / 2], encodedAgain_.back());
}

QTEST_GUILESS_MAIN(TestKilledPrograms)
#include "test_killed_programs.moc"
