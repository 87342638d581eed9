#include "core/library/importer.h"
#include "core/library/stored_names.h"
#include "core/library/work_folder.h"
#include "tests/core/library/handler_bench.h"
#include "tests/support/verify_result.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDateTime>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;
using test::contentOf;

class TestIngestHandler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void copiesTheRecordingAndLeavesTheOriginalAsItIs();
    void leavesTheRecordingInPlaceWhenAskedTo();
    void recordingInPlaceThatChangesMeanwhileIsNotTakenIn();
    void recordingThatIsStillBeingWrittenIsNotTakenIn_data();
    void recordingThatIsStillBeingWrittenIsNotTakenIn();
    void takesInStrangeNames_data();
    void takesInStrangeNames();
    void queuesTheRenditionsThatWereAskedFor();
    void datesTheRecordingByTheNameOfTheOriginal();
    void recordingWithoutAUsablePictureHasNoThumbnail();
    void sameContentIsImportedOnce();
    void sameContentIsNotCopiedFirst();
    void sameContentIsImportedAgainOnDemand();
    void refusedRecordingKeepsItsReasonAndLeavesNothingBehind_data();
    void refusedRecordingKeepsItsReasonAndLeavesNothingBehind();
    void recordingThatDatesItselfBeforeTheBirthIsRefused();
    void tooLargeRecordingIsNotCopied();
    void recordingOutOfReachIsWaitedFor();
    void fileOfOursIsNoRecordingToReadInPlace();
    void fullDiskStopsItBeforeTheCopy();
    void goesOnWhereAnInterruptedAttemptHadPublishedTheCopy();
    void replacesACopyThatIsNotTheRecording();
    void cancelledIngestLeavesNothingBehind_data();
    void cancelledIngestLeavesNothingBehind();
    void shareThatGoesWhileItIsReadIsNoRefusal();
    void crashOfTheWorkerIsNoRefusal();
    void refusalIsNotWrittenByAnAttemptThatWasAskedToStop();
    void progressOnlyGrows();
    void inspectingTellsWhatAnImportWouldDo_data();
    void inspectingTellsWhatAnImportWouldDo();
    void inspectingKnowsWhatIsInTheLibrary();

private:
    Video registered() const { return bench_->video(bench_->registered.video); }

    QString stored(const Video& video) const
    {
        return bench_->paths.originalsDir() + QLatin1Char('/') + originalFileName(video);
    }

    std::unique_ptr<test::HandlerBench> bench_;
};

void TestIngestHandler::init()
{
    bench_ = std::make_unique<test::HandlerBench>(QStringLiteral(NDAS_FAKE_WORKER));
    QVERIFY(bench_->ready);
}

void TestIngestHandler::copiesTheRecordingAndLeavesTheOriginalAsItIs()
{
    const QByteArray content = "video of 17 November";
    const QString original = bench_->recording(QStringLiteral("Clip.MP4"), content);
    const QDateTime modified = QFileInfo(original).lastModified();
    VERIFY_OK(bench_->ingest(test::newVideo(original)));
    const Video video = registered();
    QCOMPARE(video.state, VideoState::Ready);
    QCOMPARE(video.storedName, video.uuid + QStringLiteral(".mp4"));
    QCOMPARE(contentOf(stored(video)), content);
    QCOMPARE(contentOf(original), content);
    QCOMPARE(QFileInfo(original).lastModified(), modified);
    QCOMPARE(video.sha256.toLatin1(), QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    QCOMPARE(video.sizeBytes, content.size());
    QCOMPARE(video.fileModifiedAt, modified.toMSecsSinceEpoch());
    QCOMPARE(contentOf(bench_->paths.thumbnailsDir() + QLatin1Char('/') + video.thumbnailFile),
             QByteArray("picture"));
    QCOMPARE(bench_->job(bench_->registered.job).state, jobs::JobState::Succeeded);
    QVERIFY(bench_->filesIn(bench_->paths.workDir()).isEmpty());
}

void TestIngestHandler::leavesTheRecordingInPlaceWhenAskedTo()
{
    NewVideo wanted = test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video"));
    wanted.storage = Storage::InPlace;
    VERIFY_OK(bench_->ingest(wanted));
    QCOMPARE(registered().state, VideoState::Ready);
    QVERIFY(registered().storedName.isEmpty());
    QVERIFY(!registered().sha256.isEmpty());
    QVERIFY(bench_->filesIn(bench_->paths.originalsDir()).isEmpty());
    QCOMPARE(contentOf(wanted.originalPath), QByteArray("video"));
}

/// Its size and time are as before: only the content tells.
void TestIngestHandler::recordingInPlaceThatChangesMeanwhileIsNotTakenIn()
{
    NewVideo wanted = test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video"));
    wanted.storage = Storage::InPlace;
    const QDateTime time = QFileInfo(wanted.originalPath).lastModified();
    const auto registered = bench_->store.registerVideo(wanted);
    VERIFY_OK(registered);
    test::RunningJob job(bench_->claim());
    job.actAt = QStringLiteral("publishing");
    job.act = [&] {
        bench_->recording(QStringLiteral("a.mp4"), "VIDEO");
        QFile file(wanted.originalPath);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.setFileTime(time, QFile::FileModificationTime));
    };
    VERIFY_FAILS(IngestHandler(bench_->parts()).run(job), ErrorCode::Busy);
    QCOMPARE(bench_->video(registered->video).state, VideoState::Importing);
}

