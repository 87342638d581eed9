// Recordings in the records: how they come in, what is known of them, who may say so.
#include "tests/core/library/library_bench.h"
#include "tests/support/verify_result.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;

class TestLibraryStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void registeringQueuesTheIngestWithIt();
    void titleIsTheFileNameOnOneLine_data();
    void titleIsTheFileNameOnOneLine();
    void patientIsCreatedOnceAndSharedByCode();
    void nothingIsRegisteredWhenTheJobCannotBe();
    void ingestedVideoHasAllItsFacts();
    void ingestOfAnAttemptThatLostItsJobChangesNothing();
    void secondVideoOfTheSameContentIsTurnedAway();
    void sameContentIsTakenAgainOnDemand();
    void refusedVideoKeepsItsReasonAndMayBeRetried();
    void duplicateNamesTheVideoItDuplicates();
    void listsNewestFirstAndFilters();
    void renamesAndAssigns();
    void anAttemptThatLostItsJobRefusesNothing();

private:
    static Error reason(ErrorCode code) { return {.code = code, .detail = {}, .nativeCode = 0, .where = {}}; }

    std::unique_ptr<test::LibraryBench> bench_;
};

void TestLibraryStore::init()
{
    bench_ = std::make_unique<test::LibraryBench>();
    QVERIFY(bench_->ready);
}

void TestLibraryStore::registeringQueuesTheIngestWithIt()
{
    NewVideo wanted =
        test::newVideo(QStringLiteral("/card/a.mp4"), {QStringLiteral("medium"), QStringLiteral("low")});
    wanted.evenIfDuplicate = true;
    wanted.storage = Storage::InPlace;
    const auto registered = bench_->store.registerVideo(wanted);
    VERIFY_OK(registered);
    const Video video = bench_->video(registered->video);
    QCOMPARE(video.state, VideoState::Importing);
    QCOMPARE(video.storage, Storage::InPlace);
    QCOMPARE(video.uuid.size(), 32);
    QCOMPARE(video.originalPath, QStringLiteral("/card/a.mp4"));
    QCOMPARE(video.sizeBytes, 1000);
    QCOMPARE(video.importedAt, bench_->clock.now());
    const jobs::Job job = bench_->job(registered->job);
    QCOMPARE(job.kind, jobs::JobKind::Ingest);
    QCOMPARE(job.video, registered->video);
    QCOMPARE(job.state, jobs::JobState::Queued);
    QCOMPARE(job.payload[QLatin1String("presets")].toArray().size(), 2);
    QVERIFY(job.payload[QLatin1String("evenIfDuplicate")].toBool());
}

void TestLibraryStore::titleIsTheFileNameOnOneLine_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << "/card/clip 1.mp4"
                           << "clip 1"
                           << "clip 1.mp4";
    QTest::newRow("dots") << "/card/2026.11.03.mp4"
                          << "2026.11.03"
                          << "2026.11.03.mp4";
    QTest::newRow("newline") << "/card/two\nlines.mp4"
                             << "two lines"
                             << "two\nlines.mp4";
    QTest::newRow("emoji") << QString::fromUtf8("/card/\xf0\x9f\x91\xb6.mp4")
                           << QString::fromUtf8("\xf0\x9f\x91\xb6")
                           << QString::fromUtf8("\xf0\x9f\x91\xb6.mp4");
    QTest::newRow("leading dash") << "/card/-rf.mp4"
                                  << "-rf"
                                  << "-rf.mp4";
    QTest::newRow("only an extension") << "/card/.mp4"
                                       << ".mp4"
                                       << ".mp4";
    QTest::newRow("nothing to see") << "/card/ .mp4"
                                    << ".mp4"
                                    << " .mp4";
}

void TestLibraryStore::titleIsTheFileNameOnOneLine()
{
    QFETCH(QString, path);
    const auto registered = bench_->store.registerVideo(test::newVideo(path));
    VERIFY_OK(registered);
    const Video video = bench_->video(registered->video);
    QTEST(video.title, "title");
    QTEST(video.originalName, "name");
    QCOMPARE(video.originalPath, path);
}

void TestLibraryStore::patientIsCreatedOnceAndSharedByCode()
{
    NewVideo wanted = test::newVideo(QStringLiteral("/card/a.mp4"));
    wanted.patientCode = QStringLiteral(" P-17 ");
    const auto first = bench_->store.registerVideo(wanted);
    wanted.patientCode = QStringLiteral("P-17");
    const auto second = bench_->store.registerVideo(wanted);
    wanted.patientCode = QString();
    const auto third = bench_->store.registerVideo(wanted);
    QCOMPARE(bench_->video(first->video).patientCode, QStringLiteral("P-17"));
    QCOMPARE(bench_->video(first->video).patient, bench_->video(second->video).patient);
    QVERIFY(!bench_->video(third->video).patient);
}

