// The real programs on a disk that fails now and then: they say so and end, and when the disk is well again
// the job comes to its end. NDAS_FAULTY_RUNS says how often, NDAS_CRASH_SEED repeats a run.
#include "core/base/sanitizers.h"
#include "tests/crash/data_folder.h"
#include "tests/support/test_media.h"
#include "tests/support/test_size.h"

#include <QtTest/QtTest>

#include <cerrno>

using namespace ndas;
using namespace ndas::test;

namespace {

constexpr int fewRuns = 6;
constexpr int lastCall = 160; ///< a quiet run of this clip has about as many in each process

QProcessEnvironment failing(const QString& fault)
{
    QProcessEnvironment surroundings = QProcessEnvironment::systemEnvironment();
    surroundings.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(NDAS_FAILING_CALLS));
    surroundings.insert(QStringLiteral("NDAS_FAULT"), fault);
    return surroundings;
}

} // namespace

class TestFailingDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        if (isSanitized)
            QSKIP("a sanitizer wants to be loaded before anything else");
        recording_ = plainClip();
        QVERIFY2(!recording_.isEmpty(), "the ffmpeg program is needed to make a recording");
        hash_ = sha256OfFile(recording_).value_or(QString());
        const auto imported = imported_.run(
            {QStringLiteral("import"), recording_, QStringLiteral("--preset"), QStringLiteral("mobile")});
        QVERIFY2(imported.exitCode == 0, imported.errors.constData());
    }

    void theJobComesToItsEndWhenTheDiskIsWell_data()
    {
        QTest::addColumn<QString>("fault");
        QRandomGenerator random = seededRandom();
        constexpr int errors[] = {EIO, ENOSPC, ENOMEM};
        for (int run = 0; run < sizeFrom("NDAS_FAULTY_RUNS", fewRuns); ++run) {
            const QString fault =
                QStringLiteral("%1:%2:%3")
                    .arg(random.bounded(1, lastCall))
                    .arg(errors[run % std::size(errors)])
                    .arg(random.bounded(2) == 0 ? QLatin1String("once") : QLatin1String("lasting"));
            QTest::addRow("%d: %s", run, qPrintable(fault)) << fault;
        }
    }

    void theJobComesToItsEndWhenTheDiskIsWell()
    {
        QFETCH(const QString, fault);
        const DataFolder folder;
        folder.fillFrom(imported_);

        const auto program = folder.start({QStringLiteral("process")}, failing(fault));
        QVERIFY(program->waitForFinished(120'000)); // it ends by itself, whatever the disk does
        QCOMPARE(program->exitStatus(), QProcess::NormalExit);
        ++exits_[program->exitCode()];
        VERIFY_NONE(Library(folder.paths()).lostCheckpoints());
        VERIFY_NONE(Library(folder.paths()).queueBreaches());
        finish(folder);
        verify(folder);
    }

    void cleanupTestCase()
    {
        for (const auto& exit : exits_)
            qInfo("exit code %d: %d times", exit.first, exit.second);
    }

private:
    static void finish(const DataFolder& folder)
    {
        constexpr int startsAtMost = 3;
        int exitCode = -1;
        for (int start = 0; start < startsAtMost && exitCode != 0; ++start) {
            VERIFY_OK(Library(folder.paths()).makeEverythingDue());
            exitCode = folder.run({QStringLiteral("process")}).exitCode;
        }
        QCOMPARE(exitCode, 0);
    }

    void verify(const DataFolder& folder) const
    {
        Library library(folder.paths());
        VERIFY_NONE(library.breaches());
        QCOMPARE(library.readyVideos().size(), std::size_t{1});
        QCOMPARE(library.readyVideos().front().renditions.front().state, library::RenditionState::Ready);
        QCOMPARE(sha256OfFile(recording_).value_or(QString()), hash_);
    }

    DataFolder imported_;
    QString recording_;
    QString hash_;
    std::map<int, int> exits_;
};

QTEST_GUILESS_MAIN(TestFailingDisk)
#include "test_failing_disk.moc"
