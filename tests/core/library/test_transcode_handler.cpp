#include "core/library/experience.h"
#include "core/library/stored_names.h"
#include "core/library/work_folder.h"
#include "tests/core/library/handler_bench.h"
#include "tests/support/verify_result.h"

#include <QtCore/QCryptographicHash>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;
using test::contentOf;

class TestTranscodeHandler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void publishesWhatTheWorkerMade();
    void doesWhatTheSettingsWishAndKeepsWhatCameOfIt();
    void teachesWhatItTook();
    void teachesNothingWhenItWasInterrupted();
    void teachesNothingOfAPresetThatChangedSince();
    void teachesNothingWhereACopyBecameAnEncode();
    void readsTheOriginalInPlace();
    void originalThatChangedIsNotTranscoded();
    void originalThatChangesMeanwhileIsNoticed();
    void renditionNeverTakesThePlaceOfAnOriginal();
    void lostShareWaits();
    void lostFileWaitsAndGoesOnFromItsJournal();
    void finishesWhatHadBeenPublishedBeforeTheCrash();
    void succeedsAtOnceWhereAnotherJobHasMadeIt();
    void makesAnewAReadyRenditionWhoseFileIsGone();
    void givesOthersTheirTurnAtTheSoftTimeLimit();
    void makesAnewWhatIsNotAsRecorded_data();
    void makesAnewWhatIsNotAsRecorded();
    void nameTakenByALeftoverIsTakenBack();
    void outputThatIsNotWhatTheWorkerSaysIsNotPublished();
    void damagedRecordingFailsItsRendition();
    void recordingCutShortMeanwhileIsNotTakenForDamaged();
    void resultThatVanishesIsNotTakenForTheRecording();
    void unknownPresetFailsItsRendition();
    void fullDiskSaysWhatIsNeeded();
    void cancelledTranscodeLeavesNothingBehind();
    void whatOutgrowsItsEstimateIsStillLeftRoomToBeAssembled();
    void goesOnFromTheJournalOfTheAttemptBefore();
    void recordingThatIsRefusedLeavesNoJournal();
    void cancelledJobLeavesNoJournal();
    void attemptThatLostItsJobPublishesNothing();
    void secondWriterIsKeptOut();
    void workerKeepsTheLockOfItsFolderAndItsSiblingsDoNot();

private:
    void import(const QByteArray& content, Storage storage = Storage::Copied,
                const QString& preset = QStringLiteral("low"));

    Result<void> run() { return TranscodeHandler(bench_->parts()).run(*job_); }

    Rendition rendition() const { return bench_->video(video_).renditions.front(); }

    QString published() const
    {
        return bench_->paths.renditionsDir() + QLatin1Char('/') + bench_->video(video_).uuid +
               QStringLiteral("-low.mp4");
    }

    /// Runs it and lands the job as the scheduler would when it gives up at once.
    void runToFailure(ErrorCode code)
    {
        VERIFY_FAILS(run(), code);
        VERIFY_OK(bench_->giveUp(job_->job(), code));
    }

    std::int64_t expectedBytes() const { return expectedBytes(settings::builtInPresets()); }

    std::int64_t expectedBytes(const std::vector<media::Preset>& presets) const;
    Rendition record(const QByteArray& content) const;
    std::unique_ptr<test::HandlerBench> bench_;
    std::unique_ptr<test::RunningJob> job_;
    VideoId video_;
};

void TestTranscodeHandler::init()
{
    bench_ = std::make_unique<test::HandlerBench>(QStringLiteral(NDAS_FAKE_WORKER));
    QVERIFY(bench_->ready);
}

/// Takes a recording in and claims the job of its rendition.
void TestTranscodeHandler::import(const QByteArray& content, Storage storage, const QString& preset)
{
    NewVideo wanted = test::newVideo(bench_->recording(QStringLiteral("a.mp4"), content), {preset});
    wanted.storage = storage;
    VERIFY_OK(bench_->ingest(wanted));
    video_ = bench_->registered.video;
    job_ = std::make_unique<test::RunningJob>(bench_->claim());
    QCOMPARE(job_->job().kind, jobs::JobKind::Transcode);
}

/// What an attempt commits just before it gives a file with this content its name.
Rendition TestTranscodeHandler::record(const QByteArray& content) const
{
    Rendition rendition;
    rendition.preset = QStringLiteral("low");
    rendition.fileName = QFileInfo(published()).fileName();
    rendition.sizeBytes = content.size();
    rendition.sha256 =
        QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    return rendition;
}

