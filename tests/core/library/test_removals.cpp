// What is removed, and what becomes of files whose rows are gone, or that no row knows.
#include "core/library/cleanup.h"
#include "core/library/found_files.h"
#include "core/library/own_files.h"
#include "core/library/work_folder.h"
#include "tests/core/library/library_bench.h"
#include "tests/support/verify_result.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;

class TestRemovals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void removesAVideoWithItsRowsAndNamesItsFiles();
    void removalNamesWhatAnUnfinishedIngestMayHaveLeft();
    void doesNotRemoveAVideoThatIsWorkedOn();
    void tidiesUpOnlyWorkThatIsOver();
    void deletesLibraryFilesOnlyInsideTheLibrary();
    void removedRecordingDoesNotComeBack();
    void removedFilesGoWhenTheyCan();
    void renditionIsRemovedAloneAndMayBeMadeAgain();
    void whatWasDeletedStaysInTheHistory();
    void renditionThatIsBeingMadeStays();
    void aRunningImportIsNotRedirected();
    void aRefusedRecordingIsTakenFromTheCopyThatIsThere();

private:
    /// As it lies in originals/.
    NewVideo found(const QString& uuid) const
    {
        NewVideo video =
            test::newVideo(bench_->paths.originalsDir() + QLatin1Char('/') + uuid + QStringLiteral(".mp4"));
        video.uuid = uuid;
        return video;
    }

    QTemporaryDir trash_;
    std::unique_ptr<test::LibraryBench> bench_;
};

void TestRemovals::initTestCase()
{
    QVERIFY(trash_.isValid());
    qputenv("XDG_DATA_HOME", trash_.path().toUtf8()); // where the trash is
}

void TestRemovals::init()
{
    bench_ = std::make_unique<test::LibraryBench>();
    QVERIFY(bench_->ready);
}

void TestRemovals::removesAVideoWithItsRowsAndNamesItsFiles()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->store.recordPublishing(claim, id, test::someRendition(QStringLiteral("low"))));
    VERIFY_OK(bench_->store.finishRendition(claim, id, QStringLiteral("low")));
    const auto files = bench_->store.removeVideo(id);
    VERIFY_OK(files);
    QCOMPARE(*files, (QStringList{QStringLiteral("originals/a.mp4"), QStringLiteral("renditions/u-low.mp4"),
                                  QStringLiteral("thumbnails/a-1.jpg")}));
    VERIFY_FAILS(bench_->store.find(id), ErrorCode::NoSuchItem);
    QVERIFY(bench_->jobs.list().value().empty());
    VERIFY_FAILS(bench_->store.removeVideo(id), ErrorCode::NoSuchItem);
}

void TestRemovals::removalNamesWhatAnUnfinishedIngestMayHaveLeft()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.MOV")));
    const QString uuid = bench_->video(registered->video).uuid;
    QCOMPARE(bench_->store.removeVideo(registered->video).value(),
             (QStringList{QStringLiteral("thumbnails/%1-1.jpg").arg(uuid),
                          QStringLiteral("originals/%1.mov").arg(uuid)}));
}

void TestRemovals::doesNotRemoveAVideoThatIsWorkedOn()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    QVERIFY(bench_->claim().id);
    VERIFY_FAILS(bench_->store.removeVideo(id), ErrorCode::Busy);
    QCOMPARE(bench_->video(id).id, id);
}

void TestRemovals::tidiesUpOnlyWorkThatIsOver()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    QVERIFY(id);
    const jobs::Job unfinished = bench_->claim();
    const JobId over = bench_->jobsThatAre(jobs::JobState::Succeeded).front().id;
    const QString work = bench_->paths.workDir() + QLatin1Char('/');
    const auto make = [&](const QString& name) {
        return QDir().mkpath(work + name) &&
               test::LibraryBench::write(work + name + QStringLiteral("/f1.mp4"), "x");
    };
    for (const JobId job : {over, unfinished.id, JobId{4711}, JobId{4712}})
        QVERIFY(make(QString::number(job.value)));
    QVERIFY(make(QStringLiteral("notes")));
    QVERIFY(test::LibraryBench::write(work + QStringLiteral("4713.lock"), {}));
    const auto held = FileLock::tryTake(workLockPath(bench_->paths, JobId{4712}));
    QVERIFY(held && *held);

    const auto removed = removeStaleWork(bench_->paths, bench_->jobs, bench_->clock);

    VERIFY_OK(removed);
    QCOMPARE(*removed, 3); // the finished job's, 4711 and the lock of 4713
    QStringList left = QDir(bench_->paths.workDir()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    QVERIFY(left.removeOne(QString::number(unfinished.id.value)));
    left.sort();
    QCOMPARE(left,
             (QStringList{QStringLiteral("4712"), QStringLiteral("4712.lock"), QStringLiteral("notes")}));
}

