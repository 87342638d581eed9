// Several programs at one queue: each job is done once. NDAS_SHARED_JOBS and NDAS_SHARED_FILES set how many
// there are.
#include "tests/crash/data_folder.h"
#include "tests/support/test_media.h"
#include "tests/support/test_size.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace ndas;
using namespace ndas::test;

namespace {

constexpr int fewJobs = 500;
constexpr int fewFiles = 6;
constexpr int longMs = 3'600'000;

/// Short clips that differ in content, so that none is taken for a copy of another: each has a box of its own
/// at its end that no player looks at.
QStringList clips(const QDir& folder, int count)
{
    const QString clip =
        makeMedia(QStringLiteral("short.mp4"),
                  QStringLiteral("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine -t 0.5 "
                                 "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac")
                      .split(QLatin1Char(' ')));
    QStringList files;
    for (int i = 0; i < count; ++i) {
        files << folder.filePath(QStringLiteral("clip%1.mp4").arg(i));
        QFile::copy(clip, files.back());
        QFile file(files.back());
        const QByteArray box = QByteArray("\0\0\0\x10", 4) + "free" + QByteArray::number(10'000'000 + i);
        if (!file.open(QIODevice::Append) || file.write(box) != box.size())
            return {};
    }
    return files;
}

/// What happened to a job, for a test that fails.
QString story(const Library& library, JobId id)
{
    QStringList lines;
    for (const jobs::JobEvent& event : library.history(id))
        lines << QStringLiteral("%1 -> %2: %3 %4")
                     .arg(event.fromState, event.toState, event.reason, event.detail);
    return QStringLiteral("job %1: ").arg(id.value) + lines.join(QStringLiteral("; "));
}

int timesRun(const Library& library, JobId id)
{
    const auto history = library.history(id);
    return static_cast<int>(std::ranges::count(history, QStringLiteral("running"), &jobs::JobEvent::toState));
}

} // namespace

class TestSharedQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoHandsDoEachJobOnce();
    void twoProgramsDoEachJobOnce();
    void aWindowAndAProgramDoEachJobOnce();
    void twoImportsOfOneRecordingMakeOneVideo();

private:
    void import(const DataFolder& folder, int count);
    void verifyAllDoneOnce(const DataFolder& folder, int count);
};