/// Of the rendition, after what this library has learned.
std::int64_t TestTranscodeHandler::expectedBytes(const std::vector<media::Preset>& presets) const
{
    const media::MediaInfo info = *bench_->video(video_).info;
    const auto experience = experienceIn(bench_->paths.database(), presets);
    media::TranscodePlan plan = media::makePlan(info, *settings::findPreset(presets, QStringLiteral("low")));
    if (!experience)
        return -1;
    experience->refine(plan, info);
    return plan.expectedBytes;
}

void TestTranscodeHandler::publishesWhatTheWorkerMade()
{
    import("video");
    VERIFY_OK(run());
    QCOMPARE(rendition().state, RenditionState::Ready);
    QCOMPARE(contentOf(published()), QByteArray("rendition of video"));
    QCOMPARE(rendition().sizeBytes, QFileInfo(published()).size());
    QCOMPARE(rendition().size, (media::PixelSize{480, 854}));
    QCOMPARE(rendition().frames, 50);
    QCOMPARE(rendition().removed, QStringList{QStringLiteral("location")});
    QVERIFY(rendition().notes.contains(QStringLiteral("turned")));
    QVERIFY(!rendition().notes.contains(QStringLiteral("hardware-failed")));
    QVERIFY(!rendition().likeness);
    QVERIFY(!rendition().planHash.isEmpty());
    QCOMPARE(bench_->job(job_->job().id).state, jobs::JobState::Succeeded);
    QVERIFY(bench_->filesIn(bench_->paths.workDir()).isEmpty());
}

void TestTranscodeHandler::doesWhatTheSettingsWishAndKeepsWhatCameOfIt()
{
    bench_->settings.useHardware = true;
    bench_->settings.checkLikeness = true;
    import("video");
    VERIFY_OK(run());
    QCOMPARE(rendition().state, RenditionState::Ready);
    QCOMPARE(contentOf(published()), QByteArray("rendition of video"));
    QVERIFY(rendition().notes.contains(QStringLiteral("hardware-failed")));
    QVERIFY(rendition().likeness && rendition().likeness->pictures == 32);
}

void TestTranscodeHandler::teachesWhatItTook()
{
    import("video");
    const std::int64_t before = expectedBytes();
    QVERIFY(before > 0);
    VERIFY_OK(run());
    QVERIFY(expectedBytes() > 0 && expectedBytes() != before);
}

/// What the attempt before did is not in the time of the one that went on from its journal.
void TestTranscodeHandler::teachesNothingWhenItWasInterrupted()
{
    import("video");
    const std::int64_t before = expectedBytes();
    VERIFY_OK(bench_->jobs.release(job_->claim()));
    job_ = std::make_unique<test::RunningJob>(bench_->claim());
    VERIFY_OK(run());
    QCOMPARE(expectedBytes(), before);
}

void TestTranscodeHandler::teachesNothingOfAPresetThatChangedSince()
{
    import("video");
    std::vector<media::Preset> presets = settings::builtInPresets();
    for (media::Preset& preset : presets)
        preset.crf += preset.id == QLatin1String("low") ? 6 : 0;
    const std::int64_t before = expectedBytes(presets);
    VERIFY_OK(run());
    QCOMPARE(expectedBytes(presets), before);
    QVERIFY(expectedBytes() > 0);
}

/// What was meant to be taken over took the time and space of something else.
void TestTranscodeHandler::teachesNothingWhereACopyBecameAnEncode()
{
    import("video uncopied");
    const std::int64_t before = expectedBytes();
    VERIFY_OK(run());
    QVERIFY(rendition().notes.contains(QStringLiteral("copy-abandoned")));
    QCOMPARE(expectedBytes(), before);
}

void TestTranscodeHandler::readsTheOriginalInPlace()
{
    import("video in place", Storage::InPlace);
    VERIFY_OK(run());
    QCOMPARE(contentOf(published()), QByteArray("rendition of video in place"));
}

void TestTranscodeHandler::originalThatChangedIsNotTranscoded()
{
    import("video", Storage::InPlace);
    bench_->recording(QStringLiteral("a.mp4"), "video, but another");
    const auto changed = run();
    VERIFY_FAILS(changed, ErrorCode::OriginalChanged);
    QVERIFY2(changed.error().detail.contains(QStringLiteral("changed after its import")),
             qPrintable(changed.error().detail));
    VERIFY_OK(bench_->giveUp(job_->job(), ErrorCode::Damaged));
    QCOMPARE(rendition().state, RenditionState::Failed);
}