void TestRemovals::deletesLibraryFilesOnlyInsideTheLibrary()
{
    const QString original = bench_->paths.originalsDir() + QStringLiteral("/a.mp4");
    const QString outside = bench_->paths.dataDir + QStringLiteral("/outside");
    QVERIFY(test::LibraryBench::write(original, "x"));
    QVERIFY(test::LibraryBench::write(outside, "x"));
    QVERIFY(!removeLibraryFiles(
        bench_->paths, {QStringLiteral("../outside"), QStringLiteral("originals/a.mp4")}, bench_->store));
    QVERIFY(QFile::exists(outside));
    QVERIFY(!QFile::exists(original));
    VERIFY_OK(removeLibraryFiles(bench_->paths, {QStringLiteral("originals/a.mp4")}, bench_->store));
}

void TestRemovals::removedRecordingDoesNotComeBack()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    const QString uuid = bench_->video(registered->video).uuid;
    const QString original = found(uuid).originalPath;
    QVERIFY(test::LibraryBench::write(original, "a child"));
    VERIFY_OK(bench_->store.removeVideo(registered->video)); // and the program dies

    QCOMPARE(adoptFoundFiles(bench_->paths, bench_->store).value(), 0);
    QVERIFY(bench_->store.list()->empty());

    QCOMPARE(finishRemovals(bench_->paths, bench_->store, bench_->clock).value(), 0);
    QVERIFY(QFile::exists(original)); // whoever removes it may still be at it
    bench_->clock.advance(std::chrono::hours(1));
    QCOMPARE(finishRemovals(bench_->paths, bench_->store, bench_->clock).value(), 2);
    QVERIFY(!QFile::exists(original));
    QVERIFY(bench_->store.removedFiles()->isEmpty());
}

void TestRemovals::removedFilesGoWhenTheyCan()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    VERIFY_OK(bench_->store.finishIngest(test::LibraryBench::claimOf(bench_->claim()), registered->video,
                                         test::someFacts(), {}));
    const auto files = bench_->store.removeVideo(registered->video);
    VERIFY_OK(files);
    const auto isThumbnail = [](const QString& name) {
        return !name.startsWith(QLatin1String("originals/"));
    };
    const auto thumbnail = std::find_if(files->begin(), files->end(), isThumbnail);
    QVERIFY(thumbnail != files->end());
    const QString stuck = bench_->paths.libraryDir() + QLatin1Char('/') + *thumbnail;
    QVERIFY(QDir().mkpath(stuck)); // a folder cannot be deleted as a file

    QCOMPARE(forgetGone(bench_->paths, bench_->store, *files).value(), 1);
    QCOMPARE(bench_->store.removedFiles().value(), QStringList{*thumbnail});
    bench_->clock.advance(std::chrono::hours(1));
    QVERIFY(!finishRemovals(bench_->paths, bench_->store, bench_->clock));

    QVERIFY(QDir().rmdir(stuck));
    QCOMPARE(finishRemovals(bench_->paths, bench_->store, bench_->clock).value(), 1);
    QVERIFY(bench_->store.removedFiles()->isEmpty());
}