void TestIngestHandler::recordingThatIsStillBeingWrittenIsNotTakenIn_data()
{
    QTest::addColumn<QString>("growsAt");
    QTest::newRow("before it is copied") << "hashing";
    QTest::newRow("once it is copied") << "publishing";
}

/// Half of it would be kept for good, or more than its record says, so that no rendition could be made of it.
void TestIngestHandler::recordingThatIsStillBeingWrittenIsNotTakenIn()
{
    QFETCH(QString, growsAt);
    VERIFY_OK(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("other.mp4"), "video b"))));
    const NewVideo wanted = test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video a"));
    const auto registered = bench_->store.registerVideo(wanted);
    VERIFY_OK(registered);
    test::RunningJob job(bench_->claim());
    job.actAt = growsAt;
    job.act = [&] { bench_->recording(QStringLiteral("a.mp4"), "video a and more"); };
    VERIFY_FAILS(IngestHandler(bench_->parts()).run(job), ErrorCode::Busy);
    QCOMPARE(bench_->video(registered->video).state, VideoState::Importing);
    QCOMPARE(bench_->filesIn(bench_->paths.originalsDir()).size(), 1);
}

void TestIngestHandler::takesInStrangeNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("newline") << "two\nlines.mp4";
    QTest::newRow("emoji") << QString::fromUtf8("\xf0\x9f\x91\xb6 baby.mp4");
    QTest::newRow("leading dash") << "-rf.mp4";
    QTest::newRow("quotes and percent") << "a \"b\" 'c' %1 %s.mp4";
    QTest::newRow("no extension") << "recording";
    QTest::newRow("protocol like") << "file:concat:a.mp4";
}

void TestIngestHandler::takesInStrangeNames()
{
    QFETCH(QString, name);
    const QString original = bench_->recording(name, "video");
    QVERIFY(!original.isEmpty());
    VERIFY_OK(bench_->ingest(test::newVideo(original)));
    QCOMPARE(registered().originalName, name);
    QCOMPARE(contentOf(stored(registered())), QByteArray("video"));
}

void TestIngestHandler::queuesTheRenditionsThatWereAskedFor()
{
    const QString original = bench_->recording(QStringLiteral("a.mp4"), "video");
    VERIFY_OK(bench_->ingest(test::newVideo(original, {QStringLiteral("high"), QStringLiteral("mobile")})));
    QStringList presets;
    for (const jobs::Job& job : bench_->jobsThatAre(jobs::JobState::Queued))
        presets << job.preset;
    presets.sort();
    QCOMPARE(presets, (QStringList{QStringLiteral("high"), QStringLiteral("mobile")}));
}

void TestIngestHandler::datesTheRecordingByTheNameOfTheOriginal()
{
    VERIFY_OK(bench_->ingest(
        test::newVideo(bench_->recording(QStringLiteral("VID_20261103_102400.mp4"), "video"))));
    QVERIFY(registered().info->recordedAt.has_value());
    QCOMPARE(registered().info->recordedAt->iso, QStringLiteral("2026-11-03T10:24:00"));
    QCOMPARE(registered().info->recordedAt->source, media::DateSource::FileName);
}