/// Its size and time are as before: only the content tells.
void TestTranscodeHandler::originalThatChangesMeanwhileIsNoticed()
{
    import("video", Storage::InPlace);
    const QString original = bench_->video(video_).originalPath;
    const QDateTime time = QFileInfo(original).lastModified();
    job_->actAt = QStringLiteral("publishing");
    job_->act = [&] {
        bench_->recording(QStringLiteral("a.mp4"), "VIDEO");
        QFile file(original);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.setFileTime(time, QFile::FileModificationTime));
    };
    VERIFY_FAILS(run(), ErrorCode::OriginalChanged);
    VERIFY_OK(bench_->giveUp(job_->job(), ErrorCode::OriginalChanged));
    QCOMPARE(rendition().state, RenditionState::Failed);
    QVERIFY(!QFile::exists(published()));
}

/// As older versions let it be imported.
void TestTranscodeHandler::renditionNeverTakesThePlaceOfAnOriginal()
{
    import("video");
    QVERIFY(test::LibraryBench::write(published(), "an original by now"));
    NewVideo inPlace = test::newVideo(published());
    inPlace.storage = Storage::InPlace;
    VERIFY_OK(bench_->store.registerVideo(inPlace));
    VERIFY_FAILS(run(), ErrorCode::AlreadyExists);
    QCOMPARE(contentOf(published()), QByteArray("an original by now"));
    VERIFY_OK(bench_->giveUp(job_->job(), ErrorCode::AlreadyExists));
    QCOMPARE(rendition().state, RenditionState::Failed);
}

void TestTranscodeHandler::lostFileWaitsAndGoesOnFromItsJournal()
{
    import("video in parts, paused", Storage::InPlace);
    VERIFY_FAILS(run(), ErrorCode::Paused);
    const auto nextAttempt = [this] {
        VERIFY_OK(bench_->jobs.release(job_->claim()));
        job_ = std::make_unique<test::RunningJob>(bench_->claim());
    };
    nextAttempt();
    const QString original = bench_->video(video_).originalPath;
    QVERIFY(QFile::rename(original, original + QStringLiteral(".away")));
    VERIFY_FAILS(run(), ErrorCode::SourceUnreachable);
    QCOMPARE(rendition().state, RenditionState::Pending);
    QVERIFY(QFile::rename(original + QStringLiteral(".away"), original));
    nextAttempt();
    VERIFY_OK(run());
    QCOMPARE(rendition().state, RenditionState::Ready);
}

void TestTranscodeHandler::lostShareWaits()
{
    QVERIFY(QDir(bench_->folder.path()).mkdir(QStringLiteral("share")));
    NewVideo wanted =
        test::newVideo(bench_->recording(QStringLiteral("share/a.mp4"), "video"), {QStringLiteral("low")});
    wanted.storage = Storage::InPlace;
    VERIFY_OK(bench_->ingest(wanted));
    video_ = bench_->registered.video;
    job_ = std::make_unique<test::RunningJob>(bench_->claim());
    QVERIFY(QDir(bench_->folder.filePath(QStringLiteral("share"))).removeRecursively());
    VERIFY_FAILS(run(), ErrorCode::SourceUnreachable);
    QCOMPARE(rendition().state, RenditionState::Pending);
}

void TestTranscodeHandler::finishesWhatHadBeenPublishedBeforeTheCrash()
{
    import("video");
    const QByteArray earlier = "made by the attempt that died";
    VERIFY_OK(bench_->store.recordPublishing(job_->claim(), video_, record(earlier)));
    QVERIFY(test::LibraryBench::write(published(), earlier));
    VERIFY_OK(run());
    QCOMPARE(rendition().state, RenditionState::Ready);
    QCOMPARE(contentOf(published()), earlier);
    QCOMPARE(bench_->job(job_->job().id).state, jobs::JobState::Succeeded);
    QVERIFY(bench_->filesIn(bench_->paths.workDir()).isEmpty());
}

