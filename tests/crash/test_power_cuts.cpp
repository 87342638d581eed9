// The power goes at random moments, and what was acknowledged before is there afterwards. NDAS_POWER_CUTS
// says how often, NDAS_CRASH_SEED repeats a run.
#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "tests/crash/busy_writer.h"
#include "tests/crash/data_folder.h"
#include "tests/crash/power_volume.h"
#include "tests/support/test_media.h"
#include "tests/support/test_size.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::test;

namespace {

constexpr int fewCuts = 5;

/// What busy_writer said was done.
struct Told {
    int files = 0;
    int packets = 0;
    std::int64_t lastJob = 0;
};

Told toldBy(const QByteArray& lines)
{
    Told told;
    for (const QByteArray& line : lines.left(lines.lastIndexOf('\n')).split('\n')) {
        const qint64 number = line.mid(line.indexOf(' ') + 1).toLongLong();
        if (line.startsWith("file"))
            told.files = static_cast<int>(number) + 1;
        else if (line.startsWith("packets"))
            told.packets = static_cast<int>(number);
        else if (line.startsWith("job"))
            told.lastJob = number;
    }
    return told;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<unreadable>");
}

} // namespace

class TestPowerCuts : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        volume_.emplace();
        if (!volume_->isThere())
            QSKIP("needs root, loop devices and mkfs.ext4");
        random_ = seededRandom();
        recording_ = tinyClip(seconds_);
        QVERIFY2(!recording_.isEmpty(), "the ffmpeg program is needed to make a recording");
    }

    void whatWasAcknowledgedIsThereAfterwards_data() { cuts(); }

    void whatWasAcknowledgedIsThereAfterwards()
    {
        const QDir folder(volume_->path() + QStringLiteral("/busy"));
        QVERIFY(QDir(folder.path()).removeRecursively() && QDir().mkpath(folder.path()));
        QProcess writer;
        writer.start(QStringLiteral(NDAS_BUSY_WRITER), {folder.path()});
        QVERIFY(writer.waitForReadyRead());

        const QByteArray lines = cutPowerWithin(writer, 600);

        const Told told = toldBy(lines);
        acknowledged_ += told.files + told.packets + told.lastJob;
        verifyFiles(folder, told);
        verifyJournal(folder, told);
        verifyJobs(folder, told);
    }

    void programsGoOnAndLoseNothing_data() { cuts(); }

    void programsGoOnAndLoseNothing()
    {
        const QString surroundings = volume_->path() + QStringLiteral("/library");
        QVERIFY(QDir(surroundings).removeRecursively() && QDir().mkpath(surroundings));
        const DataFolder folder(surroundings);
        VERIFY_OK(folder.paths().create());
        VERIFY_OK(writeNewFileDurably(folder.paths().settingsFile(),
                                      R"({"disk_reserve_bytes": 1})")); // it is small
        const auto imported = folder.run(
            {QStringLiteral("import"), recording_, QStringLiteral("--preset"), QStringLiteral("mobile")});
        QVERIFY2(imported.exitCode == 0, imported.errors.constData());
        const std::size_t jobsBefore = Library(folder.paths()).jobs().size();
        const auto program = folder.start({QStringLiteral("process")});
        QVERIFY(program->waitForStarted());

        cutPowerWithin(*program, 1000);

        Library library(folder.paths());
        const bool saidDone = program->exitStatus() == QProcess::NormalExit && program->exitCode() == 0;
        QVERIFY2(!saidDone || library.renditionJob()->state == jobs::JobState::Succeeded,
                 "a finished job is not");
        VERIFY_NONE(library.lostCheckpoints());
        VERIFY_NONE(library.queueBreaches());
        QCOMPARE(library.jobs().size(), jobsBefore);
        QCOMPARE(library.readyVideos().size(), std::size_t{1});
        acknowledged_ +=
            static_cast<qint64>(jobsBefore) + (library.checkpointOf(library.renditionJob()->id) ? 1 : 0);
        finish(folder);
    }

    void theDiskIsAskedAndNotTheMemoryOfTheSystem()
    {
        const QString path = volume_->path() + QStringLiteral("/written");
        const QByteArray content = QByteArray("what somebody wrote ").repeated(200); // within a block
        VERIFY_OK(writeNewFileDurably(path, content));
        const QString hash = sha256OfFile(path).value_or(QString());
        QCOMPARE(sha256OnDisk(path).value_or(QString()), hash);

        QVERIFY(volume_->damage(content));

        QCOMPARE(sha256OfFile(path).value_or(QString()), hash); // what it remembers
        QVERIFY(sha256OnDisk(path).value_or(hash) != hash);
    }

    void cleanupTestCase()
    {
        qInfo("%lld acknowledged facts looked for", static_cast<long long>(acknowledged_));
    }

