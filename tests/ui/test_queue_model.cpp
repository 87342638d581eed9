// Rows in the order in which they matter, words for every state, selections that survive every update.
#include "core/library/disk_space.h"
#include "tests/support/manual_clock.h"
#include "ui/models/queue_actions.h"
#include "ui/models/queue_filter.h"
#include "ui/models/queue_model.h"
#include "ui/support/state_look.h"

#include <QtCore/QItemSelectionModel>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobState;

namespace {

jobs::Job jobThatIs(JobState state, std::int64_t id, EpochMs finishedAt = 0)
{
    jobs::Job job;
    job.id = JobId{id};
    job.kind = jobs::JobKind::Transcode;
    job.video = VideoId{id};
    job.preset = QStringLiteral("high");
    job.state = state;
    if (jobs::isTerminal(state))
        job.finishedAt = finishedAt;
    if (state == JobState::Failed) {
        job.hasError = true;
        job.errorCode = ErrorCode::Incomplete;
    }
    return job;
}

QueueVideo videoCalled(const QString& title, std::int64_t id)
{
    QueueVideo video;
    video.id = VideoId{id};
    video.title = title;
    video.patientCode = QStringLiteral("P-0017");
    video.duration = std::chrono::seconds(284);
    video.sizeBytes = 386'000'000;
    return video;
}

std::vector<std::int64_t> idsIn(const QAbstractItemModel& model)
{
    std::vector<std::int64_t> ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.push_back(model.index(row, 0).data(QueueModel::JobIdRole).toLongLong());
    return ids;
}

using Ids = std::vector<std::int64_t>;

} // namespace

class TestQueueModel : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void init()
    {
        model_ = std::make_unique<QueueModel>(clock_);
        tester_ = std::make_unique<QAbstractItemModelTester>(model_.get());
    }

    void cleanup()
    {
        tester_.reset();
        model_.reset();
    }

    void ordersRunningBlockedWaitingPausedFailedDone();
    void ordersWaitingJobsAsTheyWillRun();
    void movesRowWhenItsStateChanges();
    void progressKeepsSelectionAndOrder();
    void newListKeepsSelectionOfRowsThatStay();
    void ignoresProgressOfJobThatIsNotRunning();
    void asksForTheListWhenAJobIsUnknown();
    void filtersByGroupAndCounts();
    void twinIsDoneNotFailed();
    void saysEveryState_data();
    void saysEveryState();
    void saysWhatIsToCome();
    void saysHowMuchSpaceIsMissing();
    void readsRowAloud();
    void offersWhatMakesSense_data();
    void offersWhatMakesSense();
    void keepsUpWithThousandsOfRows();

private:
    QModelIndex row(std::int64_t id) const { return model_->index(model_->rowOf(JobId{id})); }

    ndas::test::ManualClock clock_;
    std::unique_ptr<QueueModel> model_;
    std::unique_ptr<QAbstractItemModelTester> tester_;
};

void TestQueueModel::ordersRunningBlockedWaitingPausedFailedDone()
{
    model_->setQueue({jobThatIs(JobState::Failed, 1, 100), jobThatIs(JobState::Succeeded, 2, 300),
                      jobThatIs(JobState::Cancelled, 3, 200), jobThatIs(JobState::Paused, 4),
                      jobThatIs(JobState::Queued, 5), jobThatIs(JobState::Blocked, 6),
                      jobThatIs(JobState::Running, 7)},
                     {});
    QCOMPARE(idsIn(*model_), (Ids{7, 6, 5, 4, 1, 2, 3}));
}

void TestQueueModel::ordersWaitingJobsAsTheyWillRun()
{
    jobs::Job late = jobThatIs(JobState::Queued, 1);
    late.runAt = 5000;
    jobs::Job urgent = jobThatIs(JobState::Queued, 3);
    urgent.priority = 1;
    model_->setQueue({late, jobThatIs(JobState::Queued, 2), urgent}, {});
    QCOMPARE(idsIn(*model_), (Ids{3, 2, 1}));
}