void TestLibraryStore::nothingIsRegisteredWhenTheJobCannotBe()
{
    VERIFY_OK(bench_->pool.connection());
    VERIFY_OK((*bench_->pool.connection())
                  ->run(QStringLiteral("CREATE TRIGGER no_jobs BEFORE INSERT ON job BEGIN "
                                       "SELECT RAISE(ABORT, 'no'); END")));
    NewVideo wanted = test::newVideo(QStringLiteral("/card/a.mp4"));
    wanted.patientCode = QStringLiteral("P-17");
    QVERIFY(!bench_->store.registerVideo(wanted));
    QVERIFY(bench_->store.list().value().empty());
    QCOMPARE(
        (*bench_->pool.connection())->value(QStringLiteral("SELECT count(*) FROM patient")).value().toInt(),
        0);
}

void TestLibraryStore::ingestedVideoHasAllItsFacts()
{
    const VideoId id =
        bench_->addReady({QStringLiteral("medium"), QStringLiteral("low"), QStringLiteral("medium")});
    const Video video = bench_->video(id);
    QCOMPARE(video.state, VideoState::Ready);
    QCOMPARE(video.sha256, QString(64, QLatin1Char('a')));
    QCOMPARE(video.storedName, QStringLiteral("a.mp4"));
    QCOMPARE(video.thumbnailFile, QStringLiteral("a-1.jpg"));
    QVERIFY(video.info.has_value());
    QCOMPARE(toJson(*video.info), toJson(test::someInfo()));
    QCOMPARE(video.renditions.size(), std::size_t{2});
    QCOMPARE(video.renditions.front().preset, QStringLiteral("medium"));
    QCOMPARE(video.renditions.front().state, RenditionState::Pending);
    QCOMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{2});
    QCOMPARE(bench_->jobsThatAre(jobs::JobState::Succeeded).size(), std::size_t{1});
    db::Connection& connection = **bench_->pool.connection();
    QCOMPARE(connection.value(QStringLiteral("SELECT display_width || 'x' || display_height FROM video"))
                 .value()
                 .toString(),
             QStringLiteral("1080x1920"));
    QCOMPARE(connection
                 .value(QStringLiteral(
                     "SELECT group_concat(kind) FROM (SELECT kind FROM media_stream ORDER BY stream_index)"))
                 .value()
                 .toString(),
             QStringLiteral("video,audio,data"));
    QVERIFY(bench_->store.findByContent(video.sha256).value().has_value());
    QVERIFY(bench_->store.hasSize(1000).value());
    QVERIFY(!bench_->store.hasSize(1001).value());
}

void TestLibraryStore::ingestOfAnAttemptThatLostItsJobChangesNothing()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    const jobs::Job job = bench_->claim();
    const jobs::Claim stale{.job = job.id, .fence = job.fence - 1};
    VERIFY_FAILS(
        bench_->store.finishIngest(stale, registered->video, test::someFacts(), {QStringLiteral("low")}),
        ErrorCode::LostLease);
    const Video video = bench_->video(registered->video);
    QCOMPARE(video.state, VideoState::Importing);
    QVERIFY(video.renditions.empty());
    QVERIFY(video.thumbnailFile.isEmpty());
}

void TestLibraryStore::secondVideoOfTheSameContentIsTurnedAway()
{
    QVERIFY(bench_->addReady());
    const auto second = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/b.mp4")));
    const jobs::Job job = bench_->claim();
    VERIFY_FAILS(
        bench_->store.finishIngest(test::LibraryBench::claimOf(job), second->video, test::someFacts(), {}),
        ErrorCode::AlreadyImported);
    QCOMPARE(bench_->video(second->video).state, VideoState::Importing);
    QCOMPARE(bench_->job(second->job).state, jobs::JobState::Running);
}

void TestLibraryStore::sameContentIsTakenAgainOnDemand()
{
    QVERIFY(bench_->addReady());
    const auto second = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/b.mp4")));
    const jobs::Job job = bench_->claim();
    IngestedFacts facts = test::someFacts();
    facts.evenIfDuplicate = true;
    facts.thumbnailFile = QStringLiteral("other-1.jpg");
    VERIFY_OK(bench_->store.finishIngest(test::LibraryBench::claimOf(job), second->video, facts, {}));
    QCOMPARE(bench_->video(second->video).state, VideoState::Ready);
}