/// A failed, the user asked again with B, B made it, and now A is tried again.
void TestTranscodeHandler::succeedsAtOnceWhereAnotherJobHasMadeIt()
{
    import("video");
    const JobId first = job_->job().id;
    VERIFY_OK(bench_->giveUp(job_->job(), ErrorCode::WorkerCrashed));
    VERIFY_OK(bench_->store.queueRendition(video_, QStringLiteral("low")));
    job_ = std::make_unique<test::RunningJob>(bench_->claim());
    VERIFY_OK(run());
    const QDateTime made = QFileInfo(published()).lastModified();
    VERIFY_OK(bench_->jobs.retry(first));
    job_ = std::make_unique<test::RunningJob>(bench_->claim());
    QCOMPARE(job_->job().id, first);

    VERIFY_OK(run());

    QVERIFY(job_->stages.isEmpty());
    QCOMPARE(bench_->job(first).state, jobs::JobState::Succeeded);
    QCOMPARE(rendition().state, RenditionState::Ready);
    QCOMPARE(QFileInfo(published()).lastModified(), made);
}

void TestTranscodeHandler::makesAnewAReadyRenditionWhoseFileIsGone()
{
    import("video");
    VERIFY_OK(bench_->store.recordPublishing(job_->claim(), video_, record("lost")));
    VERIFY_OK(bench_->giveUp(job_->job(), ErrorCode::WorkerCrashed));
    VERIFY_OK(bench_->store.queueRendition(video_, QStringLiteral("low")));
    const jobs::Claim other = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->store.finishRendition(other, video_, QStringLiteral("low")));
    VERIFY_OK(bench_->jobs.retry(job_->job().id));
    job_ = std::make_unique<test::RunningJob>(bench_->claim());

    VERIFY_OK(run());

    QCOMPARE(contentOf(published()), QByteArray("rendition of video"));
    QCOMPARE(rendition().sha256, record("rendition of video").sha256);
    QCOMPARE(bench_->job(job_->job().id).state, jobs::JobState::Succeeded);
}

void TestTranscodeHandler::givesOthersTheirTurnAtTheSoftTimeLimit()
{
    bench_->settings.softTimeLimit = std::chrono::seconds(0);
    import("video slow");

    VERIFY_FAILS(run(), ErrorCode::TimedOut);

    QCOMPARE(job_->checkpoints.size(), std::size_t{1});
    QVERIFY(QFile::exists(workFolderPath(bench_->paths, job_->job().id))); // with its journal
    QCOMPARE(rendition().state, RenditionState::Pending);
}

void TestTranscodeHandler::makesAnewWhatIsNotAsRecorded_data()
{
    QTest::addColumn<QByteArray>("onDisk");
    QTest::newRow("died before the rename") << QByteArray();
    QTest::newRow("same size, other content") << QByteArray("RECORDED");
    QTest::newRow("shorter") << QByteArray("rec");
}

void TestTranscodeHandler::makesAnewWhatIsNotAsRecorded()
{
    QFETCH(QByteArray, onDisk);
    import("video");
    VERIFY_OK(bench_->store.recordPublishing(job_->claim(), video_, record("recorded")));
    if (!onDisk.isEmpty())
        QVERIFY(test::LibraryBench::write(published(), onDisk));
    VERIFY_OK(run());
    QCOMPARE(rendition().state, RenditionState::Ready);
    QCOMPARE(contentOf(published()), QByteArray("rendition of video"));
    QCOMPARE(rendition().sha256, record("rendition of video").sha256);
}

void TestTranscodeHandler::nameTakenByALeftoverIsTakenBack()
{
    import("video");
    QVERIFY(test::LibraryBench::write(published(), "of a removed rendition"));
    VERIFY_OK(run());
    QCOMPARE(contentOf(published()), QByteArray("rendition of video"));
}

void TestTranscodeHandler::outputThatIsNotWhatTheWorkerSaysIsNotPublished()
{
    import("video lie");
    VERIFY_FAILS(run(), ErrorCode::VerificationFailed);
    QCOMPARE(rendition().state, RenditionState::Pending);
    QVERIFY(!QFile::exists(published()));
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, job_->job().id)));
}

void TestTranscodeHandler::damagedRecordingFailsItsRendition()
{
    import("video damaged");
    runToFailure(ErrorCode::Damaged);
    QCOMPARE(rendition().state, RenditionState::Failed);
}

void TestTranscodeHandler::recordingCutShortMeanwhileIsNotTakenForDamaged()
{
    import("video cut short", Storage::InPlace);
    VERIFY_FAILS(run(), ErrorCode::OriginalChanged);
}

/// The disk of the library was pulled out, or its work folder removed: the next attempt looks for it.
void TestTranscodeHandler::resultThatVanishesIsNotTakenForTheRecording()
{
    import("video whose results vanish");
    VERIFY_FAILS(run(), ErrorCode::Io);
    QCOMPARE(rendition().state, RenditionState::Pending);
}

