// The page over a real queue: what keys and buttons do to it, and what the page says about it.
#include "tests/ui/gateway_bench.h"
#include "ui/pages/queue_menus.h"
#include "ui/pages/queue_page.h"
#include "ui/support/sentences.h"
#include "ui/widgets/job_details.h"
#include "ui/widgets/queue_view.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTimeEdit>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobState;

class TestQueuePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void showsJobsOfTheDatabase();
    void pauseKeyPausesAndResumes();
    void actsOnAllSelected();
    void asksBeforeRunningWorkIsLost();
    void keepsRunningJobWhenTheAnswerIsNo();
    void cancelsWaitingJobWithoutAsking();
    void retriesFailedJobFromItsDetails();
    void retryFailedTakesAllFailed();
    void removesFinished();
    void deleteKeyTakesEndedJobOffTheList();
    void importsRefusedTwinAsACopy();
    void aPostponedJobSaysWhenItStarts();
    void pausesAndResumesAll();
    void movesToFront();
    void keysReorderWaitingJobs();
    void removedJobsComeBack();
    void waitingJobTakesAnotherQuality();
    void clickOnButtonActsOnThatRowOnly();
    void chipsFilterTheList();
    void searchFindsTitlePatientAndQuality();
    void keysWorkAnywhereOnThePage();
    void retriesFailedJobWithKeysAlone();
    void actionsFollowTheChoice();
    void saysWhenThereIsNothingToDo();

private:
    void selectRows(const QList<int>& rows);
    void pressKey(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    template <class Widget>
    Widget* child(const char* name) const
    {
        return page_->findChild<Widget*>(QLatin1String(name));
    }

    jobs::Job job(int row) const { return page_->model().rowAt(row).job; }

    JobState stateInDatabase(JobId id) const { return bench_->job(id).state; }

    void failRunning(const jobs::Job& running, ErrorCode code = ErrorCode::Incomplete);

    void waitForRows(int count) { QTRY_COMPARE(page_->model().rowCount(), count); }

    std::unique_ptr<test::GatewayBench> bench_;
    test::ScriptedDialogs dialogs_;
    std::unique_ptr<ThumbnailCache> thumbnails_;
    std::unique_ptr<EditHistory> history_;
    std::unique_ptr<QueuePage> page_;
    QueueView* view_ = nullptr;
};

/// Rows: two waiting transcodes above the finished import.
void TestQueuePage::init()
{
    bench_ = std::make_unique<test::GatewayBench>();
    QVERIFY(bench_->ready);
    QVERIFY(
        bench_->addReadyVideo(QStringLiteral("Visit 3"), {QStringLiteral("high"), QStringLiteral("low")}));
    dialogs_ = {};
    thumbnails_ = std::make_unique<ThumbnailCache>(bench_->paths.thumbnailsDir());
    history_ = std::make_unique<EditHistory>(bench_->gateway);
    page_ = std::make_unique<QueuePage>(bench_->gateway, dialogs_, *thumbnails_, *history_);
    view_ = page_->findChild<QueueView*>();
    page_->resize(1000, 600);
    page_->show();
    QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
    waitForRows(3);
}

void TestQueuePage::cleanup()
{
    page_.reset();
    history_.reset();
    thumbnails_.reset();
    bench_.reset();
}

void TestQueuePage::selectRows(const QList<int>& rows)
{
    view_->setFocus();
    view_->clearSelection();
    for (const int row : rows)
        view_->selectionModel()->setCurrentIndex(view_->model()->index(row, 0), QItemSelectionModel::Select);
}

void TestQueuePage::pressKey(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(view_, key, modifiers);
}

void TestQueuePage::failRunning(const jobs::Job& running, ErrorCode code)
{
    QVERIFY(bench_->giveUp(running, code));
    Q_EMIT bench_->gateway.queueChanged();
    QTRY_COMPARE(page_->model().counts().failed, 1);
}

void TestQueuePage::showsJobsOfTheDatabase()
{
    const QModelIndex first = view_->model()->index(0, 0);
    QCOMPARE(first.data().toString(), QStringLiteral("Visit 3"));
    QCOMPARE(first.data(QueueModel::WhatRole).toString(), QStringLiteral("High"));
    QCOMPARE(job(2).kind, jobs::JobKind::Ingest);
    QCOMPARE(page_->unfinished(), 2);
}

void TestQueuePage::pauseKeyPausesAndResumes()
{
    const JobId id = job(0).id;
    selectRows({0});
    pressKey(Qt::Key_Space);
    QTRY_COMPARE(stateInDatabase(id), JobState::Paused);
    QTRY_COMPARE(page_->model().rowOf(id), 1); // paused ones stand behind waiting ones
    QCOMPARE(view_->selectionModel()->selectedIndexes().front().row(), 1);
    pressKey(Qt::Key_P);
    QTRY_COMPARE(stateInDatabase(id), JobState::Queued);
}