/// Real processes with real schedulers, whose jobs are nothing but a line in a diary.
void TestSharedQueue::twoHandsDoEachJobOnce()
{
    const int count = sizeFrom("NDAS_SHARED_JOBS", fewJobs);
    const DataFolder folder;
    VERIFY_OK(folder.paths().create());
    Library library(folder.paths());
    VERIFY_OK(library.fillQueue(count));
    QElapsedTimer timer;
    timer.start();
    std::vector<std::unique_ptr<QProcess>> hands;
    for (const char* diary : {"/diary1", "/diary2"}) {
        auto& hand = hands.emplace_back(std::make_unique<QProcess>());
        hand->start(QStringLiteral(NDAS_QUEUE_HAND),
                    {folder.paths().database(), folder.paths().instancesDir(),
                     folder.paths().dataDir + QLatin1String(diary)});
    }
    QStringList done;
    for (std::size_t i = 0; i < hands.size(); ++i) {
        QVERIFY(hands[i]->waitForFinished(longMs));
        QCOMPARE(hands[i]->exitCode(), 0);
        QFile diary(folder.paths().dataDir + QStringLiteral("/diary%1").arg(i + 1));
        QVERIFY(diary.open(QIODevice::ReadOnly));
        const QStringList lines =
            QString::fromLatin1(diary.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY2(!lines.isEmpty(), "one hand did nothing");
        done += lines;
    }
    qInfo("%d jobs by two programs in %.1f s", count, static_cast<double>(timer.elapsed()) / 1000);

    for (const jobs::Job& job : library.jobs())
        QVERIFY2(job.fence == 1, qPrintable(story(library, job.id)));
    QCOMPARE(done.size(), count);
    QCOMPARE(QSet<QString>(done.begin(), done.end()).size(), count);
    VERIFY_NONE(library.queueBreaches());
    for (const jobs::Job& job : library.jobs())
        QVERIFY2(job.state == jobs::JobState::Succeeded, jobs::name(job.state));
}

void TestSharedQueue::import(const DataFolder& folder, int count)
{
    const QTemporaryDir recordings;
    const QStringList files = clips(QDir(recordings.path()), count);
    QCOMPARE(files.size(), count);
    const auto importing = folder.start(
        QStringList{QStringLiteral("import"), QStringLiteral("--preset"), QStringLiteral("mobile,low")} +
        files);
    const auto imported = DataFolder::finish(*importing, longMs);
    QVERIFY2(imported.exitCode == 0, imported.errors.constData());
}

void TestSharedQueue::twoProgramsDoEachJobOnce()
{
    const int count = sizeFrom("NDAS_SHARED_FILES", fewFiles);
    const DataFolder folder;
    import(folder, count);
    QElapsedTimer timer;
    timer.start();

    const auto first = folder.start({QStringLiteral("process"), QStringLiteral("--wait")});
    const auto second = folder.start({QStringLiteral("process"), QStringLiteral("--wait")});
    const auto firstOutcome = DataFolder::finish(*first, longMs);
    const auto secondOutcome = DataFolder::finish(*second, longMs);

    qInfo("%d jobs in %.1f s", 2 * count, static_cast<double>(timer.elapsed()) / 1000);
    QVERIFY2(firstOutcome.exitCode == 0, firstOutcome.errors.constData());
    QVERIFY2(secondOutcome.exitCode == 0, secondOutcome.errors.constData());
    verifyAllDoneOnce(folder, count);
}

void TestSharedQueue::aWindowAndAProgramDoEachJobOnce()
{
    const int count = sizeFrom("NDAS_SHARED_FILES", fewFiles);
    const DataFolder folder;
    import(folder, count);
    QElapsedTimer timer;
    timer.start();

    const auto window = folder.startWindow();
    QVERIFY(window->waitForStarted());
    const auto program = folder.start({QStringLiteral("process"), QStringLiteral("--wait")});
    const auto outcome = DataFolder::finish(*program, longMs);

    qInfo("%d jobs in %.1f s", 2 * count, static_cast<double>(timer.elapsed()) / 1000);
    QVERIFY2(!window->waitForFinished(0) && window->state() == QProcess::Running, "the window is gone");
    window->terminate();
    QVERIFY(window->waitForFinished());
    QVERIFY2(window->exitStatus() == QProcess::NormalExit, "the window crashed");
    QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
    verifyAllDoneOnce(folder, count);
}

void TestSharedQueue::verifyAllDoneOnce(const DataFolder& folder, int count)
{
    Library library(folder.paths());
    VERIFY_NONE(library.breaches());
    QCOMPARE(library.jobs().size(), static_cast<std::size_t>(3 * count)); // ingest and two presets each
    for (const jobs::Job& job : library.jobs()) {
        QVERIFY2(job.state == jobs::JobState::Succeeded, jobs::name(job.state));
        QCOMPARE(job.attempt, 1);
        QCOMPARE(job.fence, 1);
        QCOMPARE(timesRun(library, job.id), 1);
    }
    QCOMPARE(Library::filesIn(folder.paths().renditionsDir()).size(), 2 * count);
}

void TestSharedQueue::twoImportsOfOneRecordingMakeOneVideo()
{
    const DataFolder folder;
    const QStringList arguments{QStringLiteral("import"), plainClip(), QStringLiteral("--preset"),
                                QStringLiteral("mobile")};
    const auto first = folder.start(arguments);
    const auto second = folder.start(arguments);
    QCOMPARE(DataFolder::finish(*first).exitCode, 0);
    QCOMPARE(DataFolder::finish(*second).exitCode, 0);
    QCOMPARE(folder.run({QStringLiteral("process")}).exitCode, 0);

    Library library(folder.paths());
    VERIFY_NONE(library.breaches());
    QCOMPARE(library.readyVideos().size(), std::size_t{1});
    QCOMPARE(library.readyVideos().front().renditions.size(), std::size_t{1});
    QCOMPARE(Library::filesIn(folder.paths().originalsDir()).size(), 1);
}

QTEST_GUILESS_MAIN(TestSharedQueue)
#include "test_shared_queue.moc"
