// An original that is read where it was found survives whatever happens to files of ours.
#include "core/library/cleanup.h"
#include "core/library/own_files.h"
#include "core/library/preview_folder.h"
#include "tests/core/library/handler_bench.h"
#include "tests/support/verify_result.h"

#include <QtTest/QTest>

#include <filesystem>

using namespace ndas;
using namespace ndas::library;
using test::contentOf;

class TestOwnFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void publishesOverWhatAnInterruptedAttemptLeft();
    void removesWhatIsOursAndGoneIsAsGood();
    void originalUnderOneOfOurNamesIsLeftAlone_data();
    void originalUnderOneOfOurNamesIsLeftAlone();
    void knowsWhatIsInALibrary();
    void previewsGoWithTheirFolder();
    void previewsOfAProgramThatDiedAreRemovedAndOthersStay();
    void partsOfADayAgoAreRemovedAndNothingElse();

private:
    QString rendition(const QString& name) const
    {
        return bench_->paths.renditionsDir() + QLatin1Char('/') + name;
    }

    QString write(const QString& path, const QByteArray& content) const
    {
        return test::LibraryBench::write(path, content) ? path : QString();
    }

    std::unique_ptr<test::LibraryBench> bench_;
};

void TestOwnFiles::init()
{
    bench_ = std::make_unique<test::LibraryBench>();
    QVERIFY(bench_->ready);
}

void TestOwnFiles::publishesOverWhatAnInterruptedAttemptLeft()
{
    const QString target = write(rendition(QStringLiteral("a.mp4")), "old");
    const QString made = write(rendition(QStringLiteral("new")), "new");
    VERIFY_OK(publishOurs(made, target, bench_->store));
    QCOMPARE(contentOf(target), QByteArray("new"));
    QVERIFY(!QFile::exists(made));
}

void TestOwnFiles::removesWhatIsOursAndGoneIsAsGood()
{
    const QString file = write(rendition(QStringLiteral("a.mp4")), "x");
    VERIFY_OK(removeOurs(file, bench_->store));
    QVERIFY(!QFile::exists(file));
    VERIFY_OK(removeOurs(file, bench_->store));
}

void TestOwnFiles::originalUnderOneOfOurNamesIsLeftAlone_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("the original itself") << "same";
    QTest::newRow("a hard link to it") << "hard";
    QTest::newRow("a symbolic link to it") << "symbolic";
}

void TestOwnFiles::originalUnderOneOfOurNamesIsLeftAlone()
{
    QFETCH(QString, kind);
    const QString ours = rendition(QStringLiteral("a.mp4"));
    const QString original = write(
        kind == QLatin1String("same") ? ours : bench_->folder.filePath(QStringLiteral("b.mp4")), "once");
    if (kind == QLatin1String("hard"))
        std::filesystem::create_hard_link(original.toStdString(), ours.toStdString());
    else if (kind == QLatin1String("symbolic"))
        QVERIFY(QFile::link(original, ours));
    NewVideo video = test::newVideo(original);
    video.sizeBytes = 4;
    video.storage = Storage::InPlace;
    VERIFY_OK(bench_->store.registerVideo(video));
    const QString made = write(rendition(QStringLiteral("new")), "new");

    VERIFY_FAILS(publishOurs(made, ours, bench_->store), ErrorCode::AlreadyExists);
    VERIFY_FAILS(removeOurs(ours, bench_->store), ErrorCode::AlreadyExists);
    VERIFY_FAILS(removeLibraryFiles(bench_->paths, {QStringLiteral("renditions/a.mp4")}, bench_->store),
                 ErrorCode::AlreadyExists);

    QCOMPARE(contentOf(original), QByteArray("once"));
    QCOMPARE(contentOf(ours), QByteArray("once"));
    QCOMPARE(contentOf(made), QByteArray("new"));
}

