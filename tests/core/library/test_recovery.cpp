#include "app/composition/workspace.h"
#include "core/base/clock.h"
#include "core/base/file_lock.h"
#include "core/db/backups.h"
#include "core/db/check_request.h"
#include "core/db/migrations.h"
#include "core/library/caretaker.h"
#include "tests/core/library/library_bench.h"
#include "tests/support/verify_result.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;

/// A library whose database file was damaged on purpose, opened as the programs do.
class TestRecovery : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init() { bench_ = std::make_unique<test::LibraryBench>(); }

    void restoresADamagedDatabaseAndSaysSo_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("overwritten from the start") << 0;
        QTest::newRow("cut in the middle") << 1;
        QTest::newRow("a page full of zeros") << 2;
        QTest::newRow("emptied") << 3;
        QTest::newRow("gone") << 4;
    }

    void restoresADamagedDatabaseAndSaysSo()
    {
        QFETCH(const int, kind);
        registerVideo("visit.mp4");
        backUp();
        QVERIFY(damage(kind));
        leaveLockOfADeadProgram();

        auto workspace = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});

        VERIFY_OK(workspace);
        QVERIFY((*workspace)->notice());
        QCOMPARE((*workspace)->notice()->code, ErrorCode::DatabaseRestored);
        const auto videos = (*workspace)->library().list();
        VERIFY_OK(videos);
        QCOMPARE(videos->size(), std::size_t{1});
        QCOMPARE(videos->front().title, QStringLiteral("visit"));
        QVERIFY(QDir(bench_->paths.instancesDir()).entryList(QDir::Files).size() == 1);

        workspace->reset();
        workspace = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});
        VERIFY_OK(workspace);
        QVERIFY(!(*workspace)->notice());
    }

    /// Damage was seen while the program ran; then it ended as it should.
    void damageThatWasSeenIsLookedIntoAtTheNextStart()
    {
        registerVideo("visit.mp4");
        backUp();
        QVERIFY(damageIndex());
        {
            const auto unaware = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});
            VERIFY_OK(unaware);
            QVERIFY(!(*unaware)->notice());
        }
        VERIFY_OK(db::requestCheck(bench_->paths.database()));

        auto workspace = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});

        VERIFY_OK(workspace);
        QVERIFY((*workspace)->notice());
        QCOMPARE((*workspace)->notice()->code, ErrorCode::DatabaseRestored);
        QCOMPARE((*workspace)->library().list()->size(), std::size_t{1});
        QVERIFY(!db::isCheckRequested(bench_->paths.database()));
    }

    void registersWhatTheBackupDoesNotKnow()
    {
        backUp();
        const QString uuid = QStringLiteral("0123456789abcdef0123456789abcdef");
        QVERIFY(test::LibraryBench::write(originals() + uuid + QStringLiteral(".mp4"), "content"));
        QVERIFY(test::LibraryBench::write(originals() + QStringLiteral("holiday.mp4"), "not ours"));
        QVERIFY(test::LibraryBench::write(
            bench_->paths.renditionsDir() + QLatin1Char('/') + uuid + QStringLiteral("-low.mp4"), "small"));
        QVERIFY(damage(0));

        const auto workspace = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});

        VERIFY_OK(workspace);
        const auto videos = (*workspace)->library().list();
        VERIFY_OK(videos);
        QCOMPARE(videos->size(), std::size_t{1});
        QCOMPARE(videos->front().uuid, uuid);
        QCOMPARE(videos->front().state, VideoState::Importing);
        const auto jobs = (*workspace)->jobs().list();
        VERIFY_OK(jobs);
        QCOMPARE(jobs->size(), std::size_t{1});
        QCOMPARE(jobs->front().payload[QLatin1String("presets")].toArray(),
                 QJsonArray{QStringLiteral("low")});
        QVERIFY(QFile::exists(originals() + uuid + QStringLiteral(".mp4")));
    }

    void takesAnImportFromTheCopyThatIsThere()
    {
        registerVideo("card.mp4");
        backUp();
        const QString uuid = bench_->store.list()->front().uuid;
        const QString stored = originals() + uuid + QStringLiteral(".mp4");
        QVERIFY(test::LibraryBench::write(stored, "content"));
        QVERIFY(damage(0));

        const auto workspace = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});

        VERIFY_OK(workspace);
        QCOMPARE((*workspace)->library().list()->front().originalPath, stored);
    }

    void leavesTheDatabaseToAProgramThatUsesIt()
    {
        backUp();
        const auto other = jobs::Instance::create(bench_->paths.instancesDir());
        QVERIFY(other);
        QVERIFY(damage(0));

        const auto workspace = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});

        QVERIFY(!workspace);
        QCOMPARE(workspace.error().code, ErrorCode::DatabaseCorrupt);
    }

    void leavesTheDatabaseOfAnotherProgramAlone()
    {
        backUp();
        {
            const auto connection = db::Connection::open(bench_->paths.database());
            VERIFY_OK(connection);
            VERIFY_OK((*connection)->run(QStringLiteral("PRAGMA application_id=99")));
        }
        const auto workspace = app::Workspace::open({.paths = bench_->paths, .only = {}, .maxJobs = {}});
        QVERIFY(!workspace);
        QCOMPARE(workspace.error().code, ErrorCode::DatabaseCorrupt);
        QVERIFY(QFile::exists(bench_->paths.database()));
    }

    void damagedDatabaseIsNotBackedUpAndLookedIntoNext()
    {
        registerVideo("visit.mp4");
        QVERIFY(damage(2));
        const Caretaker caretaker(bench_->paths, bench_->jobs, bench_->store, bench_->clock);

        QVERIFY(!caretaker.doChores());

        QVERIFY(!db::hasBackups(bench_->paths.backupsDir()));
        QVERIFY(db::isCheckRequested(bench_->paths.database()));
    }

    void doesTheChoresOnceADayAndOneProgramAtATime()
    {
        const Caretaker caretaker(bench_->paths, bench_->jobs, bench_->store, bench_->clock);
        const auto backups = [&] {
            return QDir(bench_->paths.backupsDir()).entryList({QStringLiteral("*.db")}).size();
        };

        QCOMPARE(caretaker.doChores().value(), true);
        QCOMPARE(caretaker.doChores().value(), true);
        QCOMPARE(backups(), 1);
        bench_->clock.advance(std::chrono::hours(25));
        QCOMPARE(caretaker.doChores().value(), true);
        QCOMPARE(backups(), 2);

        const auto other = FileLock::tryTake(bench_->paths.backupsDir() + QStringLiteral("/.lock"));
        QVERIFY(other && *other);
        QCOMPARE(caretaker.doChores().value(), false);
    }