void TestIngestHandler::recordingWithoutAUsablePictureHasNoThumbnail()
{
    VERIFY_OK(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video dark"))));
    QCOMPARE(registered().state, VideoState::Ready);
    QVERIFY(registered().thumbnailFile.isEmpty());
    QVERIFY(bench_->filesIn(bench_->paths.thumbnailsDir()).isEmpty());
}

void TestIngestHandler::sameContentIsImportedOnce()
{
    VERIFY_OK(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("first visit.mp4"), "video"))));
    const Video first = registered();
    const auto again = bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("b.mp4"), "video")));
    VERIFY_FAILS(again, ErrorCode::AlreadyImported);
    QVERIFY2(again.error().detail.contains(QStringLiteral("%1 \"first visit\"").arg(first.id.value)),
             qPrintable(again.error().detail));
    QCOMPARE(registered().state, VideoState::Duplicate);
    QCOMPARE(registered().duplicateOf, first.id);
    QCOMPARE(bench_->job(bench_->registered.job).errorCode, ErrorCode::AlreadyImported);
    QCOMPARE(bench_->filesIn(bench_->paths.originalsDir()).size(), 1);
    QCOMPARE(bench_->filesIn(bench_->paths.thumbnailsDir()).size(), 1);
}

void TestIngestHandler::sameContentIsNotCopiedFirst()
{
    VERIFY_OK(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video"))));
    const auto again =
        bench_->store.registerVideo(test::newVideo(bench_->recording(QStringLiteral("b.mp4"), "video")));
    VERIFY_OK(again);
    test::RunningJob job(bench_->claim());
    VERIFY_FAILS(IngestHandler(bench_->parts()).run(job), ErrorCode::AlreadyImported);
    QCOMPARE(job.stages, QStringList{QStringLiteral("hashing")});
}

void TestIngestHandler::sameContentIsImportedAgainOnDemand()
{
    VERIFY_OK(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video"))));
    NewVideo again = test::newVideo(bench_->recording(QStringLiteral("b.mp4"), "video"));
    again.evenIfDuplicate = true;
    VERIFY_OK(bench_->ingest(again));
    QCOMPARE(registered().state, VideoState::Ready);
    QCOMPARE(bench_->filesIn(bench_->paths.originalsDir()).size(), 2);
}

void TestIngestHandler::refusedRecordingKeepsItsReasonAndLeavesNothingBehind_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("reason");
    QTest::newRow("no media") << QByteArray("<html>") << ErrorCode::NotMedia;
    QTest::newRow("empty") << QByteArray() << ErrorCode::NotMedia;
    QTest::newRow("sound only") << QByteArray("sound") << ErrorCode::NoVideoStream;
    QTest::newRow("too long") << QByteArray("video long") << ErrorCode::TooLong;
}

void TestIngestHandler::refusedRecordingKeepsItsReasonAndLeavesNothingBehind()
{
    QFETCH(QByteArray, content);
    QFETCH(ErrorCode, reason);
    const QString original = bench_->recording(QStringLiteral("a.mp4"), content);
    VERIFY_FAILS(bench_->ingest(test::newVideo(original)), reason);
    QCOMPARE(registered().state, VideoState::Refused);
    QVERIFY(registered().refusal == reason);
    QCOMPARE(bench_->job(bench_->registered.job).state, jobs::JobState::Failed);
    QCOMPARE(bench_->job(bench_->registered.job).errorCode, reason);
    QCOMPARE(contentOf(original), content);
    QVERIFY(bench_->filesIn(bench_->paths.originalsDir()).isEmpty());
    QVERIFY(bench_->filesIn(bench_->paths.thumbnailsDir()).isEmpty());
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, bench_->registered.job)));
}

void TestIngestHandler::recordingThatDatesItselfBeforeTheBirthIsRefused()
{
    NewVideo wanted = test::newVideo(bench_->recording(QStringLiteral("VID_20261103_102400.mp4"), "video"));
    wanted.patientCode = QStringLiteral("P-1");
    VERIFY_OK(bench_->store.registerVideo(wanted));
    Patient patient = bench_->store.patients()->front();
    patient.birthDate = QDate(2026, 11, 4);
    VERIFY_OK(bench_->store.changePatient(patient));
    test::RunningJob job(bench_->claim());

    VERIFY_FAILS(IngestHandler(bench_->parts()).run(job), ErrorCode::RecordedBeforeBirth);

    const Video video = bench_->video(job.job().video);
    QCOMPARE(video.state, VideoState::Refused);
    QVERIFY(video.refusal == ErrorCode::RecordedBeforeBirth);
    QVERIFY(bench_->filesIn(bench_->paths.originalsDir()).isEmpty());
    QVERIFY(bench_->filesIn(bench_->paths.thumbnailsDir()).isEmpty());

    patient.birthDate = QDate(2026, 11, 3);
    VERIFY_OK(bench_->store.changePatient(patient));
    VERIFY_OK(bench_->jobs.retry(job.job().id));
    test::RunningJob again(bench_->claim());
    VERIFY_OK(IngestHandler(bench_->parts()).run(again));
    QCOMPARE(bench_->video(video.id).state, VideoState::Ready);
}

