// What is said of recordings and jobs without any page: states of cards, sums, removals, frame rates, time
// left.
#include "ui/models/library_choice.h"
#include "ui/models/queue_summary.h"
#include "ui/support/recording_facts.h"
#include "ui/support/sentences.h"

#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobKind;
using jobs::JobState;
using library::RenditionState;
using library::VideoState;

class TestLibraryTexts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cardSaysTheState_data();
    void cardSaysTheState();
    void severalChosenAreSummedUp();
    void whatIsRemovedIsSaidBefore();
    void whatRenditionsLeaveOutIsSaidInPlainWords();
    void frameRateIsSaidAsPeopleSayIt_data();
    void frameRateIsSaidAsPeopleSayIt();
    void queueIsSummedUpInOneLine_data();
    void queueIsSummedUpInOneLine();
    void timeLeftIsEstimatedFromWhatIsKnown();
};

namespace {

jobs::Job makeJob(int id, JobKind kind, JobState state, double progress = 0)
{
    jobs::Job job;
    job.id = JobId{id};
    job.video = VideoId{1};
    job.kind = kind;
    job.state = state;
    job.progress = progress;
    job.createdAt = 1000;
    if (state == JobState::Running)
        job.startedAt = 1000;
    return job;
}

library::VideoSummary makeVideo(VideoState state, std::optional<RenditionState> rendition = {})
{
    library::VideoSummary video;
    video.id = VideoId{1};
    video.state = state;
    if (rendition)
        video.renditions.push_back({QStringLiteral("high"), *rendition});
    return video;
}

} // namespace

void TestLibraryTexts::cardSaysTheState_data()
{
    using Jobs = std::vector<jobs::Job>;
    QTest::addColumn<library::VideoSummary>("video");
    QTest::addColumn<Jobs>("jobsOfIt");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("group");
    const auto row = [](const char* name, const library::VideoSummary& video, const Jobs& jobs,
                        const char* word, LibraryGroup group) {
        QTest::newRow(name) << video << jobs << QString::fromLatin1(word) << static_cast<int>(group);
    };
    const auto ready = makeVideo(VideoState::Ready, RenditionState::Pending);
    const auto importing = makeVideo(VideoState::Importing);
    row("done", makeVideo(VideoState::Ready, RenditionState::Ready), {}, "Ready", LibraryGroup::Ready);
    row("no rendition wanted", makeVideo(VideoState::Ready), {}, "Ready", LibraryGroup::Ready);
    row("waiting", ready, {makeJob(1, JobKind::Transcode, JobState::Queued)}, "Waiting",
        LibraryGroup::Working);
    row("what runs says more than what waits", ready,
        {makeJob(1, JobKind::Transcode, JobState::Queued),
         makeJob(2, JobKind::Transcode, JobState::Running, 0.64)},
        "Working 64 %", LibraryGroup::Working);
    row("held up", ready, {makeJob(1, JobKind::Transcode, JobState::Blocked)}, "Needs something",
        LibraryGroup::Attention);
    row("rendition failed", makeVideo(VideoState::Ready, RenditionState::Failed),
        {makeJob(1, JobKind::Transcode, JobState::Failed)}, "High failed", LibraryGroup::Attention);
    row("import failed", importing, {makeJob(1, JobKind::Ingest, JobState::Failed)}, "Could not be imported",
        LibraryGroup::Attention);
    row("import waits", importing, {}, "Waiting", LibraryGroup::Working);
    row("refused", makeVideo(VideoState::Refused), {makeJob(1, JobKind::Ingest, JobState::Failed)},
        "Could not be read", LibraryGroup::Attention);
    row("twice", makeVideo(VideoState::Duplicate), {}, "Already imported", LibraryGroup::Attention);
}

void TestLibraryTexts::cardSaysTheState()
{
    QFETCH(library::VideoSummary, video);
    QFETCH(std::vector<jobs::Job>, jobsOfIt);
    QFETCH(QString, word);
    QFETCH(int, group);
    const LibraryState state = libraryState(video, jobsOfIt);
    QCOMPARE(state.look.word, word);
    QCOMPARE(static_cast<int>(state.group), group);
}

void TestLibraryTexts::severalChosenAreSummedUp()
{
    std::vector<library::VideoSummary> videos;
    for (const int id : {3, 2, 1}) {
        videos.push_back(makeVideo(VideoState::Ready));
        videos.back().id = VideoId{id};
        videos.back().patientCode = QStringLiteral("P-%1").arg(id % 2);
        videos.back().duration = std::chrono::minutes(id);
        videos.back().sizeBytes = 100'000'000;
    }
    LibraryCatalog catalog;
    catalog.mergePage({}, videos, true);

    const ChoiceText text = choiceText(catalog, {VideoId{1}, VideoId{2}, VideoId{3}});
    const ChoiceText ofOne = choiceText(catalog, {VideoId{1}, VideoId{3}});

    QCOMPARE(text.heading, QStringLiteral("3 recordings chosen"));
    QCOMPARE(text.detail, QStringLiteral("2 patients · 6:00 · 300 MB"));
    QCOMPARE(ofOne.detail, QStringLiteral("P-1 · 4:00 · 200 MB"));
}