void TestQueuePage::actsOnAllSelected()
{
    selectRows({0, 1, 2});
    pressKey(Qt::Key_P);
    QTRY_COMPARE(bench_->jobsThatAre(JobState::Paused).size(), std::size_t{2});
    QCOMPARE(bench_->jobsThatAre(JobState::Succeeded).size(), std::size_t{1});
}

void TestQueuePage::asksBeforeRunningWorkIsLost()
{
    const jobs::Job running = bench_->claim();
    Q_EMIT bench_->gateway.queueChanged();
    QTRY_COMPARE(job(0).state, JobState::Running);
    selectRows({0});
    pressKey(Qt::Key_Delete);
    QCOMPARE(dialogs_.asked.size(), std::size_t{1});
    QVERIFY(dialogs_.asked.front().text.contains(QStringLiteral("original recording stays")));
    QVERIFY(dialogs_.asked.front().destructive);
    QTRY_VERIFY(bench_->job(running.id).cancelRequested);
}

void TestQueuePage::keepsRunningJobWhenTheAnswerIsNo()
{
    const jobs::Job running = bench_->claim();
    Q_EMIT bench_->gateway.queueChanged();
    QTRY_COMPARE(job(0).state, JobState::Running);
    dialogs_.answer = false;
    QSignalSpy changed(&bench_->gateway, &Gateway::queueChanged);
    selectRows({0});
    pressKey(Qt::Key_Delete);
    pressKey(Qt::Key_P); // a change that does go through comes after the one that must not
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY(!bench_->job(running.id).cancelRequested);
}

void TestQueuePage::cancelsWaitingJobWithoutAsking()
{
    const JobId id = job(0).id;
    selectRows({0});
    pressKey(Qt::Key_Delete);
    QTRY_COMPARE(stateInDatabase(id), JobState::Cancelled);
    QVERIFY(dialogs_.asked.empty());
}

void TestQueuePage::retriesFailedJobFromItsDetails()
{
    const jobs::Job running = bench_->claim();
    failRunning(running);
    auto* details = child<JobDetails>("jobDetails");
    QVERIFY(!details->isVisible());
    selectRows({page_->model().rowOf(running.id)});
    QVERIFY(details->isVisible());
    QVERIFY(!child<QPlainTextEdit>("technicalDetails")->isVisible());
    child<QPushButton>("foldButton")->click();
    QVERIFY(child<QPlainTextEdit>("technicalDetails")->toPlainText().contains(QStringLiteral("damaged")));
    child<QPushButton>("copyButton")->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("job %1").arg(running.id.value)));
    child<QPushButton>("retryButton")->click();
    QTRY_COMPARE(stateInDatabase(running.id), JobState::Queued);
    QTRY_VERIFY(!details->isVisible());
}

void TestQueuePage::retryFailedTakesAllFailed()
{
    const jobs::Job running = bench_->claim();
    QVERIFY(!child<QPushButton>("retryFailedButton")->isEnabled());
    failRunning(running);
    child<QPushButton>("retryFailedButton")->click();
    QTRY_COMPARE(stateInDatabase(running.id), JobState::Queued);
}

void TestQueuePage::removesFinished()
{
    child<QPushButton>("removeFinishedButton")->click();
    waitForRows(2);
    QVERIFY(bench_->jobsThatAre(JobState::Succeeded).empty());
    QTRY_VERIFY(!child<QPushButton>("removeFinishedButton")->isEnabled());
}

void TestQueuePage::deleteKeyTakesEndedJobOffTheList()
{
    const jobs::Job running = bench_->claim();
    failRunning(running);
    selectRows({page_->model().rowOf(running.id)});
    pressKey(Qt::Key_Delete);
    waitForRows(2);
    QCOMPARE(page_->model().rowOf(running.id), -1);
    QVERIFY(dialogs_.asked.empty());
}

