// The work done through the window: recordings come in, are processed, changed, removed, and wait for the
// next start. Real workspace, real worker.
#include "core/db/database.h"
#include "tests/ui/window_bench.h"
#include "ui/models/library_model.h"

#include <QtCore/QMimeData>
#include <QtGui/QClipboard>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobState;

class TestWindowWork : public test::WindowTest {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { makeMedia(); }

    void init() { setUp(); }

    void cleanup() { tearDown(); }

    void sampleRecordingIsOneClickAway();
    void droppedRecordingGoesAllTheWayToDone();
    void addsWhatTheFileDialogNamed();
    void refusedFileIsNotImported();
    void addsWhatWasCopied();
    void unfinishedImportIsOfferedAgain();
    void importWithoutDecisionsIsOfferedAgainToo();
    void foldersNotYetSearchedAreSearchedAgain();
    void decisionsAreKeptWhileMoreIsStillBeingFound();
    void asksBeforeQuittingWhileWorkRuns();
    void workGoesOnAtTheNextStart();
    void renamesInPlace();
    void takingBackAndDoingAgainAreSaid();
    void removingNamesWhatStays();
    void pausesAndResumesTheQueue();
    void saysWhenTheQueueItselfCannotGoOn();

private:
    /// In the draft of an import, which is written a while behind each change.
    bool isKept(const QByteArray& patientCode) const
    {
        QFile draft(folder_->filePath(QStringLiteral("data/import-draft.json")));
        return draft.open(QIODevice::ReadOnly) && draft.readAll().contains(patientCode);
    }
};

void TestWindowWork::sampleRecordingIsOneClickAway()
{
    auto* empty = desk_->child<QWidget>("libraryEmpty");
    QTRY_VERIFY(empty->isVisible());
    empty->findChild<QPushButton*>(QStringLiteral("emptyStateSecond"))->click();
    QTRY_VERIFY(importDialog());
    auto* accept = importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(accept->isEnabled(), 20'000);
    QCOMPARE(accept->text(), QStringLiteral("Import 1 recording"));
    QCOMPARE(remarksOn(importDialog()->model().rows().front().facts), QStringList());
}

void TestWindowWork::droppedRecordingGoesAllTheWayToDone()
{
    importByDrop(test::plainClip(), QStringLiteral("low"));
    desk_->window->showPage(MainWindow::Queue);

    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Succeeded), 30'000);

    const auto videos = desk_->workspace->library().list();
    QVERIFY(videos && videos->size() == 1);
    QCOMPARE(videos->front().renditions.size(), std::size_t{1});
    QVERIFY(QFile::exists(desk_->workspace->paths().renditionsDir() + QLatin1Char('/') +
                          videos->front().renditions.front().fileName));
    const auto groupOfCard = [this] {
        return cards()->model()->index(0, 0).data(LibraryModel::StateRole).value<LibraryState>().group;
    };
    QTRY_COMPARE(groupOfCard(), LibraryGroup::Ready);
}