void TestRemovals::renditionIsRemovedAloneAndMayBeMadeAgain()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->store.recordPublishing(claim, id, test::someRendition(QStringLiteral("low"))));
    VERIFY_OK(bench_->store.finishRendition(claim, id, QStringLiteral("low")));

    const auto files = bench_->store.removeRendition(id, QStringLiteral("low"));

    QCOMPARE(files.value(), QStringList{QStringLiteral("renditions/u-low.mp4")});
    QCOMPARE(bench_->store.removedFiles().value(), *files);
    QCOMPARE(bench_->video(id).state, VideoState::Ready);
    QVERIFY(bench_->video(id).renditions.empty());
    VERIFY_FAILS(bench_->store.removeRendition(id, QStringLiteral("low")), ErrorCode::NoSuchItem);

    // Made again before the file was gone: it is no leftover any more.
    VERIFY_OK(bench_->store.queueRendition(id, QStringLiteral("low")));
    VERIFY_OK(bench_->store.recordPublishing(test::LibraryBench::claimOf(bench_->claim()), id,
                                             test::someRendition(QStringLiteral("low"))));
    QVERIFY(bench_->store.removedFiles()->isEmpty());
}

void TestRemovals::whatWasDeletedStaysInTheHistory()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->store.recordPublishing(claim, id, test::someRendition(QStringLiteral("low"))));
    VERIFY_OK(bench_->store.finishRendition(claim, id, QStringLiteral("low")));
    QVERIFY(bench_->store.deedsOf(id)->empty());
    bench_->clock.advance(std::chrono::hours(1));

    VERIFY_OK(bench_->store.removeRendition(id, QStringLiteral("low")));
    VERIFY_FAILS(bench_->store.removeRendition(id, QStringLiteral("low")), ErrorCode::NoSuchItem);

    const auto deeds = bench_->store.deedsOf(id);
    VERIFY_OK(deeds);
    QCOMPARE(deeds->size(), std::size_t{1});
    QCOMPARE(deeds->front().deed, Deed::RenditionDeleted);
    QCOMPARE(deeds->front().preset, QStringLiteral("low"));
    QCOMPARE(deeds->front().sizeBytes, 42);
    QCOMPARE(deeds->front().at, bench_->clock.now());

    VERIFY_OK(bench_->store.removeVideo(id));
    QVERIFY(bench_->store.deedsOf(id)->empty());
}

void TestRemovals::renditionThatIsBeingMadeStays()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    VERIFY_FAILS(bench_->store.removeRendition(id, QStringLiteral("low")), ErrorCode::Busy);
    const jobs::Job job = bench_->claim();
    VERIFY_FAILS(bench_->store.removeRendition(id, QStringLiteral("low")), ErrorCode::Busy);
    VERIFY_OK(bench_->giveUp(job, ErrorCode::Damaged));
    VERIFY_OK(bench_->store.removeRendition(id, QStringLiteral("low")));
    QVERIFY(bench_->video(id).renditions.empty());
    QVERIFY(bench_->store.deedsOf(id)->empty()); // it was never there to be seen
}

void TestRemovals::aRunningImportIsNotRedirected()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    const QString uuid = bench_->video(registered->video).uuid;
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());

    QCOMPARE(bench_->store.adoptOriginal(found(uuid)).value(), false);
    QCOMPARE(bench_->video(registered->video).originalPath, QStringLiteral("/card/a.mp4"));

    VERIFY_OK(bench_->jobs.release(claim));
    QCOMPARE(bench_->store.adoptOriginal(found(uuid)).value(), true);
    QCOMPARE(bench_->video(registered->video).originalPath, found(uuid).originalPath);
}

void TestRemovals::aRefusedRecordingIsTakenFromTheCopyThatIsThere()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    const QString uuid = bench_->video(registered->video).uuid;
    VERIFY_OK(
        bench_->store.refuse(test::LibraryBench::claimOf(bench_->claim()), registered->video,
                             {.code = ErrorCode::NotFound, .detail = {}, .nativeCode = 0, .where = {}}));

    QCOMPARE(bench_->store.adoptOriginal(found(uuid)).value(), true);

    QCOMPARE(bench_->video(registered->video).originalPath, found(uuid).originalPath);
    QCOMPARE(bench_->video(registered->video).state, VideoState::Refused);
}

QTEST_GUILESS_MAIN(TestRemovals)
#include "test_removals.moc"
