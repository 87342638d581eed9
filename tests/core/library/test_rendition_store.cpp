// Renditions in the records: asked for once, published by the owner of their job alone, ready with its end.
#include "tests/core/library/library_bench.h"
#include "tests/support/verify_result.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;

class TestRenditionStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void renditionIsQueuedOnlyOnce();
    void renditionNeedsAReadyVideo();
    void renditionBecomesReadyWithItsJob();
    void onlyTheOwnerOfTheJobMayPublish();
    void failedRenditionMayBeAskedForAgain();
    void pendingRenditionWithoutAJobReadsAsFailed();
    void askingAgainKeepsAPublishingRecord();
    void retriedJobFindsTheRenditionReady();
    void publishingThatWasGivenUpReadsAsFailed();
    void changingThePresetForgetsTheOldOne();

private:
    std::unique_ptr<test::LibraryBench> bench_;
};

void TestRenditionStore::init()
{
    bench_ = std::make_unique<test::LibraryBench>();
    QVERIFY(bench_->ready);
}

void TestRenditionStore::renditionIsQueuedOnlyOnce()
{
    const VideoId id = bench_->addReady();
    VERIFY_OK(bench_->store.queueRendition(id, QStringLiteral("low"), 3));
    VERIFY_FAILS(bench_->store.queueRendition(id, QStringLiteral("low")), ErrorCode::AlreadyExists);
    QCOMPARE(bench_->video(id).renditions.size(), std::size_t{1});
    const auto queued = bench_->jobsThatAre(jobs::JobState::Queued);
    QCOMPARE(queued.size(), std::size_t{1});
    QCOMPARE(queued.front().priority, 3);
}

void TestRenditionStore::renditionNeedsAReadyVideo()
{
    const auto registered = bench_->store.registerVideo(test::newVideo(QStringLiteral("/card/a.mp4")));
    VERIFY_FAILS(bench_->store.queueRendition(registered->video, QStringLiteral("low")),
                 ErrorCode::InvalidTransition);
    VERIFY_FAILS(bench_->store.queueRendition(VideoId{99}, QStringLiteral("low")), ErrorCode::NoSuchItem);
}

void TestRenditionStore::renditionBecomesReadyWithItsJob()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Job job = bench_->claim();
    const jobs::Claim claim = test::LibraryBench::claimOf(job);
    VERIFY_FAILS(bench_->store.finishRendition(claim, id, QStringLiteral("low")),
                 ErrorCode::InvalidTransition);
    VERIFY_OK(bench_->store.recordPublishing(claim, id, test::someRendition(QStringLiteral("low"))));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Publishing);
    VERIFY_OK(bench_->store.finishRendition(claim, id, QStringLiteral("low")));
    const Rendition rendition = bench_->video(id).renditions.front();
    const Rendition expected = test::someRendition(QStringLiteral("low"));
    QCOMPARE(rendition.state, RenditionState::Ready);
    QCOMPARE(rendition.fileName, expected.fileName);
    QCOMPARE(rendition.sizeBytes, expected.sizeBytes);
    QCOMPARE(rendition.sha256, expected.sha256);
    QCOMPARE(rendition.planHash, expected.planHash);
    QCOMPARE(rendition.size, expected.size);
    QCOMPARE(rendition.duration, expected.duration);
    QCOMPARE(rendition.frames, expected.frames);
    QCOMPARE(rendition.removed, expected.removed);
    QCOMPARE(rendition.notes, expected.notes);
    QVERIFY(rendition.likeness == expected.likeness);
    QCOMPARE(bench_->job(job.id).state, jobs::JobState::Succeeded);
    VERIFY_FAILS(bench_->store.queueRendition(id, QStringLiteral("low")), ErrorCode::AlreadyExists);
}

void TestRenditionStore::onlyTheOwnerOfTheJobMayPublish()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Job job = bench_->claim();
    const jobs::Claim stale{.job = job.id, .fence = job.fence + 1};
    VERIFY_FAILS(bench_->store.recordPublishing(stale, id, test::someRendition(QStringLiteral("low"))),
                 ErrorCode::LostLease);
    VERIFY_OK(bench_->store.recordPublishing(test::LibraryBench::claimOf(job), id,
                                             test::someRendition(QStringLiteral("low"))));
    VERIFY_FAILS(bench_->store.finishRendition(stale, id, QStringLiteral("low")), ErrorCode::LostLease);
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Publishing);
}