void TestLibraryStore::refusedVideoKeepsItsReasonAndMayBeRetried()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    const jobs::Job job = bench_->claim();
    VERIFY_OK(bench_->store.refuse(test::LibraryBench::claimOf(job), registered->video,
                                   reason(ErrorCode::NoVideoStream)));
    QCOMPARE(bench_->job(job.id).state, jobs::JobState::Failed);
    QCOMPARE(bench_->job(job.id).errorCode, ErrorCode::NoVideoStream);
    const Video refused = bench_->video(registered->video);
    QCOMPARE(refused.state, VideoState::Refused);
    QVERIFY(refused.refusal == ErrorCode::NoVideoStream);
    VERIFY_OK(bench_->jobs.retry(job.id));
    VERIFY_OK(bench_->store.finishIngest(test::LibraryBench::claimOf(bench_->claim()), registered->video,
                                         test::someFacts(), {}));
    const Video ready = bench_->video(registered->video);
    QCOMPARE(ready.state, VideoState::Ready);
    QVERIFY(!ready.refusal.has_value());
}

void TestLibraryStore::duplicateNamesTheVideoItDuplicates()
{
    const VideoId first = bench_->addReady();
    const auto second = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/b.mp4")));
    VERIFY_OK(bench_->store.turnAway(test::LibraryBench::claimOf(bench_->claim()), second->video, first,
                                     reason(ErrorCode::AlreadyImported)));
    QCOMPARE(bench_->video(second->video).state, VideoState::Duplicate);
    QCOMPARE(bench_->video(second->video).duplicateOf, first);
}

void TestLibraryStore::listsNewestFirstAndFilters()
{
    NewVideo wanted = test::newVideo(QStringLiteral("/card/old.mp4"));
    wanted.patientCode = QString::fromUtf8("\xc3\x84-1");
    const auto old = bench_->store.registerVideo(wanted);
    bench_->clock.advance(std::chrono::seconds(1));
    const auto recent = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/new.mp4")));
    bench_->claim();
    VERIFY_OK(bench_->store.refuse(test::LibraryBench::claimOf(bench_->claim()), recent->video,
                                   reason(ErrorCode::NotMedia)));

    const auto idsOf = [this](const VideoFilter& filter) {
        std::vector<VideoId> ids;
        const auto videos = bench_->store.list(filter);
        for (const Video& video : *videos)
            ids.push_back(video.id);
        return ids;
    };
    using Ids = std::vector<VideoId>;
    QCOMPARE(idsOf({}), (Ids{recent->video, old->video}));
    QCOMPARE(idsOf({.text = QStringLiteral("OLD")}), Ids{old->video});
    QCOMPARE(idsOf({.text = QString::fromUtf8("\xc3\xa4-1")}), Ids{old->video});
    QCOMPARE(idsOf({.text = QStringLiteral("%")}), Ids{});
    QCOMPARE(idsOf({.states = {VideoState::Refused}}), Ids{recent->video});
    QCOMPARE(idsOf({.states = {VideoState::Refused, VideoState::Importing}}),
             (Ids{recent->video, old->video}));
    QCOMPARE(idsOf({.patient = bench_->video(old->video).patient}), Ids{old->video});
}

void TestLibraryStore::renamesAndAssigns()
{
    const VideoId id = bench_->addReady();
    VERIFY_OK(bench_->store.edit(id, {.title = QStringLiteral(" first\nvisit ")}));
    QCOMPARE(bench_->video(id).title, QStringLiteral("first visit"));
    VERIFY_FAILS(bench_->store.edit(id, {.title = QStringLiteral(" ")}), ErrorCode::BadOption);
    VERIFY_FAILS(bench_->store.edit(VideoId{99}, {.title = QStringLiteral("x")}), ErrorCode::NoSuchItem);
    VERIFY_OK(bench_->store.edit(id, {.patientCode = QStringLiteral("P-1")}));
    QCOMPARE(bench_->video(id).patientCode, QStringLiteral("P-1"));
    VERIFY_OK(bench_->store.edit(id, {.patientCode = QString()}));
    QVERIFY(!bench_->video(id).patient);
}

void TestLibraryStore::anAttemptThatLostItsJobRefusesNothing()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    const jobs::Claim stale = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->jobs.release(stale));
    const jobs::Job successor = bench_->claim();

    VERIFY_FAILS(bench_->store.refuse(stale, registered->video, reason(ErrorCode::Damaged)),
                 ErrorCode::LostLease);
    VERIFY_FAILS(bench_->store.turnAway(stale, registered->video, VideoId{1}, reason(ErrorCode::Damaged)),
                 ErrorCode::LostLease);

    QCOMPARE(bench_->video(registered->video).state, VideoState::Importing);
    QCOMPARE(bench_->job(successor.id).state, jobs::JobState::Running);
    VERIFY_OK(bench_->store.finishIngest(test::LibraryBench::claimOf(successor), registered->video,
                                         test::someFacts(), {}));
}

QTEST_GUILESS_MAIN(TestLibraryStore)
#include "test_library_store.moc"