void TestIngestHandler::tooLargeRecordingIsNotCopied()
{
    bench_->settings.limits.maxBytes = 4;
    VERIFY_FAILS(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video"))),
                 ErrorCode::TooLarge);
    QVERIFY(registered().refusal == ErrorCode::TooLarge);
}

/// A card that was pulled may leave its folder behind.
void TestIngestHandler::recordingOutOfReachIsWaitedFor()
{
    VERIFY_FAILS(bench_->ingest(test::newVideo(bench_->folder.filePath(QStringLiteral("gone.mp4")))),
                 ErrorCode::SourceUnreachable);
    QCOMPARE(registered().state, VideoState::Importing);
    VERIFY_FAILS(bench_->ingest(test::newVideo(bench_->folder.filePath(QStringLiteral("share/gone.mp4")))),
                 ErrorCode::SourceUnreachable);
    QCOMPARE(registered().state, VideoState::Importing);
}

void TestIngestHandler::fileOfOursIsNoRecordingToReadInPlace()
{
    const QString rendition = bench_->paths.renditionsDir() + QStringLiteral("/a.mp4");
    QVERIFY(test::LibraryBench::write(rendition, "video"));
    NewVideo wanted = test::newVideo(rendition);
    wanted.storage = Storage::InPlace;
    VERIFY_FAILS(bench_->ingest(wanted), ErrorCode::InsideLibrary);
    QCOMPARE(registered().state, VideoState::Refused);
}

void TestIngestHandler::fullDiskStopsItBeforeTheCopy()
{
    bench_->settings.diskReserveBytes = qint64{1} << 60;
    const auto full = bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video")));
    VERIFY_FAILS(full, ErrorCode::DiskFull);
    QVERIFY2(full.error().detail.contains(QStringLiteral("5 bytes needed")), qPrintable(full.error().detail));
    QCOMPARE(registered().state, VideoState::Importing);
}

void TestIngestHandler::goesOnWhereAnInterruptedAttemptHadPublishedTheCopy()
{
    const QString original = bench_->recording(QStringLiteral("a.mp4"), "video");
    const auto video = bench_->store.registerVideo(test::newVideo(original));
    VERIFY_OK(video);
    const QString copy = stored(bench_->video(video->video));
    QVERIFY(test::LibraryBench::write(copy, "video"));
    QVERIFY(test::LibraryBench::write(bench_->paths.thumbnailsDir() + QLatin1Char('/') +
                                          thumbnailFileName(bench_->video(video->video), 1),
                                      "left over"));
    test::RunningJob job(bench_->claim());
    VERIFY_OK(IngestHandler(bench_->parts()).run(job));
    QVERIFY(!job.stages.contains(QStringLiteral("copying")));
    const Video ready = bench_->video(video->video);
    QCOMPARE(ready.state, VideoState::Ready);
    QCOMPARE(contentOf(copy), QByteArray("video"));
    QCOMPARE(contentOf(bench_->paths.thumbnailsDir() + QLatin1Char('/') + ready.thumbnailFile),
             QByteArray("picture"));
}

void TestIngestHandler::replacesACopyThatIsNotTheRecording()
{
    const QString original = bench_->recording(QStringLiteral("a.mp4"), "video");
    const auto video = bench_->store.registerVideo(test::newVideo(original));
    const QString copy = stored(bench_->video(video->video));
    QVERIFY(test::LibraryBench::write(copy, "vide"));
    test::RunningJob job(bench_->claim());
    VERIFY_OK(IngestHandler(bench_->parts()).run(job));
    QCOMPARE(contentOf(copy), QByteArray("video"));
}

void TestIngestHandler::cancelledIngestLeavesNothingBehind_data()
{
    QTest::addColumn<QString>("at");
    QTest::newRow("while copying") << "copying";
    QTest::newRow("before the probe") << "opening";
    QTest::newRow("before publishing") << "publishing";
}

void TestIngestHandler::cancelledIngestLeavesNothingBehind()
{
    QFETCH(QString, at);
    const auto video =
        bench_->store.registerVideo(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video")));
    test::RunningJob job(bench_->claim());
    job.actAt = at;
    VERIFY_FAILS(IngestHandler(bench_->parts()).run(job), ErrorCode::Cancelled);
    QCOMPARE(bench_->video(video->video).state, VideoState::Importing);
    QVERIFY(bench_->filesIn(bench_->paths.originalsDir()).isEmpty());
    QVERIFY(bench_->filesIn(bench_->paths.thumbnailsDir()).isEmpty());
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, video->job)));
}

