// What becomes of files whose rows are gone, or that no row knows.
#include "core/library/cleanup.h"
#include "core/library/found_files.h"
#include "tests/core/library/library_bench.h"
#include "tests/support/verify_result.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;

class TestRemovals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void removedRecordingDoesNotComeBack();
    void removedFilesGoWhenTheyCan();
    void renditionIsRemovedAloneAndMayBeMadeAgain();
    void whatWasDeletedStaysInTheHistory();
    void renditionThatIsBeingMadeStays();
    void aRunningImportIsNotRedirected();
    void aRefusedRecordingIsTakenFromTheCopyThatIsThere();

private:
    /// Ready, with a waiting "low".
    VideoId readyVideo()
    {
        const QStringList presets{QStringLiteral("low")};
        const auto registered =
            bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4"), presets));
        const jobs::Claim ingest = test::LibraryBench::claimOf(bench_->claim());
        return bench_->store.finishIngest(ingest, registered->video, test::someFacts(), presets)
                   ? registered->video
                   : VideoId{};
    }

    static Rendition published()
    {
        Rendition rendition;
        rendition.preset = QStringLiteral("low");
        rendition.fileName = QStringLiteral("a-low.mp4");
        rendition.sizeBytes = 42;
        rendition.sha256 = QString(64, QLatin1Char('b'));
        rendition.planHash = QStringLiteral("plan");
        rendition.size = {480, 854};
        rendition.duration = std::chrono::seconds(2);
        rendition.frames = 50;
        return rendition;
    }

    /// As it lies in originals/.
    NewVideo found(const QString& uuid) const
    {
        NewVideo video =
            test::newVideo(bench_->paths.originalsDir() + QLatin1Char('/') + uuid + QStringLiteral(".mp4"));
        video.uuid = uuid;
        return video;
    }

    std::unique_ptr<test::LibraryBench> bench_;
};

void TestRemovals::init()
{
    bench_ = std::make_unique<test::LibraryBench>();
    QVERIFY(bench_->ready);
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
    const VideoId id = readyVideo();
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->store.recordPublishing(claim, id, published()));
    VERIFY_OK(bench_->store.finishRendition(claim, id, QStringLiteral("low")));

    const auto files = bench_->store.removeRendition(id, QStringLiteral("low"));

    QCOMPARE(files.value(), QStringList{QStringLiteral("renditions/a-low.mp4")});
    QCOMPARE(bench_->store.removedFiles().value(), *files);
    QCOMPARE(bench_->video(id).state, VideoState::Ready);
    QVERIFY(bench_->video(id).renditions.empty());
    VERIFY_FAILS(bench_->store.removeRendition(id, QStringLiteral("low")), ErrorCode::NoSuchItem);

    // Made again before the file was gone: it is no leftover any more.
    VERIFY_OK(bench_->store.queueRendition(id, QStringLiteral("low")));
    VERIFY_OK(bench_->store.recordPublishing(test::LibraryBench::claimOf(bench_->claim()), id, published()));
    QVERIFY(bench_->store.removedFiles()->isEmpty());
}

void TestRemovals::whatWasDeletedStaysInTheHistory()
{
    const VideoId id = readyVideo();
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->store.recordPublishing(claim, id, published()));
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
    const VideoId id = readyVideo();
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