private:
    void registerVideo(const char* name)
    {
        NewVideo video;
        video.originalPath = QStringLiteral("/card/") + QLatin1String(name);
        VERIFY_OK(bench_->store.registerVideo(video));
    }

    void backUp()
    {
        const auto connection = db::Connection::open(bench_->paths.database());
        VERIFY_OK(connection);
        VERIFY_OK(db::backUp(**connection, bench_->paths.backupsDir(), QDateTime::currentDateTimeUtc()));
    }

    void leaveLockOfADeadProgram()
    {
        QVERIFY(test::LibraryBench::write(bench_->paths.instancesDir() + QStringLiteral("/dead.lock"), ""));
    }

    /// An index that disagrees with its table: a quick look does not find it.
    bool damageIndex()
    {
        const auto connection = db::Connection::open(bench_->paths.database());
        return connection && (*connection)->run(QStringLiteral("UPDATE video SET size_bytes = 7")) &&
               (*connection)->run(QStringLiteral("PRAGMA writable_schema=ON")) &&
               (*connection)
                       ->change(QStringLiteral("UPDATE sqlite_schema SET sql = replace(sql, 'size_bytes)', "
                                               "'file_modified_at)') WHERE name = 'video_by_size'"))
                       .value_or(0) == 1;
    }

    bool damage(int kind)
    {
        QFile file(bench_->paths.database());
        switch (kind) {
        case 0:
            return test::LibraryBench::write(file.fileName(), QByteArray(8192, 'x'));
        case 1:
            return file.resize(file.size() / 2);
        case 2:
            return file.open(QIODevice::ReadWrite) && file.seek(4096) &&
                   file.write(QByteArray(3 * 4096, '\0')) > 0;
        case 3:
            return file.resize(0);
        default:
            return file.remove();
        }
    }

    QString originals() const { return bench_->paths.originalsDir() + QLatin1Char('/'); }

    std::unique_ptr<test::LibraryBench> bench_;
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "test_recovery.moc"
