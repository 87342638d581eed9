// What keys, buttons and menus of the queue's page do to the jobs of a real queue.
#include "tests/ui/queue_page_bench.h"
#include "ui/widgets/job_details.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobState;

class TestQueueCommands : public test::QueuePageTest {
    Q_OBJECT
private Q_SLOTS:

    void init() { setUp(); }

    void cleanup() { tearDown(); }

    void pauseKeyPausesAndResumes();
    void actsOnAllSelected();
    void asksBeforeRunningWorkIsLost();
    void keepsRunningJobWhenTheAnswerIsNo();
    void cancelsWaitingJobWithoutAsking();
    void retryFailedTakesAllFailed();
    void removesFinished();
    void deleteKeyTakesEndedJobOffTheList();
    void pausesAndResumesAll();
    void movesToFront();
    void keysMoveToTheFrontAndToTheEnd();
    void keysOfferOtherStartsAndQualities();
    void keyCopiesTechnicalDetails();
    void keysReorderWaitingJobs();
    void removedJobsComeBack();
    void waitingJobTakesAnotherQuality();
    void clickOnButtonActsOnThatRowOnly();
    void keysWorkAnywhereOnThePage();
    void retriesFailedJobWithKeysAlone();
    void actionsFollowTheChoice();
};

void TestQueueCommands::pauseKeyPausesAndResumes()
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

void TestQueueCommands::actsOnAllSelected()
{
    selectRows({0, 1, 2});
    pressKey(Qt::Key_P);
    QTRY_COMPARE(bench_->jobsThatAre(JobState::Paused).size(), std::size_t{2});
    QCOMPARE(bench_->jobsThatAre(JobState::Succeeded).size(), std::size_t{1});
}

void TestQueueCommands::asksBeforeRunningWorkIsLost()
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

void TestQueueCommands::keepsRunningJobWhenTheAnswerIsNo()
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

void TestQueueCommands::cancelsWaitingJobWithoutAsking()
{
    const JobId id = job(0).id;
    selectRows({0});
    pressKey(Qt::Key_Delete);
    QTRY_COMPARE(stateInDatabase(id), JobState::Cancelled);
    QVERIFY(dialogs_.asked.empty());
}

void TestQueueCommands::retryFailedTakesAllFailed()
{
    const jobs::Job running = bench_->claim();
    QVERIFY(!child<QPushButton>("retryFailedButton")->isEnabled());
    failRunning(running);
    child<QPushButton>("retryFailedButton")->click();
    QTRY_COMPARE(stateInDatabase(running.id), JobState::Queued);
}

void TestQueueCommands::removesFinished()
{
    child<QPushButton>("removeFinishedButton")->click();
    waitForRows(2);
    QVERIFY(bench_->jobsThatAre(JobState::Succeeded).empty());
    QTRY_VERIFY(!child<QPushButton>("removeFinishedButton")->isEnabled());
}

void TestQueueCommands::deleteKeyTakesEndedJobOffTheList()
{
    const jobs::Job running = bench_->claim();
    failRunning(running);
    selectRows({page_->model().rowOf(running.id)});
    pressKey(Qt::Key_Delete);
    waitForRows(2);
    QCOMPARE(page_->model().rowOf(running.id), -1);
    QVERIFY(dialogs_.asked.empty());
}

void TestQueueCommands::pausesAndResumesAll()
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

void TestQueueCommands::movesToFront()
{
    const JobId second = job(1).id;
    perform(bench_->gateway, QueueAction::MoveToFront, {second});
    QTRY_COMPARE(page_->model().rowOf(second), 0);
}

void TestQueueCommands::keysReorderWaitingJobs()
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

void TestQueueCommands::removedJobsComeBack()
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

void TestQueueCommands::waitingJobTakesAnotherQuality()
{
    changePreset(bench_->gateway, {job(0).id}, QStringLiteral("mobile"));
    QTRY_COMPARE(view_->model()->index(0, 0).data(QueueModel::WhatRole).toString(), QStringLiteral("Mobile"));
}

void TestQueueCommands::clickOnButtonActsOnThatRowOnly()
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

void TestQueueCommands::keysWorkAnywhereOnThePage()
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

void TestQueueCommands::retriesFailedJobWithKeysAlone()
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

void TestQueueCommands::actionsFollowTheChoice()
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

void TestQueueCommands::keysMoveToTheFrontAndToTheEnd()
{
    const JobId first = job(0).id;
    selectRows({0});
    pressKey(Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(page_->model().rowOf(first), 1);
    pressKey(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(page_->model().rowOf(first), 0);
}

void TestQueueCommands::keysOfferOtherStartsAndQualities()
{
    const JobId id = job(0).id;
    selectRows({0});
    pressKey(Qt::Key_T, Qt::ControlModifier);
    auto* starts = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(starts && starts->actions().size() >= 4);
    QTest::keyClick(starts, Qt::Key_Escape);
    pressKey(Qt::Key_E, Qt::ControlModifier);
    auto* qualities = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(qualities && qualities != starts);
    QTest::keyClick(qualities, Qt::Key_Up);
    QTest::keyClick(qualities, Qt::Key_Return);
    QTRY_COMPARE(bench_->job(id).preset, QStringLiteral("mobile"));
}

void TestQueueCommands::keyCopiesTechnicalDetails()
{
    selectRows({0, 1});
    pressKey(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    for (const int row : {0, 1})
        QVERIFY(
            QGuiApplication::clipboard()->text().contains(QStringLiteral("job %1").arg(job(row).id.value)));
}

QTEST_MAIN(TestQueueCommands)
#include "test_queue_commands.moc"