void TestTranscodeHandler::unknownPresetFailsItsRendition()
{
    import("video", Storage::Copied, QStringLiteral("gigantic"));
    runToFailure(ErrorCode::BadOption);
    QCOMPARE(rendition().state, RenditionState::Failed);
}

void TestTranscodeHandler::fullDiskSaysWhatIsNeeded()
{
    import("video");
    bench_->settings.diskReserveBytes = qint64{1} << 60;
    const auto full = run();
    VERIFY_FAILS(full, ErrorCode::DiskFull);
    QVERIFY2(full.error().detail.contains(QStringLiteral("free on")), qPrintable(full.error().detail));
    QCOMPARE(rendition().state, RenditionState::Pending);
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, job_->job().id)));
}

void TestTranscodeHandler::cancelledTranscodeLeavesNothingBehind()
{
    import("video");
    job_->actAt = QStringLiteral("publishing");
    VERIFY_FAILS(run(), ErrorCode::Cancelled);
    QVERIFY(!QFile::exists(published()));
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, job_->job().id)));
    QCOMPARE(rendition().state, RenditionState::Pending);
}

void TestTranscodeHandler::whatOutgrowsItsEstimateIsStillLeftRoomToBeAssembled()
{
    import("video in parts, endless, paused");
    VERIFY_FAILS(run(), ErrorCode::DiskFull);
    QCOMPARE(job_->checkpoints.size(), std::size_t{1});
}

void TestTranscodeHandler::goesOnFromTheJournalOfTheAttemptBefore()
{
    import("video in parts, paused");
    VERIFY_FAILS(run(), ErrorCode::Paused);
    QCOMPARE(job_->checkpoints.size(), std::size_t{1});
    QCOMPARE(job_->checkpoints.front().journalBytes, 10);
    VERIFY_OK(bench_->jobs.release(job_->claim()));
    job_ = std::make_unique<test::RunningJob>(bench_->claim());

    VERIFY_OK(run());

    QCOMPARE(rendition().state, RenditionState::Ready);
    QVERIFY(bench_->filesIn(bench_->paths.workDir()).isEmpty());
}

void TestTranscodeHandler::recordingThatIsRefusedLeavesNoJournal()
{
    import("video in parts, damaged");
    VERIFY_FAILS(run(), ErrorCode::Damaged);
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, job_->job().id)));
}

void TestTranscodeHandler::cancelledJobLeavesNoJournal()
{
    import("video in parts, paused");
    VERIFY_FAILS(run(), ErrorCode::Paused);
    QVERIFY(QFile::exists(workFolderPath(bench_->paths, job_->job().id)));
    VERIFY_OK(bench_->jobs.requestCancel(job_->job().id));
    job_->actAt = QStringLiteral("publishing");

    VERIFY_FAILS(run(), ErrorCode::Cancelled);

    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, job_->job().id)));
}

void TestTranscodeHandler::attemptThatLostItsJobPublishesNothing()
{
    import("video");
    VERIFY_OK(bench_->jobs.release(job_->claim()));
    VERIFY_FAILS(run(), ErrorCode::LostLease);
    QVERIFY(!QFile::exists(published()));
}

void TestTranscodeHandler::secondWriterIsKeptOut()
{
    import("video");
    const auto lock = FileLock::tryTake(workLockPath(bench_->paths, job_->job().id));
    QVERIFY(lock && *lock);
    const auto second = WorkFolder::open(bench_->paths, job_->job().id, {}, std::chrono::milliseconds(50));
    VERIFY_FAILS(second, ErrorCode::Busy);
    QVERIFY(!QFile::exists(workFolderPath(bench_->paths, job_->job().id)));
}

void TestTranscodeHandler::workerKeepsTheLockOfItsFolderAndItsSiblingsDoNot()
{
    const QString path = workLockPath(bench_->paths, JobId{7});
    auto lock = FileLock::tryTake(path);
    QVERIFY(lock && *lock);
    jobs::WorkerOptions options = test::HandlerBench::optionsFor(QStringLiteral(NDAS_FAKE_WORKER));
    const auto sibling = jobs::WorkerProcess::start(options);
    VERIFY_OK(sibling);
    options.inheritedLocks = {(*lock)->handle()};
    auto worker = jobs::WorkerProcess::start(options);
    VERIFY_OK(worker);
    lock->reset();
    QVERIFY(!FileLock::tryTake(path).value());
    worker->reset();
    QVERIFY(FileLock::tryTake(path).value());
}

QTEST_GUILESS_MAIN(TestTranscodeHandler)
#include "test_transcode_handler.moc"