void TestQueueModel::movesRowWhenItsStateChanges()
{
    model_->setQueue({jobThatIs(JobState::Queued, 1), jobThatIs(JobState::Queued, 2)}, {});
    const QPersistentModelIndex second = row(2);
    QVERIFY(model_->updateJobs({jobThatIs(JobState::Running, 2)}));
    QCOMPARE(idsIn(*model_), (Ids{2, 1}));
    QCOMPARE(second.row(), 0);
    QCOMPARE(second.data(QueueModel::JobIdRole).toLongLong(), 2);
}

void TestQueueModel::progressKeepsSelectionAndOrder()
{
    model_->setQueue({jobThatIs(JobState::Running, 1), jobThatIs(JobState::Queued, 2)}, {});
    QItemSelectionModel selection(model_.get());
    selection.setCurrentIndex(row(2), QItemSelectionModel::ClearAndSelect);
    QSignalSpy changed(&selection, &QItemSelectionModel::selectionChanged);
    model_->updateProgress({{.id = JobId{1},
                             .progress = 0.64,
                             .stage = QStringLiteral("encoding"),
                             .speed = 1.8,
                             .secondsLeft = 58}});
    QCOMPARE(row(1).data(QueueModel::ProgressRole).toDouble(), 0.64);
    QCOMPARE(row(1).data(QueueModel::StatusRole).toString(), QStringLiteral("Encoding"));
    QCOMPARE(row(1).data(QueueModel::AsideRole).toString(), QStringLiteral("1.8× · 58 s left"));
    QCOMPARE(selection.selectedIndexes(), QModelIndexList{row(2)});
    QCOMPARE(changed.count(), 0);
}

void TestQueueModel::newListKeepsSelectionOfRowsThatStay()
{
    model_->setQueue(
        {jobThatIs(JobState::Queued, 1), jobThatIs(JobState::Queued, 2), jobThatIs(JobState::Queued, 3)}, {});
    QItemSelectionModel selection(model_.get());
    selection.select(row(1), QItemSelectionModel::Select);
    selection.select(row(3), QItemSelectionModel::Select);
    model_->setQueue(
        {jobThatIs(JobState::Queued, 4), jobThatIs(JobState::Running, 3), jobThatIs(JobState::Queued, 2)},
        {});
    QCOMPARE(idsIn(*model_), (Ids{3, 2, 4}));
    QCOMPARE(selection.selectedIndexes(), QModelIndexList{row(3)});
}

void TestQueueModel::ignoresProgressOfJobThatIsNotRunning()
{
    model_->setQueue({jobThatIs(JobState::Paused, 1)}, {});
    model_->updateProgress({{.id = JobId{1}, .progress = 0.5, .stage = {}, .speed = 2, .secondsLeft = 3}});
    QCOMPARE(row(1).data(QueueModel::ProgressRole).toDouble(), 0.0);
}

void TestQueueModel::asksForTheListWhenAJobIsUnknown()
{
    model_->setQueue({jobThatIs(JobState::Queued, 1)}, {});
    QVERIFY(!model_->updateJobs({jobThatIs(JobState::Running, 9)}));
    QCOMPARE(model_->rowCount(), 1);
}

void TestQueueModel::filtersByGroupAndCounts()
{
    QueueFilter filter;
    filter.setSourceModel(model_.get());
    model_->setQueue({jobThatIs(JobState::Running, 1), jobThatIs(JobState::Queued, 2),
                      jobThatIs(JobState::Paused, 3), jobThatIs(JobState::Blocked, 4),
                      jobThatIs(JobState::Failed, 5), jobThatIs(JobState::Succeeded, 6)},
                     {});
    QCOMPARE(model_->counts().of(QueueGroup::Waiting), 2);
    QCOMPARE(model_->counts().of(QueueGroup::NeedsAttention), 2);
    filter.show(QueueGroup::NeedsAttention);
    QCOMPARE(idsIn(filter), (Ids{4, 5}));
    model_->updateJobs({jobThatIs(JobState::Queued, 5)});
    QCOMPARE(idsIn(filter), (Ids{4}));
    filter.show(std::nullopt);
    QCOMPARE(filter.rowCount(), 6);
}