void TestOwnFiles::knowsWhatIsInALibrary()
{
    const QString inside = write(rendition(QStringLiteral("a.mp4")), "x");
    const QString outside = write(bench_->folder.filePath(QStringLiteral("a.mp4")), "x");
    const QString link = bench_->folder.filePath(QStringLiteral("link.mp4"));
    QVERIFY(QFile::link(inside, link));
    const AppPaths another{bench_->folder.filePath(QStringLiteral("another"))};
    QVERIFY(isInsideLibrary(inside, bench_->paths));
    QVERIFY(isInsideLibrary(link, bench_->paths));
    QVERIFY(isInsideLibrary(bench_->paths.libraryDir(), bench_->paths));
    QVERIFY(isInsideLibrary(inside, another));
    QVERIFY(!isInsideLibrary(outside, bench_->paths));
    QVERIFY(!isInsideLibrary(bench_->paths.dataDir, bench_->paths));
    QVERIFY(!isInsideLibrary(bench_->folder.filePath(QStringLiteral("gone")), bench_->paths));

    const AppPaths linked{bench_->folder.filePath(QStringLiteral("linked"))};
    const QString elsewhere = bench_->folder.filePath(QStringLiteral("large disk"));
    QVERIFY(QDir().mkpath(linked.dataDir) && QDir().mkpath(elsewhere));
    QVERIFY(QFile::link(elsewhere, linked.libraryDir()));
    QVERIFY(isInsideLibrary(write(elsewhere + QStringLiteral("/b.mp4"), "x"), linked));
}

void TestOwnFiles::previewsGoWithTheirFolder()
{
    {
        const PreviewFolder folder(bench_->paths);
        QVERIFY(!folder.path().isEmpty());
        QVERIFY(!write(folder.path() + QStringLiteral("/a.jpg"), "picture").isEmpty());
        QCOMPARE(removeStaleWork(bench_->paths, bench_->jobs, bench_->clock).value_or(-1), 0);
        QVERIFY(QFile::exists(folder.path() + QStringLiteral("/a.jpg")));
    }
    QVERIFY(QDir(bench_->paths.workDir()).isEmpty());
}

void TestOwnFiles::previewsOfAProgramThatDiedAreRemovedAndOthersStay()
{
    const QString work = bench_->paths.workDir();
    const QString dead = work + QStringLiteral("/preview-") + QString(32, QLatin1Char('a'));
    QVERIFY(QDir().mkdir(dead));
    QVERIFY(!write(dead + QStringLiteral("/a.jpg"), "picture").isEmpty());
    QVERIFY(!write(dead + QStringLiteral(".lock"), {}).isEmpty());
    QVERIFY(QDir().mkdir(work + QStringLiteral("/preview-of mine")));
    const PreviewFolder alive(bench_->paths);
    QCOMPARE(removeStaleWork(bench_->paths, bench_->jobs, bench_->clock).value_or(-1), 1);
    QVERIFY(!QFile::exists(dead));
    QVERIFY(!QFile::exists(dead + QStringLiteral(".lock")));
    QVERIFY(QFile::exists(alive.path()));
    QVERIFY(QFile::exists(work + QStringLiteral("/preview-of mine")));
}

void TestOwnFiles::partsOfADayAgoAreRemovedAndNothingElse()
{
    const QString hex(32, QLatin1Char('b'));
    const QString settings = bench_->paths.dataDir + QStringLiteral("/settings.json.part-") + hex;
    const QString thumbnail = bench_->paths.thumbnailsDir() + QStringLiteral("/%1-2.jpg.part-%1").arg(hex);
    const QString notOurs = bench_->paths.dataDir + QStringLiteral("/notes.txt.part-") + hex;
    for (const QString& file : {settings, thumbnail, notOurs})
        QVERIFY(!write(file, "x").isEmpty());
    const auto tidy = [&](int days) {
        const EpochMs then = QDateTime::currentDateTime().addDays(days).toMSecsSinceEpoch();
        bench_->clock.jumpWallClock(std::chrono::milliseconds(then - bench_->clock.now()));
        return removeStaleWork(bench_->paths, bench_->jobs, bench_->clock).value_or(-1);
    };
    QCOMPARE(tidy(0), 0);
    QCOMPARE(tidy(2), 2);
    QVERIFY(!QFile::exists(settings));
    QVERIFY(!QFile::exists(thumbnail));
    QVERIFY(QFile::exists(notOurs));
}

QTEST_GUILESS_MAIN(TestOwnFiles)
#include "test_own_files.moc"