void TestQueuePage::importsRefusedTwinAsACopy()
{
    const VideoId first = job(0).video;
    library::NewVideo twin = test::newVideo(QStringLiteral("/recordings/twin.mp4"), {QStringLiteral("low")});
    twin.title = QStringLiteral("Twin");
    const auto registered = bench_->store.registerVideo(twin);
    QVERIFY(registered);
    QVERIFY(bench_->jobs.setPriority(registered->job, 9));
    const jobs::Job ingest = bench_->claim();
    QCOMPARE(ingest.id, registered->job);
    Error reason;
    reason.code = ErrorCode::AlreadyImported;
    QVERIFY(bench_->store.turnAway(test::LibraryBench::claimOf(ingest), registered->video, first, reason));
    Q_EMIT bench_->gateway.queueChanged();
    QTRY_COMPARE(page_->model().counts().failed, 1);
    const int row = page_->model().rowOf(ingest.id);
    selectRows({row});
    QVERIFY(view_->model()
                ->index(row, 0)
                .data(QueueModel::StatusRole)
                .toString()
                .contains(QStringLiteral("Visit 3")));
    QVERIFY(!view_->model()->index(row, 0).data(QueueModel::MainActionRole).isValid()); // in vain
    child<QPushButton>("importCopyButton")->click();
    QTRY_COMPARE(page_->model().rowOf(ingest.id), -1);
    jobs::JobFilter imports;
    imports.kind = jobs::JobKind::Ingest;
    imports.states = {JobState::Queued};
    const auto again = bench_->jobs.list(imports).value_or(std::vector<jobs::Job>());
    QCOMPARE(again.size(), std::size_t{1});
    QCOMPARE(bench_->video(again.front().video).title, twin.title);
    QVERIFY(again.front().payload[QLatin1String("evenIfDuplicate")].toBool());
}

void TestQueuePage::aPostponedJobSaysWhenItStarts()
{
    const JobId id = job(0).id;
    const auto aside = [&] {
        return page_->model().index(page_->model().rowOf(id), 0).data(QueueModel::AsideRole).toString();
    };
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(bench_->clock.now());
    const QDateTime morning(now.date().addDays(1), QTime(6, 0));
    startAfter(bench_->gateway, {id}, morning.toMSecsSinceEpoch());
    QTRY_COMPARE(aside(), QStringLiteral("starts tomorrow at %1").arg(timeText(morning.time())));
    startAfter(bench_->gateway, {id}, std::nullopt);
    QTRY_VERIFY(!aside().contains(QLatin1String("starts")));

    QMenu menu;
    QueueMenus::fillStart(menu, bench_->gateway, {page_->model().rowAt(page_->model().rowOf(id))},
                          page_.get());
    menu.actions().constLast()->trigger();
    const QTime time = now.addSecs(3 * 3600).time();
    child<QTimeEdit>("startTime")->setTime(QTime(time.hour(), time.minute()));
    child<QPushButton>("useStartTime")->click();
    QTRY_VERIFY(aside().contains(timeText(time)));
}

void TestQueuePage::pausesAndResumesAll()
{
    const jobs::Job running = bench_->claim();
    pauseEverything(bench_->gateway, true);
    QTRY_VERIFY(bench_->jobs.isQueuePaused().value());
    QTRY_VERIFY(bench_->job(running.id).pauseRequested);
    QTRY_VERIFY(child<QWidget>("pausedNote")->isVisible());
    pauseEverything(bench_->gateway, false);
    QTRY_VERIFY(!bench_->jobs.isQueuePaused().value());
    QTRY_VERIFY(!child<QWidget>("pausedNote")->isVisible());
}

void TestQueuePage::movesToFront()
{
    const JobId second = job(1).id;
    perform(bench_->gateway, QueueAction::MoveToFront, {second});
    QTRY_COMPARE(page_->model().rowOf(second), 0);
}

void TestQueuePage::keysReorderWaitingJobs()
{
    const JobId first = job(0).id;
    const JobId second = job(1).id;
    selectRows({0});
    pressKey(Qt::Key_Down, Qt::ControlModifier);
    QTRY_COMPARE(page_->model().rowOf(first), 1);
    QCOMPARE(page_->model().rowOf(second), 0);
    pressKey(Qt::Key_Up, Qt::ControlModifier);
    QTRY_COMPARE(page_->model().rowOf(first), 0);
    QCOMPARE(bench_->claim().id, first);
}

void TestQueuePage::removedJobsComeBack()
{
    const jobs::Job ended = job(2);
    selectRows({2});
    pressKey(Qt::Key_Delete);
    QTRY_COMPARE(page_->model().rowOf(ended.id), -1);

    history_->stack().undo();
    QTRY_COMPARE(page_->model().rowOf(ended.id), 2);
    QCOMPARE(bench_->job(ended.id).state, JobState::Succeeded);
    QCOMPARE(bench_->job(ended.id).finishedAt, ended.finishedAt);
}

void TestQueuePage::waitingJobTakesAnotherQuality()
{
    changePreset(bench_->gateway, {job(0).id}, QStringLiteral("mobile"));
    QTRY_COMPARE(view_->model()->index(0, 0).data(QueueModel::WhatRole).toString(), QStringLiteral("Mobile"));
}