void TestQueueModel::twinIsDoneNotFailed()
{
    QueueFilter filter;
    filter.setSourceModel(model_.get());
    jobs::Job twin = jobThatIs(JobState::Failed, 2);
    twin.kind = jobs::JobKind::Ingest;
    twin.hasError = true;
    twin.errorCode = ErrorCode::AlreadyImported;
    jobs::Job damaged = jobThatIs(JobState::Failed, 1);
    damaged.hasError = true;
    damaged.errorCode = ErrorCode::Damaged;
    model_->setQueue({twin, damaged}, {});
    QCOMPARE(idsIn(*model_), (Ids{1, 2}));
    QCOMPARE(model_->counts().failed, 1);
    QCOMPARE(model_->counts().finished, 1);
    filter.show(QueueGroup::NeedsAttention);
    QCOMPARE(idsIn(filter), (Ids{1}));
    filter.show(QueueGroup::Done);
    QCOMPARE(idsIn(filter), (Ids{2}));
    const auto look = row(2).data(QueueModel::LookRole).value<StateLook>();
    QCOMPARE(look.word, QStringLiteral("Already in the library"));
    QCOMPARE(look.tone, Tone::Attention);
    QCOMPARE(row(2).data(QueueModel::StatusRole).toString(), look.word);
}

void TestQueueModel::saysEveryState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("aside");
    const auto add = [](const char* tag, JobState state, const char* text, const char* aside) {
        QTest::newRow(tag) << static_cast<int>(state) << QString::fromUtf8(text) << QString::fromUtf8(aside);
    };
    add("queued", JobState::Queued, "Waiting", "next");
    add("running", JobState::Running, "Checking", "");
    add("paused", JobState::Paused, "Paused", "");
    add("blocked", JobState::Blocked, "Waiting for disk space.", "goes on by itself");
    add("succeeded", JobState::Succeeded, "Ready · 112 MB, 70 % smaller", "00:00");
    add("failed", JobState::Failed, "This recording ends before its end was written.", "00:00");
    add("cancelled", JobState::Cancelled, "Cancelled", "00:00");
}

void TestQueueModel::saysEveryState()
{
    QFETCH(int, state);
    const QDate today = QDateTime::fromMSecsSinceEpoch(clock_.now()).date();
    QueueVideo video = videoCalled(QStringLiteral("Visit 3"), 1);
    video.renditions[QStringLiteral("high")].bytes = 112'000'000;
    jobs::Job job = jobThatIs(static_cast<JobState>(state), 1, today.startOfDay().toMSecsSinceEpoch());
    job.stage = QStringLiteral("checking");
    if (job.state == JobState::Blocked)
        job.errorCode = ErrorCode::DiskFull;
    model_->setQueue({job}, {video});
    QTEST(row(1).data(QueueModel::StatusRole).toString(), "text");
    QTEST(row(1).data(QueueModel::AsideRole).toString(), "aside");
}

void TestQueueModel::saysWhatIsToCome()
{
    jobs::Job retried = jobThatIs(JobState::Queued, 1);
    retried.hasError = true;
    retried.attempt = 2;
    retried.runAt = clock_.now() + 240'000;
    jobs::Job import = jobThatIs(JobState::Running, 2);
    import.kind = jobs::JobKind::Ingest;
    import.stage = QStringLiteral("copying");
    import.attempt = 2;
    import.startedAt = QDateTime::fromMSecsSinceEpoch(clock_.now()).date().startOfDay().toMSecsSinceEpoch();
    jobs::Job gone = jobThatIs(JobState::Blocked, 3);
    gone.errorCode = ErrorCode::SourceUnreachable;
    QueueVideo elsewhere = videoCalled(QStringLiteral("Cot"), 3);
    elsewhere.sourceFolder = QStringLiteral("Ward camera");
    model_->setQueue({retried, import, gone}, {elsewhere});
    QCOMPARE(row(1).data(QueueModel::AsideRole).toString(), QStringLiteral("again in 4 min"));
    QCOMPARE(row(1).data(QueueModel::TriesRole).toString(), QStringLiteral("tried 2 times"));
    QCOMPARE(row(2).data(QueueModel::TriesRole).toString(), QString::fromUtf8("attempt 2 · since 00:00"));
    QVERIFY(row(2).data(Qt::AccessibleTextRole).toString().endsWith(QLatin1String("since 00:00")));
    QCOMPARE(row(2).data(QueueModel::StatusRole).toString(), QStringLiteral("Importing: copying"));
    QCOMPARE(row(3).data(QueueModel::StatusRole).toString(),
             QStringLiteral("Waiting for the folder %1.").arg(QLocale().quoteString(elsewhere.sourceFolder)));
}