void TestWindowWork::addsWhatTheFileDialogNamed()
{
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    desk_->dialogs.recordings = QStringList{test::plainClip()};
    QTest::keyClick(desk_->window.get(), Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY(importDialog());

    desk_->window->offerForImport({test::portraitPhoneClip()});
    QTRY_COMPARE(importDialog()->model().rowCount(), 2);
}

void TestWindowWork::addsWhatWasCopied()
{
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    auto* copied = new QMimeData;
    copied->setUrls({QUrl::fromLocalFile(test::plainClip())});
    QGuiApplication::clipboard()->setMimeData(copied);
    QTest::keyClick(desk_->window.get(), Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(importDialog());
    QTRY_COMPARE(importDialog()->model().rowCount(), 1);
}

void TestWindowWork::refusedFileIsNotImported()
{
    desk_->drop({test::textFile()});
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading(), 20'000);
    QVERIFY(!importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    importDialog()->close();
    QTRY_VERIFY(!importDialog());
    QVERIFY(desk_->workspace->library().list()->empty());
}

void TestWindowWork::unfinishedImportIsOfferedAgain()
{
    const QString draft = folder_->filePath(QStringLiteral("data/import-draft.json"));
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading(), 20'000);
    QTest::keyClicks(importDialog()->findChild<QLineEdit*>(QStringLiteral("patientEdit")),
                     QStringLiteral("P-0042"));
    QTRY_VERIFY_WITH_TIMEOUT(isKept("P-0042"), 20'000);
    close(); // as a crash would: the dialog was neither finished nor discarded
    open();

    desk_->dialogs.answer = false;
    desk_->window->offerDraft();
    QTRY_VERIFY(importDialog());
    QVERIFY2(desk_->dialogs.asked.front().title.contains(QStringLiteral("1 recording")),
             qPrintable(desk_->dialogs.asked.front().title));
    QTRY_COMPARE(importDialog()->model().rowCount(), 1);
    QCOMPARE(importDialog()->model().rows().front().patientCode, QStringLiteral("P-0042"));
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading(), 20'000);

    desk_->dialogs.answer = true;
    importDialog()->close(); // discarded
    QTRY_VERIFY(!importDialog());
    QTRY_VERIFY(!QFile::exists(draft));
}

void TestWindowWork::importWithoutDecisionsIsOfferedAgainToo()
{
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY(QFile::exists(folder_->filePath(QStringLiteral("data/import-draft.json"))));
    close(); // as a crash would
    open();
    desk_->dialogs.answer = false;
    desk_->window->offerDraft();
    QTRY_VERIFY(importDialog());
    QTRY_COMPARE(importDialog()->model().rowCount(), 1);
}

void TestWindowWork::foldersNotYetSearchedAreSearchedAgain()
{
    const QString card = folder_->filePath(QStringLiteral("card"));
    QVERIFY(QDir().mkpath(card) && QFile::copy(test::textFile(), card + QStringLiteral("/a.mp4")));
    QVERIFY(keepDraft(desk_->workspace->paths(), {.unsearched = {card}}));
    desk_->dialogs.answer = false;
    desk_->window->offerDraft();
    QTRY_VERIFY(importDialog());
    QTRY_COMPARE(importDialog()->model().rowCount(), 1);
    QCOMPARE(desk_->dialogs.asked.front().title, QStringLiteral("An import was not finished."));
}

void TestWindowWork::decisionsAreKeptWhileMoreIsStillBeingFound()
{
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading(), 20'000);
    int found = 0; // one more ten times a second, as in a large folder on a slow card
    QTimer slowCard;
    connect(&slowCard, &QTimer::timeout, this, [this, &found] {
        importDialog()->add({folder_->filePath(QStringLiteral("late-%1.mp4").arg(++found))});
    });
    slowCard.start(100);
    QTRY_VERIFY(importDialog()->model().rowCount() > 3);

    QTest::keyClicks(importDialog()->findChild<QLineEdit*>(QStringLiteral("patientEdit")),
                     QStringLiteral("P-0042"));

    QTRY_VERIFY_WITH_TIMEOUT(isKept("P-0042"), 20'000);
    slowCard.stop();
    close(); // as a crash would
    open();
    desk_->dialogs.answer = false;
    desk_->window->offerDraft();
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY(importDialog()->model().rowCount() > 3);
    QCOMPARE(importDialog()->model().rows().front().patientCode, QStringLiteral("P-0042"));
}

void TestWindowWork::asksBeforeQuittingWhileWorkRuns()
{
    importByDrop(test::longClip(20), QStringLiteral("high"));
    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Running), 30'000);

    desk_->dialogs.answer = false;
    QVERIFY(!desk_->window->close());
    QCOMPARE(desk_->dialogs.asked.size(), std::size_t{1});
    QVERIFY(desk_->dialogs.asked.front().text.contains(QStringLiteral("next time")));

    desk_->dialogs.answer = true;
    QVERIFY(desk_->window->close());
}

void TestWindowWork::workGoesOnAtTheNextStart()
{
    importByDrop(test::longClip(8), QStringLiteral("mobile"));
    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Running), 30'000);
    QVERIFY(desk_->window->close());
    close();

    open();
    desk_->window->showPage(MainWindow::Queue);

    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Succeeded), 60'000);
    QCOMPARE(desk_->workspace->library().list()->size(), std::size_t{1});
}

void TestWindowWork::renamesInPlace()
{
    addReadyVideo();
    desk_->window->showPage(MainWindow::Library);

    QTest::keyClick(cards(), Qt::Key_F2);
    auto* editor = cards()->findChild<QLineEdit*>(QStringLiteral("titleEditor"));
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("Visit 2, supine"));
    const QModelIndex row = cards()->model()->index(0, 0);
    Q_EMIT cards()->model()->dataChanged(row, row); // its work goes on
    QCOMPARE(editor->text(), QStringLiteral("Visit 2, supine"));
    QTest::keyClick(editor, Qt::Key_Return);

    QTRY_COMPARE(cards()->model()->index(0, 0).data().toString(), QStringLiteral("Visit 2, supine"));
    QTRY_COMPARE(desk_->child<QLabel>("detailsTitle")->text(), QStringLiteral("Visit 2, supine"));
}

void TestWindowWork::takingBackAndDoingAgainAreSaid()
{
    addReadyVideo();
    const QModelIndex row = cards()->model()->index(0, 0);
    const QString before = row.data().toString();
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    auto* message = desk_->child<QLabel>("messageText");
    QTest::keyClick(cards(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(message->text(), QStringLiteral("There is nothing to take back."));

    QTest::keyClick(cards(), Qt::Key_F2);
    auto* editor = cards()->findChild<QLineEdit*>(QStringLiteral("titleEditor"));
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("Visit 2"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(cards()->model()->index(0, 0).data().toString(), QStringLiteral("Visit 2"));

    QTest::keyClick(cards(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(message->text(), QStringLiteral("Taken back: Title changed"));
    QTRY_COMPARE(cards()->model()->index(0, 0).data().toString(), before);
    QTest::keySequence(cards(), QKeySequence::Redo);
    QTRY_COMPARE(message->text(), QStringLiteral("Done again: Title changed"));
    QTRY_COMPARE(cards()->model()->index(0, 0).data().toString(), QStringLiteral("Visit 2"));
}

void TestWindowWork::removingNamesWhatStays()
{
    addReadyVideo();
    const QString original = desk_->workspace->library().list()->front().originalPath;

    desk_->dialogs.answer = false;
    QTest::keyClick(cards(), Qt::Key_Delete);
    QCOMPARE(desk_->dialogs.asked.size(), std::size_t{1});
    QVERIFY(desk_->dialogs.asked.front().text.contains(
        QStringLiteral("outside the library's folder are not touched")));
    QCOMPARE(cards()->model()->rowCount(), 1);

    desk_->dialogs.answer = true;
    QTest::keyClick(cards(), Qt::Key_Delete);
    QTRY_COMPARE(cards()->model()->rowCount(), 0);
    QVERIFY(QFile::exists(original));
    QTRY_VERIFY(QDir(desk_->workspace->paths().renditionsDir()).isEmpty());
    QTRY_VERIFY(QDir(desk_->workspace->paths().originalsDir()).isEmpty());
}

void TestWindowWork::pausesAndResumesTheQueue()
{
    importByDrop(test::longClip(8), QStringLiteral("mobile"));
    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Running), 30'000);

    auto* pause = desk_->child<QPushButton>("pauseAll");
    QTRY_VERIFY(pause->isEnabled());
    pause->click();
    QTRY_COMPARE(pause->text(), QStringLiteral("Resume all"));
    QTRY_VERIFY_WITH_TIMEOUT(!queueHas(JobState::Running), 20'000);
    pause->click();

    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Succeeded), 60'000);
}

void TestWindowWork::saysWhenTheQueueItselfCannotGoOn()
{
    const auto connection = db::Connection::open(desk_->workspace->paths().database());
    QVERIFY(connection.has_value());
    QVERIFY((*connection)
                ->run(QStringLiteral("CREATE TRIGGER full BEFORE UPDATE ON job BEGIN "
                                     "SELECT RAISE(ABORT, 'no room'); END")));
    importByDrop(test::plainClip(), QStringLiteral("mobile"));
    auto* strip = desk_->child<QWidget>("queueHindrance");
    QTRY_VERIFY_WITH_TIMEOUT(strip->isVisible(), 30'000);
    const auto* text = strip->findChild<QLabel*>(QStringLiteral("messageText"));
    const QString first = text->text();
    QVERIFY(!first.isEmpty());

    for (QToolButton* button : strip->findChildren<QToolButton*>())
        button->click(); // closes it
    QVERIFY(!strip->isVisible());
    QVERIFY((*connection)->run(QStringLiteral("BEGIN IMMEDIATE")));
    QVERIFY((*connection)->run(QStringLiteral("DROP TRIGGER full")));
    QVERIFY((*connection)
                ->run(QStringLiteral("CREATE TRIGGER full BEFORE UPDATE ON job BEGIN "
                                     "SELECT RAISE(ABORT, 'UNIQUE constraint failed'); END")));
    QVERIFY((*connection)->run(QStringLiteral("COMMIT")));
    QTRY_VERIFY_WITH_TIMEOUT(strip->isVisible(), 30'000); // something else is said, too
    QVERIFY(text->text() != first);

    QVERIFY((*connection)->run(QStringLiteral("DROP TRIGGER full")));

    QTRY_VERIFY_WITH_TIMEOUT(!strip->isVisible(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Succeeded), 60'000);
}

QTEST_MAIN(TestWindowWork)
#include "test_window_work.moc"