void TestQueuePage::clickOnButtonActsOnThatRowOnly()
{
    const JobId other = job(0).id;
    const JobId id = job(1).id;
    selectRows({0});
    const QModelIndex index = view_->model()->index(1, 0);
    QStyleOptionViewItem option;
    option.initFrom(view_);
    option.rect = view_->visualRect(index);
    QTest::mouseClick(view_->viewport(), Qt::LeftButton, Qt::NoModifier,
                      QueueDelegate::places(option).mainButton.center());
    QTRY_COMPARE(stateInDatabase(id), JobState::Paused);
    QCOMPARE(stateInDatabase(other), JobState::Queued);
    QCOMPARE(view_->selectionModel()->selectedIndexes().size(), 1);
    QCOMPARE(view_->selectionModel()->selectedIndexes().front().row(), 0);
}

void TestQueuePage::chipsFilterTheList()
{
    child<QPushButton>("chip4")->click();
    QCOMPARE(view_->model()->rowCount(), 1);
    child<QPushButton>("chip3")->click();
    QCOMPARE(view_->model()->rowCount(), 0);
    QVERIFY(!view_->isVisible());
    child<QPushButton>("chip0")->click();
    QCOMPARE(view_->model()->rowCount(), 3);
}

void TestQueuePage::searchFindsTitlePatientAndQuality()
{
    auto* search = child<QLineEdit>("queueSearch");
    page_->focusSearch();
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, QStringLiteral("visit LOW"));
    QCOMPARE(view_->model()->rowCount(), 1);
    QCOMPARE(view_->model()->index(0, 0).data(QueueModel::WhatRole).toString(), QStringLiteral("Low"));
    search->setText(QStringLiteral("p-0042"));
    QCOMPARE(view_->model()->rowCount(), 3);
    child<QPushButton>("chip4")->click();
    QCOMPARE(view_->model()->rowCount(), 1);

    search->setText(QStringLiteral("nobody"));
    auto* nothing = child<QWidget>("noJobMatches");
    QVERIFY(nothing->isVisible() && !view_->isVisible());
    nothing->findChild<QPushButton*>(QStringLiteral("emptyStateButton"))->click();
    QCOMPARE(view_->model()->rowCount(), 3);
    QVERIFY(view_->isVisible());
}

void TestQueuePage::keysWorkAnywhereOnThePage()
{
    const JobId id = job(0).id;
    selectRows({0});
    auto* search = child<QLineEdit>("queueSearch");
    search->setText(QStringLiteral("Visit"));
    search->setFocus();
    search->home(false);
    QTest::keyClick(search, Qt::Key_Delete); // edits the text
    QCOMPARE(search->text(), QStringLiteral("isit"));
    QCOMPARE(stateInDatabase(id), JobState::Queued);

    auto* chip = child<QPushButton>("chip0");
    chip->setFocus();
    QTest::keyClick(chip, Qt::Key_Delete);
    QTRY_COMPARE(stateInDatabase(id), JobState::Cancelled);
}

void TestQueuePage::retriesFailedJobWithKeysAlone()
{
    const jobs::Job running = bench_->claim();
    failRunning(running);
    page_->focusList();
    pressKey(Qt::Key_Home);
    while (view_->currentIndex().row() < page_->model().rowOf(running.id))
        pressKey(Qt::Key_Down);
    QVERIFY(child<JobDetails>("jobDetails")->isVisible());

    pressKey(Qt::Key_R, Qt::ControlModifier);

    QTRY_COMPARE(stateInDatabase(running.id), JobState::Queued);
}

void TestQueuePage::actionsFollowTheChoice()
{
    const auto enabled = [this](QueueAction action) {
        for (const QAction* known : page_->actions())
            if (known->text() == textOf(action))
                return known->isEnabled();
        return false;
    };
    view_->clearSelection();
    QVERIFY(!enabled(QueueAction::Pause) && !enabled(QueueAction::Remove));
    selectRows({0});
    QVERIFY(enabled(QueueAction::Pause) && enabled(QueueAction::Cancel) && !enabled(QueueAction::Resume));
    selectRows({2});
    QVERIFY(enabled(QueueAction::Remove) && !enabled(QueueAction::Cancel));
    selectRows({0, 2}); // one key, two answers: work is asked for first
    QVERIFY(enabled(QueueAction::Remove) && enabled(QueueAction::Cancel));
    pressKey(Qt::Key_Delete);
    QTRY_COMPARE(page_->model().counts().finished, 2);
}

void TestQueuePage::saysWhenThereIsNothingToDo()
{
    selectRows({0, 1});
    pressKey(Qt::Key_Delete);
    QTRY_COMPARE(bench_->jobsThatAre(JobState::Cancelled).size(), std::size_t{2});
    QTRY_COMPARE(page_->model().counts().finished, 3);
    child<QPushButton>("removeFinishedButton")->click();
    auto* add = child<QPushButton>("emptyStateButton");
    QTRY_VERIFY(add->isVisible());
    QSignalSpy asked(page_.get(), &QueuePage::addRequested);
    add->click();
    QCOMPARE(asked.count(), 1);
}

QTEST_MAIN(TestQueuePage)
#include "test_queue_page.moc"