void TestRenditionStore::failedRenditionMayBeAskedForAgain()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Job job = bench_->claim();
    VERIFY_OK(bench_->giveUp(job, ErrorCode::Damaged));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Failed);
    VERIFY_OK(bench_->store.queueRendition(id, QStringLiteral("low")));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Pending);
}

void TestRenditionStore::pendingRenditionWithoutAJobReadsAsFailed()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Job job = bench_->claim();
    VERIFY_OK(bench_->giveUp(job, ErrorCode::WorkerCrashed));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Failed);
    VERIFY_OK(bench_->jobs.retry(job.id));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Pending);
}

void TestRenditionStore::askingAgainKeepsAPublishingRecord()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Job job = bench_->claim();
    const jobs::Claim claim = test::LibraryBench::claimOf(job);
    VERIFY_OK(bench_->store.recordPublishing(claim, id, test::someRendition(QStringLiteral("low"))));
    VERIFY_OK(bench_->giveUp(job, ErrorCode::Io));
    VERIFY_OK(bench_->store.queueRendition(id, QStringLiteral("low")));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Publishing);
    QCOMPARE(bench_->video(id).renditions.front().sizeBytes, 42);
}

void TestRenditionStore::retriedJobFindsTheRenditionReady()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Job first = bench_->claim();
    VERIFY_OK(bench_->giveUp(first, ErrorCode::WorkerCrashed));
    VERIFY_OK(bench_->store.queueRendition(id, QStringLiteral("low")));
    const jobs::Claim second = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->store.recordPublishing(second, id, test::someRendition(QStringLiteral("low"))));
    VERIFY_OK(bench_->store.finishRendition(second, id, QStringLiteral("low")));

    VERIFY_OK(bench_->jobs.retry(first.id));
    const jobs::Claim retried = test::LibraryBench::claimOf(bench_->claim());

    // made anew, as its file was not what the record says
    VERIFY_OK(bench_->store.recordPublishing(retried, id, test::someRendition(QStringLiteral("low"))));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Publishing);
    VERIFY_OK(bench_->store.finishRendition(retried, id, QStringLiteral("low")));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Ready);
    QCOMPARE(bench_->job(first.id).state, jobs::JobState::Succeeded);
}

void TestRenditionStore::publishingThatWasGivenUpReadsAsFailed()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Job job = bench_->claim();
    VERIFY_OK(bench_->store.recordPublishing(test::LibraryBench::claimOf(job), id,
                                             test::someRendition(QStringLiteral("low"))));
    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Publishing);

    VERIFY_OK(bench_->giveUp(job, ErrorCode::AlreadyExists));

    QCOMPARE(bench_->video(id).renditions.front().state, RenditionState::Failed);
    QCOMPARE(bench_->store.summaries({id})->front().renditions.front().state, RenditionState::Failed);
}

void TestRenditionStore::changingThePresetForgetsTheOldOne()
{
    const VideoId id = bench_->addReady({QStringLiteral("low")});
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    VERIFY_OK(bench_->jobs.saveCheckpoint(claim, {.at = std::chrono::seconds(5), .journalBytes = 10}));
    VERIFY_OK(bench_->jobs.release(claim));

    VERIFY_OK(bench_->store.changePreset(claim.job, QStringLiteral("mobile")));

    QVERIFY(!bench_->jobs.checkpoint(claim.job).value());
    QCOMPARE(bench_->video(id).renditions.size(), std::size_t{1});
    QCOMPARE(bench_->video(id).renditions.front().preset, QStringLiteral("mobile"));
    VERIFY_FAILS(bench_->store.changePreset(claim.job, QStringLiteral("mobile")),
                 ErrorCode::InvalidTransition);
}

QTEST_GUILESS_MAIN(TestRenditionStore)
#include "test_rendition_store.moc"