void TestQueueModel::saysHowMuchSpaceIsMissing()
{
    const VolumeInfo volume{.name = QStringLiteral("Data (ward)"),
                            .bytesFree = 1'100'000'000,
                            .bytesTotal = 500'000'000'000,
                            .isNetwork = false};
    settings::Settings settings;
    settings.diskReserveBytes = 2'200'000'000;
    const auto shortage = library::checkSpace(volume, 2'000'000'000, settings);
    QVERIFY(!shortage);
    jobs::Job job = jobThatIs(JobState::Blocked, 1);
    job.errorCode = ErrorCode::DiskFull;
    job.errorDetail = shortage.error().detail;
    model_->setQueue({job}, {});
    QCOMPARE(row(1).data(QueueModel::StatusRole).toString(),
             QStringLiteral("Waiting for disk space: 4.2\u00a0GB needed, 1.1\u00a0GB free on %1.")
                 .arg(QLocale().quoteString(volume.name)));
}

void TestQueueModel::readsRowAloud()
{
    jobs::Job job = jobThatIs(JobState::Running, 1);
    job.stage = QStringLiteral("encoding");
    job.progress = 0.64;
    model_->setQueue({job}, {videoCalled(QStringLiteral("Visit 3"), 1)});
    QCOMPARE(row(1).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Visit 3, patient P-0017, High, encoding, 64 percent"));
}

void TestQueueModel::offersWhatMakesSense_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("action");
    const auto add = [](const char* tag, JobState state, std::optional<QueueAction> action) {
        QTest::newRow(tag) << static_cast<int>(state) << (action ? static_cast<int>(*action) : -1);
    };
    add("running", JobState::Running, QueueAction::Pause);
    add("queued", JobState::Queued, QueueAction::Pause);
    add("blocked", JobState::Blocked, QueueAction::Pause);
    add("paused", JobState::Paused, QueueAction::Resume);
    add("failed", JobState::Failed, QueueAction::Retry);
    add("cancelled", JobState::Cancelled, QueueAction::Retry);
    add("succeeded", JobState::Succeeded, std::nullopt);
}

void TestQueueModel::offersWhatMakesSense()
{
    QFETCH(int, state);
    model_->setQueue({jobThatIs(static_cast<JobState>(state), 1)}, {});
    const QVariant action = row(1).data(QueueModel::MainActionRole);
    QTEST(action.isValid() ? action.toInt() : -1, "action");
}

void TestQueueModel::keepsUpWithThousandsOfRows()
{
    tester_.reset(); // it looks at every row for every signal
    std::vector<jobs::Job> jobs;
    for (int id = 1; id <= 5000; ++id)
        jobs.push_back(jobThatIs(JobState::Queued, id));
    QueueFilter filter;
    filter.setSourceModel(model_.get());
    model_->setQueue(jobs, {});
    QElapsedTimer timer;
    timer.start();
    for (int id = 1; id <= 50; ++id)
        model_->updateJobs({jobThatIs(JobState::Running, id)});
    QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(filter.rowCount(), 5000);
}

QTEST_MAIN(TestQueueModel)
#include "test_queue_model.moc"
