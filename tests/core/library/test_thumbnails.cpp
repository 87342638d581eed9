// The picture a recording is shown by: exchanged, put back, and never lost on the way.
#include "core/library/thumbnails.h"
#include "tests/core/library/library_bench.h"
#include "tests/support/verify_result.h"

using namespace ndas;
using namespace ndas::library;

class TestThumbnails : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();

    void cleanup() { bench_.reset(); }

    void takesThePlaceOfTheOldOne();
    void isPutBackAsItWas();
    void recordingWithoutAPictureGetsOne();
    void leftoverOfAnInterruptedExchangeIsNoObstacle();
    void unknownRecordingLeavesNothingBehind();

private:
    VideoId addReady(const QByteArray& jpeg);

    QStringList files() const
    {
        return QDir(bench_->paths.thumbnailsDir()).entryList(QDir::Files, QDir::Name);
    }

    QByteArray shown(VideoId id) const
    {
        QFile file(bench_->paths.thumbnailsDir() + QLatin1Char('/') + bench_->video(id).thumbnailFile);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static ThumbnailPicture picture(const QByteArray& jpeg, int seconds)
    {
        return {.jpeg = jpeg, .size = {640, 360}, .at = std::chrono::seconds(seconds)};
    }

    Result<ThumbnailPicture> replace(VideoId id, const ThumbnailPicture& with) const
    {
        return replaceThumbnail(bench_->paths, bench_->store, id, with);
    }

    std::unique_ptr<test::LibraryBench> bench_;
};

void TestThumbnails::init()
{
    bench_ = std::make_unique<test::LibraryBench>();
    QVERIFY(bench_->ready);
}

VideoId TestThumbnails::addReady(const QByteArray& jpeg)
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    IngestedFacts facts = test::someFacts();
    facts.thumbnailFile.clear();
    if (!jpeg.isEmpty()) {
        facts.thumbnailFile = bench_->video(registered->video).uuid + QStringLiteral("-1.jpg");
        facts.thumbnailSize = {320, 180};
        facts.thumbnailAt = std::chrono::seconds(1);
        facts.thumbnailBytes = jpeg.size();
        test::LibraryBench::write(bench_->paths.thumbnailsDir() + QLatin1Char('/') + facts.thumbnailFile,
                                  jpeg);
    }
    const auto done = bench_->store.finishIngest(test::LibraryBench::claimOf(bench_->claim()),
                                                 registered->video, facts, {});
    return done ? registered->video : VideoId();
}

void TestThumbnails::takesThePlaceOfTheOldOne()
{
    const VideoId id = addReady("first");
    const QString before = bench_->video(id).thumbnailFile;

    const auto replaced = replace(id, picture("second", 5));

    VERIFY_OK(replaced);
    QCOMPARE(replaced->jpeg, QByteArray("first"));
    QCOMPARE(replaced->at, media::Micros(std::chrono::seconds(1)));
    QCOMPARE(shown(id), QByteArray("second"));
    QVERIFY(bench_->video(id).thumbnailFile != before);
    QCOMPARE(files().size(), 1);
    QCOMPARE(bench_->store.thumbnailOf(id).value()->at, media::Micros(std::chrono::seconds(5)));
    const auto deeds = bench_->store.deedsOf(id);
    QCOMPARE(deeds->size(), std::size_t{1});
    QCOMPARE(deeds->front().deed, Deed::PictureChosen);
}

void TestThumbnails::isPutBackAsItWas()
{
    const VideoId id = addReady("first");
    const auto replaced = replace(id, picture("second", 5));
    VERIFY_OK(replaced);

    VERIFY_OK(replace(id, *replaced));

    QCOMPARE(shown(id), QByteArray("first"));
    QCOMPARE(bench_->store.thumbnailOf(id).value()->size, (media::PixelSize{320, 180}));
    QCOMPARE(files().size(), 1);
}

void TestThumbnails::recordingWithoutAPictureGetsOne()
{
    const VideoId id = addReady({});
    const auto replaced = replace(id, picture("first", 1));
    VERIFY_OK(replaced);
    QCOMPARE(shown(id), QByteArray("first"));

    VERIFY_OK(replace(id, *replaced));

    QVERIFY(bench_->video(id).thumbnailFile.isEmpty());
    QVERIFY(files().isEmpty());
}

void TestThumbnails::leftoverOfAnInterruptedExchangeIsNoObstacle()
{
    const VideoId id = addReady("first");
    const QString left = bench_->video(id).uuid + QStringLiteral("-2.jpg");
    QVERIFY(test::LibraryBench::write(bench_->paths.thumbnailsDir() + QLatin1Char('/') + left, "half"));

    VERIFY_OK(replace(id, picture("second", 5)));

    QCOMPARE(shown(id), QByteArray("second"));
}

void TestThumbnails::unknownRecordingLeavesNothingBehind()
{
    const auto replaced = replace(VideoId{99}, picture("nobody's", 1));
    QVERIFY(!replaced);
    QCOMPARE(replaced.error().code, ErrorCode::NoSuchItem);
    QVERIFY(files().isEmpty());
}

QTEST_GUILESS_MAIN(TestThumbnails)
#include "test_thumbnails.moc"
