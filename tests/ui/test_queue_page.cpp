// The page over a real queue: what it shows and says about it.
#include "tests/ui/queue_page_bench.h"
#include "ui/pages/queue_menus.h"
#include "ui/support/sentences.h"
#include "ui/widgets/job_details.h"

#include <QtGui/QClipboard>
#include <QtGui/QHelpEvent>
#include <QtGui/QTextDocument>
#include <QtGui/QTextDocumentFragment>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTimeEdit>
#include <QtWidgets/QToolTip>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobState;

class TestQueuePage : public test::QueuePageTest {
    Q_OBJECT
private Q_SLOTS:

    void init() { setUp(); }

    void cleanup() { tearDown(); }

    void showsJobsOfTheDatabase();
    void aPostponedJobSaysWhenItStarts();
    void retriesFailedJobFromItsDetails();
    void adviceDoesNotContradictTheReason();
    void importsRefusedTwinAsACopy();
    void tipsSayTheWholeTitleAsItIs();
    void chipsFilterTheList();
    void searchFindsTitlePatientAndQuality();
    void saysWhenThereIsNothingToDo();
};

void TestQueuePage::showsJobsOfTheDatabase()
{
    const QModelIndex first = view_->model()->index(0, 0);
    QCOMPARE(first.data().toString(), QStringLiteral("Visit 3"));
    QCOMPARE(first.data(QueueModel::WhatRole).toString(), QStringLiteral("High"));
    QCOMPARE(job(2).kind, jobs::JobKind::Ingest);
    QCOMPARE(page_->unfinished(), 2);
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

void TestQueuePage::adviceDoesNotContradictTheReason()
{
    const jobs::Job running = bench_->claim();
    failRunning(running, ErrorCode::OriginalChanged);
    selectRows({page_->model().rowOf(running.id)});
    QString said;
    for (const QLabel* label : child<JobDetails>("jobDetails")->findChildren<QLabel*>())
        said += label->text();
    QVERIFY(said.contains(errorText(ErrorCode::OriginalChanged)));
    QVERIFY2(!said.contains(QStringLiteral("The original was not changed")), qPrintable(said));
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
    QTRY_COMPARE(page_->model().counts().finished, 2);
    QCOMPARE(page_->model().counts().failed, 0);
    QVERIFY(!child<QPushButton>("retryButton")->isVisible());
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

/// Also where it looks like markup.
void TestQueuePage::tipsSayTheWholeTitleAsItIs()
{
    library::VideoEdit change;
    change.title = QStringLiteral("Tom & <b>Jerry</b>");
    QVERIFY(bench_->store.edit(job(0).video, change));
    Q_EMIT bench_->gateway.queueChanged();
    const QModelIndex row = view_->model()->index(0, 0);
    QTRY_COMPARE(row.data().toString(), *change.title);
    const QPoint place = view_->visualRect(row).topLeft() + QPoint(120, 20);
    QHelpEvent hover(QEvent::ToolTip, place, view_->viewport()->mapToGlobal(place));
    QCoreApplication::sendEvent(view_->viewport(), &hover);
    const QString shown = QTextDocumentFragment::fromHtml(QToolTip::text()).toPlainText();
    QVERIFY2(shown.startsWith(*change.title) && shown.contains(QStringLiteral("P-0042")), qPrintable(shown));
    QVERIFY(Qt::mightBeRichText(QToolTip::text())); // or what is escaped would be shown so
}

QTEST_MAIN(TestQueuePage)
#include "test_queue_page.moc"