void TestLibraryTexts::whatIsRemovedIsSaidBefore()
{
    library::VideoSummary video = makeVideo(VideoState::Ready, RenditionState::Ready);
    video.title = QStringLiteral("Visit 1");
    video.renditions.front().sizeBytes = 45'000'000;
    video.renditions.push_back({QStringLiteral("low"), RenditionState::Pending, 0});
    library::VideoSummary other = makeVideo(VideoState::Ready);
    other.id = VideoId{2};
    LibraryCatalog catalog;
    catalog.mergePage({}, {other, video}, true);

    const RemovalText one = removalText(catalog, {VideoId{1}});
    QCOMPARE(one.heading,
             QStringLiteral("Remove %1 from the library?").arg(quoted(QStringLiteral("Visit 1"))));
    QCOMPARE(one.detail,
             QStringLiteral("Into the trash, where this computer has one: the copy that the library "
                            "keeps and 1 rendition (45 MB). Notes and history are deleted. Files "
                            "outside the library's folder are not touched."));

    catalog.setJobs({makeJob(1, JobKind::Transcode, JobState::Queued)});
    const RemovalText both = removalText(catalog, {VideoId{1}, VideoId{2}});
    QCOMPARE(both.heading, QStringLiteral("Remove 2 recordings from the library?"));
    QVERIFY(both.detail.contains(QStringLiteral("What waits or is under way is cancelled.")));
}

void TestLibraryTexts::whatRenditionsLeaveOutIsSaidInPlainWords()
{
    library::Video video;
    video.renditions.resize(2);
    video.renditions[0].removed = {QStringLiteral("location"), QStringLiteral("user data")};
    video.renditions[1].removed = {QStringLiteral("user data"), QStringLiteral("handler"),
                                   QStringLiteral("other"), QStringLiteral("data track")};
    QCOMPARE(removedText(video), QStringLiteral("Place, notes inside picture and sound, track names, other "
                                                "notes, data beside the picture"));
}

void TestLibraryTexts::frameRateIsSaidAsPeopleSayIt_data()
{
    QTest::addColumn<qint64>("num");
    QTest::addColumn<qint64>("den");
    QTest::addColumn<bool>("varies");
    QTest::addColumn<QString>("text");
    QTest::newRow("whole") << qint64{25} << qint64{1} << false << QStringLiteral("25");
    QTest::newRow("ntsc") << qint64{30000} << qint64{1001} << false << QStringLiteral("29.97");
    QTest::newRow("varies") << qint64{2997} << qint64{100} << true << QStringLiteral("29.97, varies");
    QTest::newRow("unknown") << qint64{0} << qint64{1} << false << QStringLiteral("not known");
}

void TestLibraryTexts::frameRateIsSaidAsPeopleSayIt()
{
    QFETCH(qint64, num);
    QFETCH(qint64, den);
    QFETCH(bool, varies);
    media::VideoStream stream;
    stream.frameRate = {num, den};
    stream.variableFrameRate = varies;
    QTEST(frameRateText(stream), "text");
}

void TestLibraryTexts::queueIsSummedUpInOneLine_data()
{
    QTest::addColumn<QueueFigures>("figures");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("idle") << QueueFigures{} << QStringLiteral("Nothing to do");
    QTest::newRow("busy") << QueueFigures{.working = 2, .waiting = 14, .secondsLeft = 720}
                          << QStringLiteral("2 working, 14 waiting · about 12 minutes left");
    QTest::newRow("not known yet") << QueueFigures{.working = 1} << QStringLiteral("1 working");
    QTest::newRow("paused") << QueueFigures{.waiting = 3, .queuePaused = true}
                            << QStringLiteral("Paused · 3 waiting");
    QTest::newRow("only failures") << QueueFigures{.failed = 2} << QStringLiteral("Nothing to do · 2 failed");
    jobs::Job twin = makeJob(1, JobKind::Ingest, JobState::Failed);
    twin.hasError = true;
    twin.errorCode = ErrorCode::AlreadyImported;
    QTest::newRow("a twin is no failure")
        << queueFigures({twin}, {}, false, 0) << QStringLiteral("Nothing to do · 1 already in the library");
}

void TestLibraryTexts::queueIsSummedUpInOneLine()
{
    QFETCH(QueueFigures, figures);
    QTEST(queueSentence(figures), "sentence");
}

void TestLibraryTexts::timeLeftIsEstimatedFromWhatIsKnown()
{
    const EpochMs now = 11'000; // ten seconds after the start of what runs
    std::vector<jobs::Job> jobs{makeJob(1, JobKind::Transcode, JobState::Running, 0.5),
                                makeJob(2, JobKind::Transcode, JobState::Queued)};

    const QueueFigures figures = queueFigures(jobs, {{JobId{1}, 10}}, false, now);
    QCOMPARE(figures.secondsLeft, qint64{30}); // 10 s of the first, 20 s of the second
    QCOMPARE(figures.total, 2);
    QCOMPARE(figures.fraction, 0.25);

    jobs.push_back(makeJob(3, JobKind::Ingest, JobState::Queued)); // nobody knows how long imports take
    QCOMPARE(queueFigures(jobs, {{JobId{1}, 10}}, false, now).secondsLeft, qint64{-1});
    QCOMPARE(queueFigures(jobs, {{JobId{1}, 10}}, true, now).secondsLeft, qint64{-1});
}

QTEST_MAIN(TestLibraryTexts)
#include "test_library_texts.moc"