void TestIngestHandler::shareThatGoesWhileItIsReadIsNoRefusal()
{
    QVERIFY(QDir(bench_->folder.path()).mkdir(QStringLiteral("share")));
    NewVideo wanted = test::newVideo(bench_->recording(QStringLiteral("share/a.mp4"), "video"));
    wanted.storage = Storage::InPlace;
    const auto video = bench_->store.registerVideo(wanted);
    test::RunningJob job(bench_->claim());
    job.actAt = QStringLiteral("opening");
    job.act = [this] { QDir(bench_->folder.filePath(QStringLiteral("share"))).removeRecursively(); };
    VERIFY_FAILS(IngestHandler(bench_->parts()).run(job), ErrorCode::SourceUnreachable);
    QCOMPARE(bench_->video(video->video).state, VideoState::Importing);
}

void TestIngestHandler::crashOfTheWorkerIsNoRefusal()
{
    VERIFY_FAILS(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "crash"))),
                 ErrorCode::WorkerCrashed);
    QCOMPARE(registered().state, VideoState::Importing);
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, bench_->registered.job)));
}

void TestIngestHandler::refusalIsNotWrittenByAnAttemptThatWasAskedToStop()
{
    const auto video =
        bench_->store.registerVideo(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video")));
    bench_->settings.limits.maxBytes = 3;
    test::RunningJob job(bench_->claim());
    job.pause();
    VERIFY_FAILS(IngestHandler(bench_->parts()).run(job), ErrorCode::TooLarge);
    QCOMPARE(bench_->video(video->video).state, VideoState::Importing);
    QCOMPARE(bench_->job(video->job).state, jobs::JobState::Running);
}

void TestIngestHandler::progressOnlyGrows()
{
    VERIFY_OK(bench_->store.registerVideo(
        test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video " + QByteArray(3 << 20, 'x')))));
    test::RunningJob job(bench_->claim());
    VERIFY_OK(IngestHandler(bench_->parts()).run(job));
    QVERIFY(std::is_sorted(job.fractions.begin(), job.fractions.end()));
    QVERIFY(job.fractions.size() > 5);
    QVERIFY(job.fractions.front() >= 0 && job.fractions.back() < 1);
    QCOMPARE(job.stages, (QStringList{QStringLiteral("copying"), QStringLiteral("opening"),
                                      QStringLiteral("publishing")}));
}

void TestIngestHandler::inspectingTellsWhatAnImportWouldDo_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<bool>("described");
    QTest::newRow("accepted") << QByteArray("video") << "" << true;
    QTest::newRow("too long, but described") << QByteArray("video long") << "too-long" << true;
    QTest::newRow("sound only") << QByteArray("sound") << "no-video-stream" << false;
    QTest::newRow("no media") << QByteArray("text") << "not-media" << false;
}

void TestIngestHandler::inspectingTellsWhatAnImportWouldDo()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, problem);
    const QString path = bench_->recording(QStringLiteral("20261103.mp4"), content);
    const Candidate candidate =
        inspect(path, bench_->media, bench_->store, bench_->settings, bench_->folder.path(), {});
    QCOMPARE(candidate.problem ? QString::fromLatin1(errorName(candidate.problem->code)) : QString(),
             problem);
    QTEST(candidate.info.has_value(), "described");
    QCOMPARE(candidate.path, path);
    QCOMPARE(candidate.sizeBytes, content.size());
    if (!candidate.info)
        return;
    QCOMPARE(candidate.info->recordedAt->iso, QStringLiteral("2026-11-03"));
    QCOMPARE(contentOf(candidate.previewFile), QByteArray("picture"));
    // A worker sees the folder of what it writes, and no preview but its own.
    QCOMPARE(bench_->filesIn(QFileInfo(candidate.previewFile).path()).size(), 1);
    QVERIFY(QFileInfo(candidate.previewFile).path() != bench_->folder.path());
}

void TestIngestHandler::inspectingKnowsWhatIsInTheLibrary()
{
    VERIFY_OK(bench_->ingest(test::newVideo(bench_->recording(QStringLiteral("a.mp4"), "video"))));
    const auto look = [this](const QByteArray& content) {
        return inspect(bench_->recording(QStringLiteral("b.mp4"), content), bench_->media, bench_->store,
                       bench_->settings, {}, {})
            .alreadyImported;
    };
    QVERIFY(look("video").has_value());
    QCOMPARE(look("video")->id, bench_->registered.video);
    QVERIFY(!look("videO").has_value());
    QVERIFY(!look("video of another day").has_value());
}

QTEST_GUILESS_MAIN(TestIngestHandler)
#include "test_ingest_handler.moc"
