// What goes on while nobody looks: what is told about a batch, and which pictures are read for a list.
#include "ui/support/announcer.h"
#include "ui/support/recording_facts.h"
#include "ui/support/thumbnail_cache.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::ui;

class TestBackground : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void endOfABatchCountsOnlyItsOwnFailures();
    void endOfABatchWithoutFailuresSaysSo();
    void whoIsNeededIsToldWhatToDoFirst();
    void retriedRecordingThatSucceedsIsNoFailure();
    void whatHappenedBeforeTheStartIsNoNews();
    void thumbnailsAskedForLastAreReadFirst();
    void thumbnailDroppedOnTheWayIsReadWhenAskedForAgain();
    void damagedRecordingKeepsWhatCanBeRead();
    void foretoldSizeGivesWayToTheRealOne();
};

void TestBackground::endOfABatchCountsOnlyItsOwnFailures()
{
    BatchWatch watch;
    watch.look({.failed = 5});
    watch.look({.working = 1, .waiting = 1, .failed = 5});
    watch.look({.working = 1, .failed = 6});
    const auto news = watch.look({.failed = 6});
    QVERIFY(news);
    QVERIFY2(news->text.startsWith(QLatin1String("1 recording could not")), qPrintable(news->text));
    QVERIFY(!news->title.contains(QLatin1String("done")));
}

void TestBackground::endOfABatchWithoutFailuresSaysSo()
{
    BatchWatch watch;
    watch.look({.failed = 5});
    watch.look({.working = 1, .failed = 5});
    const auto news = watch.look({.failed = 5});
    QVERIFY(news);
    QCOMPARE(news->title, QStringLiteral("All recordings are done"));
}

void TestBackground::whoIsNeededIsToldWhatToDoFirst()
{
    BatchWatch watch;
    watch.look({.working = 1});
    const auto news = watch.look({.blocked = 1});
    QVERIFY(news);
    QVERIFY2(news->text.contains(QLatin1String("what to do; then")), qPrintable(news->text));
}

void TestBackground::retriedRecordingThatSucceedsIsNoFailure()
{
    BatchWatch watch;
    watch.look({.working = 2});
    watch.look({.working = 1, .failed = 1});
    watch.look({.working = 1, .waiting = 1});
    const auto news = watch.look({});
    QVERIFY(news);
    QCOMPARE(news->title, QStringLiteral("All recordings are done"));
}

void TestBackground::whatHappenedBeforeTheStartIsNoNews()
{
    BatchWatch watch;
    QVERIFY(!watch.look({.working = 1, .blocked = 1, .failed = 3}));
    QVERIFY(!watch.look({.working = 1, .blocked = 1, .failed = 3}));
    QVERIFY(watch.look({.working = 1, .blocked = 2, .failed = 3}));
}

static QString pictureName(int number)
{
    return QStringLiteral("%1.png").arg(number);
}

static void writePictures(const QString& folder, int count)
{
    QImage picture(8, 8, QImage::Format_RGB32);
    picture.fill(Qt::gray);
    for (int number = 0; number < count; ++number)
        QVERIFY(picture.save(folder + QLatin1Char('/') + pictureName(number)));
}

void TestBackground::thumbnailsAskedForLastAreReadFirst()
{
    const QTemporaryDir folder;
    writePictures(folder.path(), 20);
    ThumbnailCache cache(folder.path());
    QStringList order;
    connect(&cache, &ThumbnailCache::loaded, this, [&order](const QString& file) { order << file; });
    for (int number = 0; number < 20; ++number)
        cache.pixmap(pictureName(number), QSize(8, 8), 1.0);
    QTRY_COMPARE(order.size(), 20);
    // Two were begun at once, the others waited; two are read beside each other.
    QVERIFY(order.indexOf(pictureName(19)) < 5);
    QVERIFY(order.indexOf(pictureName(2)) >= 17);
}

void TestBackground::thumbnailDroppedOnTheWayIsReadWhenAskedForAgain()
{
    const QTemporaryDir folder;
    writePictures(folder.path(), 300);
    ThumbnailCache cache(folder.path());
    QSet<QString> read;
    connect(&cache, &ThumbnailCache::loaded, this, [&read](const QString& file) { read << file; });
    for (int number = 0; number < 300; ++number)
        cache.pixmap(pictureName(number), QSize(8, 8), 1.0);
    QTRY_COMPARE(read.size(), 258);
    QVERIFY(!read.contains(pictureName(2)));

    cache.pixmap(pictureName(2), QSize(8, 8), 1.0);
    QTRY_VERIFY(read.contains(pictureName(2)));
    QVERIFY(!cache.pixmap(pictureName(2), QSize(8, 8), 1.0).isNull());
}

void TestBackground::damagedRecordingKeepsWhatCanBeRead()
{
    library::Rendition rendition;
    rendition.state = library::RenditionState::Ready;
    library::Video video;
    video.renditions = {rendition};
    QVERIFY(outcomeFacts(video).front().value.startsWith(QLatin1String("Every frame with its time")));

    video.renditions.front().notes << QStringLiteral("source-damaged");
    QVERIFY(outcomeFacts(video).front().value.startsWith(QLatin1String("Every frame that can be read")));
}

void TestBackground::foretoldSizeGivesWayToTheRealOne()
{
    library::Rendition rendition;
    rendition.state = library::RenditionState::Ready;
    rendition.size = {640, 360};
    rendition.sizeBytes = 3000;
    rendition.notes << QLatin1String(media::name(media::PlanNote::LargerThanSource));
    library::Video video;
    video.sizeBytes = 2000;
    video.renditions = {rendition};
    for (const Fact& fact : outcomeFacts(video))
        QVERIFY2(!fact.value.contains(QStringLiteral("probably")), qPrintable(fact.value));
    QCOMPARE(renditionFacts(rendition, video.sizeBytes).last(), QStringLiteral("larger than the original"));
    QVERIFY(renditionFacts(rendition, 6000).last().endsWith(QStringLiteral("smaller")));
}

QTEST_MAIN(TestBackground)
#include "test_background.moc"