private:
    static void cuts()
    {
        QTest::addColumn<int>("cut");
        for (int cut = 0; cut < sizeFrom("NDAS_POWER_CUTS", fewCuts); ++cut)
            QTest::addRow("%d", cut) << cut;
    }

    /// Lets the program work for a while, cuts, and brings the volume back. What the program said.
    QByteArray cutPowerWithin(QProcess& program, int milliseconds)
    {
        program.waitForFinished(static_cast<int>(random_.bounded(milliseconds)));
        const bool cut = volume_->cutPower();
        program.kill();
        program.waitForFinished();
        const bool restarted = QTest::qWaitFor([&] { return volume_->restart(); }, 20'000);
        if (!cut || !restarted)
            QTest::qFail("the volume does not come back, or is damaged", __FILE__, __LINE__);
        return program.readAllStandardOutput();
    }

    static void verifyFiles(const QDir& folder, const Told& told)
    {
        const QStringList names = folder.entryList({QStringLiteral("*.bin")}, QDir::Files);
        QVERIFY2(names.size() >= told.files, "a published file is gone");
        for (const QString& name : names)
            QVERIFY2(contentOf(folder.filePath(name)) == fileContent(name.chopped(4).toInt()),
                     qPrintable(name + QStringLiteral(" is not whole")));
    }

    static void verifyJournal(const QDir& folder, const Told& told)
    {
        if (told.packets == 0)
            return;
        const auto content = engine::readJournal(folder.filePath(journalName));
        QVERIFY2(content && *content, "the journal is gone");
        QVERIFY2(std::ssize((*content)->packets) >= told.packets, "a checkpoint is gone");
        auto reader = engine::JournalReader::open(folder.filePath(journalName));
        VERIFY_OK(reader);
        for (const engine::JournalEntry& entry : (*content)->packets) {
            const engine::PacketPtr packet = engine::makePacket();
            VERIFY_OK(reader->read(entry, *packet));
            QVERIFY(QByteArrayView(packet->data, packet->size) == packetContent(static_cast<int>(entry.pts)));
        }
    }

    static void verifyJobs(const QDir& folder, const Told& told)
    {
        if (told.lastJob == 0)
            return;
        const SystemClock clock;
        db::DatabasePool pool(folder.filePath(QStringLiteral("ndas.db")));
        const jobs::JobStore store(pool, clock);
        const auto jobs = store.list();
        VERIFY_OK(jobs);
        QVERIFY2(std::ssize(*jobs) >= told.lastJob, "a queued job is gone");
        QCOMPARE(store.checkInvariants().value_or(QStringList(QStringLiteral("unreadable"))), QStringList());
    }

    static void finish(const DataFolder& folder)
    {
        VERIFY_OK(Library(folder.paths()).makeEverythingDue());
        const auto processed = folder.run({QStringLiteral("process")});
        QVERIFY2(processed.exitCode == 0, processed.errors.constData());
        Library library(folder.paths());
        VERIFY_NONE(library.breaches());
        QCOMPARE(library.readyVideos().front().renditions.front().frames, seconds_ * 25);
    }

    static constexpr int seconds_ = 30;
    std::optional<PowerVolume> volume_;
    QRandomGenerator random_;
    QString recording_;
    qint64 acknowledged_ = 0;
};

QTEST_GUILESS_MAIN(TestPowerCuts)
#include "test_power_cuts.moc"
