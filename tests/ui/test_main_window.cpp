// The program as people use it: real window, real workspace, real worker.
#include "core/db/database.h"
#include "tests/support/test_media.h"
#include "tests/ui/desktop_bench.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/models/library_model.h"
#include "ui/models/queue_model.h"

#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobState;

/// What was raised last of the widgets it filters.
class Topmost : public QObject {
public:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ZOrderChange)
            top = watched;
        return false;
    }

    QObject* top = nullptr;
};

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void emptyLibraryOffersToDrop();
    void welcomesWhoeverComesFirstAndOnce();
    void whoHasImportedNeedsNoWelcome_data();
    void whoHasImportedNeedsNoWelcome();
    void keysReachTheWindowOnceADialogHasClosed();
    void whoConvertsAndWhatIsComparedIsChosenInTheSettings();
    void sampleRecordingIsOneClickAway();
    void showsWhereToDropWhileDragging();
    void droppedRecordingGoesAllTheWayToDone();
    void addsWhatTheFileDialogNamed();
    void refusedFileIsNotImported();
    void unfinishedImportIsOfferedAgain();
    void asksBeforeQuittingWhileWorkRuns();
    void workGoesOnAtTheNextStart();
    void renamesInPlace();
    void takingBackAndDoingAgainAreSaid();
    void removingNamesWhatStays();
    void pausesAndResumesTheQueue();
    void saysWhenTheQueueItselfCannotGoOn();
    void keepsItsSizeAndPage();
    void menusBelongToThePageAndFollowTheChoice();
    void everyKeyOfTheMenusIsOnTheSheet();
    void searchIsThatOfThePage();
    void deleteInTheSearchEditsTextOnly();
    void failureBehindADialogIsSeen();
    void comesToTheFrontWithItsDialogAbove();
    void clickOnANotificationLeadsToTheQueue();
    void messagesAreThereForScreenReaders();

private:
    QAction* menuAction(const char* menu, const QString& text) const;
    void open();
    void close();
    void importByDrop(const QString& file, const QString& preset);
    ImportDialog* importDialog() const;
    bool isWelcomed();

    QAbstractItemView* cards() const { return desk_->child<QAbstractItemView>("libraryCards"); }

    QAbstractItemView* queue() const { return desk_->child<QAbstractItemView>("queueView"); }

    bool queueHas(JobState state) const;
    void addReadyVideo();

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::DesktopBench> desk_;
};

void TestMainWindow::initTestCase()
{
    qputenv("NDAS_WORKER", NDAS_BIN_DIR "/ndas-worker");
    QVERIFY(!test::plainClip().isEmpty());
}

void TestMainWindow::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    open();
    QVERIFY(desk_->workspace);
}

void TestMainWindow::cleanup()
{
    close();
    folder_.reset();
}

void TestMainWindow::open()
{
    desk_ = std::make_unique<test::DesktopBench>(folder_->filePath(QStringLiteral("data")));
}

void TestMainWindow::close()
{
    desk_.reset();
}

ImportDialog* TestMainWindow::importDialog() const
{
    return desk_->window->findChild<ImportDialog*>();
}

bool TestMainWindow::queueHas(JobState state) const
{
    const QAbstractItemModel* model = queue()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        const bool transcode =
            index.data(QueueModel::KindRole).toInt() == static_cast<int>(jobs::JobKind::Transcode);
        if (transcode && index.data(QueueModel::StateRole).toInt() == static_cast<int>(state))
            return true;
    }
    return false;
}

void TestMainWindow::importByDrop(const QString& file, const QString& preset)
{
    settings::Settings settings = desk_->workspace->settings();
    settings.defaultPreset = preset;
    QVERIFY(desk_->workspace->saveSettings(settings));
    desk_->drop({file});
    QTRY_VERIFY(importDialog());
    auto* accept = importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(accept->isEnabled(), 20'000);
    accept->click();
    QTRY_VERIFY(!importDialog());
}

/// A recording in the library, without a worker's work.
void TestMainWindow::addReadyVideo()
{
    importByDrop(test::plainClip(), QStringLiteral("mobile"));
    QTRY_VERIFY_WITH_TIMEOUT(queueHas(JobState::Succeeded), 30'000);
    QTRY_COMPARE(cards()->model()->rowCount(), 1);
    cards()->setCurrentIndex(cards()->model()->index(0, 0));
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    cards()->setFocus();
}

/// Whether the welcome stands over the window once it has had its chance.
bool TestMainWindow::isWelcomed()
{
    bool asked = false;
    desk_->window->welcome();
    desk_->gateway->run(
        desk_->window.get(), [](GatewayParts&) { return true; }, [&asked](bool done) { asked = done; });
    return QTest::qWaitFor([&asked] { return asked; }) && desk_->child<QDialog>("welcomeDialog") != nullptr;
}

void TestMainWindow::welcomesWhoeverComesFirstAndOnce()
{
    QVERIFY(isWelcomed());

    close();
    open();

    QVERIFY(!isWelcomed());
}

void TestMainWindow::whoHasImportedNeedsNoWelcome_data()
{
    QTest::addColumn<bool>("throughTheWindow");
    QTest::newRow("files named at the first start") << true;
    QTest::newRow("filled by the command line") << false;
}

void TestMainWindow::whoHasImportedNeedsNoWelcome()
{
    QFETCH(bool, throughTheWindow);
    library::NewVideo recording;
    recording.originalPath = test::plainClip();
    if (throughTheWindow)
        desk_->window->offerForImport({test::plainClip()});
    else
        QVERIFY(desk_->workspace->library().registerVideo(recording));

    close();
    open();

    QVERIFY(!isWelcomed());
}

void TestMainWindow::keysReachTheWindowOnceADialogHasClosed()
{
    desk_->window->welcome();
    QTRY_VERIFY(desk_->child<QDialog>("welcomeDialog"));
    auto* dialog = desk_->child<QDialog>("welcomeDialog");
    QVERIFY(QTest::qWaitForWindowActive(dialog));

    QTest::keyClick(dialog, Qt::Key_Escape);

    QTRY_COMPARE(QGuiApplication::focusWindow(), desk_->window->windowHandle());
    QTest::keyClick(QGuiApplication::focusWindow(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(desk_->child<QAbstractButton>("goToQueue")->isChecked());
}

void TestMainWindow::emptyLibraryOffersToDrop()
{
    auto* empty = desk_->child<QWidget>("libraryEmpty");
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(!cards()->isVisible());

    desk_->dialogs.recordings = QStringList{test::plainClip()};
    empty->findChild<QPushButton*>(QStringLiteral("emptyStateButton"))->click();

    QTRY_VERIFY(importDialog());
}

void TestMainWindow::whoConvertsAndWhatIsComparedIsChosenInTheSettings()
{
    auto* hardware = desk_->child<QComboBox>("hardwareChoice");
    auto* likeness = desk_->child<QComboBox>("likenessChoice");
    QVERIFY(!hardware->currentData().toBool() && !likeness->currentData().toBool());

    hardware->setCurrentIndex(1);
    likeness->setCurrentIndex(1);

    QTRY_VERIFY(desk_->workspace->settings().useHardware && desk_->workspace->settings().checkLikeness);
}

void TestMainWindow::sampleRecordingIsOneClickAway()
{
    auto* empty = desk_->child<QWidget>("libraryEmpty");
    QTRY_VERIFY(empty->isVisible());
    empty->findChild<QPushButton*>(QStringLiteral("emptyStateSecond"))->click();
    QTRY_VERIFY(importDialog());
    auto* accept = importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(accept->isEnabled(), 20'000);
    QCOMPARE(accept->text(), QStringLiteral("Import 1 recording"));
}

void TestMainWindow::showsWhereToDropWhileDragging()
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(test::plainClip())});
    QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(desk_->window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(desk_->child<QWidget>("dropOverlay")->isVisible());

    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(desk_->window.get(), &leave);
    QVERIFY(!desk_->child<QWidget>("dropOverlay")->isVisible());
    QVERIFY(!importDialog());
}

void TestMainWindow::droppedRecordingGoesAllTheWayToDone()
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

void TestMainWindow::addsWhatTheFileDialogNamed()
{
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    desk_->dialogs.recordings = QStringList{test::plainClip()};
    QTest::keyClick(desk_->window.get(), Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY(importDialog());

    desk_->window->offerForImport({test::portraitPhoneClip()});
    QTRY_COMPARE(importDialog()->model().rowCount(), 2);
}

void TestMainWindow::refusedFileIsNotImported()
{
    desk_->drop({test::textFile()});
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading(), 20'000);
    QVERIFY(!importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    importDialog()->close();
    QTRY_VERIFY(!importDialog());
    QVERIFY(desk_->workspace->library().list()->empty());
}

void TestMainWindow::unfinishedImportIsOfferedAgain()
{
    const QString draft = folder_->filePath(QStringLiteral("data/import-draft.json"));
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading(), 20'000);
    QTest::keyClicks(importDialog()->findChild<QLineEdit*>(QStringLiteral("patientEdit")),
                     QStringLiteral("P-0042"));
    QTRY_VERIFY(QFile::exists(draft));
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

void TestMainWindow::asksBeforeQuittingWhileWorkRuns()
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

void TestMainWindow::workGoesOnAtTheNextStart()
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

void TestMainWindow::renamesInPlace()
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

void TestMainWindow::takingBackAndDoingAgainAreSaid()
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

void TestMainWindow::removingNamesWhatStays()
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

void TestMainWindow::pausesAndResumesTheQueue()
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

void TestMainWindow::saysWhenTheQueueItselfCannotGoOn()
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

void TestMainWindow::keepsItsSizeAndPage()
{
    desk_->window->resize(1030, 710);
    desk_->window->showPage(MainWindow::Patients);
    QVERIFY(desk_->window->close());
    close();

    open();

    QCOMPARE(desk_->window->size(), QSize(1030, 710));
    QVERIFY(desk_->child<QAbstractButton>("goToPatients")->isChecked());
    QVERIFY(desk_->child<QWidget>("patientsPage")->isVisible());
}

QAction* TestMainWindow::menuAction(const char* menu, const QString& text) const
{
    const auto* menus = desk_->child<QMenuBar>("menuBar");
    for (const QAction* action : menus->findChild<QMenu*>(QLatin1String(menu))->actions())
        if (action->text() == text)
            return const_cast<QAction*>(action);
    return nullptr;
}

void TestMainWindow::menusBelongToThePageAndFollowTheChoice()
{
    const auto isThere = [this](const char* menu) {
        return desk_->child<QMenuBar>("menuBar")
            ->findChild<QMenu*>(QLatin1String(menu))
            ->menuAction()
            ->isVisible();
    };
    QVERIFY(isThere("recordingMenu") && !isThere("jobMenu"));
    QAction* remove = menuAction("recordingMenu", QStringLiteral("Remove…"));
    QVERIFY(remove && !remove->isEnabled());
    addReadyVideo();
    QVERIFY(remove->isEnabled());
    desk_->dialogs.answer = false;
    QTest::keyClick(desk_->child<QAbstractButton>("goToLibrary"), Qt::Key_Delete); // not only in the view
    QCOMPARE(desk_->dialogs.asked.size(), std::size_t{1});

    desk_->window->showPage(MainWindow::Queue);
    QVERIFY(!isThere("recordingMenu") && isThere("jobMenu"));
    menuAction("queueMenu", QStringLiteral("Pause all"))->trigger();
    QTRY_VERIFY(menuAction("queueMenu", QStringLiteral("Resume all")));
}

void TestMainWindow::everyKeyOfTheMenusIsOnTheSheet()
{
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    QTest::keyClick(desk_->window.get(), Qt::Key_F1);
    QDialog* sheet = nullptr;
    QTRY_VERIFY((sheet = desk_->child<QDialog>("shortcutSheet")));
    QStringList shown;
    for (const QLabel* label : sheet->findChildren<QLabel*>())
        shown << label->text();
    int keys = 0;
    for (const QAction* menu : desk_->child<QMenuBar>("menuBar")->actions())
        for (const QAction* action : menu->menu()->actions())
            if (const QString key = action->shortcut().toString(QKeySequence::NativeText); !key.isEmpty()) {
                ++keys;
                QVERIFY2(shown.filter(key).size() > 0, qPrintable(action->text()));
            }
    QVERIFY(keys > 25);
    QCOMPARE(menuAction("patientMenu", QStringLiteral("Add patient…"))->shortcut(),
             QKeySequence(QKeySequence::New));
    QVERIFY(!menuAction("fileMenu", QStringLiteral("Quit"))->shortcut().isEmpty());
}

void TestMainWindow::searchIsThatOfThePage()
{
    addReadyVideo();
    desk_->window->showPage(MainWindow::Queue);
    QTest::keyClick(desk_->window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(desk_->child<QLineEdit>("queueSearch")->hasFocus());
    desk_->window->showPage(MainWindow::Settings);
    QTest::keyClick(desk_->window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(desk_->child<QLineEdit>("librarySearch")->hasFocus());
}

void TestMainWindow::deleteInTheSearchEditsTextOnly()
{
    addReadyVideo();
    auto* search = desk_->child<QLineEdit>("librarySearch");
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("x"));
    search->home(false);
    QTest::keyClick(search, Qt::Key_Delete);
    QCOMPARE(search->text(), QString());
    QVERIFY(desk_->dialogs.asked.empty());
}

void TestMainWindow::failureBehindADialogIsSeen()
{
    const Error error{.code = ErrorCode::DiskFull, .detail = {}, .nativeCode = 0, .where = {}};
    Q_EMIT desk_->gateway->changeFailed(error);
    QVERIFY(desk_->dialogs.told.isEmpty());
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog() && importDialog()->isVisible());

    Q_EMIT desk_->gateway->changeFailed(error);

    QCOMPARE(desk_->dialogs.told.size(), 1);
    QCOMPARE(desk_->dialogs.toldOver, static_cast<QWidget*>(importDialog()));
}

void TestMainWindow::comesToTheFrontWithItsDialogAbove()
{
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog() && importDialog()->isVisible());
    Topmost topmost;
    desk_->window->installEventFilter(&topmost);
    importDialog()->installEventFilter(&topmost);

    desk_->window->bringToFront(); // as a second start does

    QCOMPARE(topmost.top, static_cast<QObject*>(importDialog()));
    QTRY_VERIFY(importDialog()->isActiveWindow());
}

void TestMainWindow::clickOnANotificationLeadsToTheQueue()
{
    QWidget other; // the user looks elsewhere
    importByDrop(test::plainClip(), QStringLiteral("mobile"));
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QTRY_VERIFY_WITH_TIMEOUT(desk_->dialogs.clickNotification != nullptr, 30'000);
    desk_->dialogs.clickNotification();
    QVERIFY(desk_->child<QAbstractButton>("goToQueue")->isChecked());
    QTRY_VERIFY(desk_->window->isActiveWindow());
}

/// An alert is read from the name of where it happens.
void TestMainWindow::messagesAreThereForScreenReaders()
{
    importByDrop(test::plainClip(), QStringLiteral("mobile"));
    const auto* status = desk_->child<QWidget>("statusStrip");
    QTRY_VERIFY_WITH_TIMEOUT(status->accessibleName().contains(QStringLiteral("All recordings are done")),
                             30'000);
    desk_->window->tell({.code = ErrorCode::DiskFull, .detail = {}, .nativeCode = 0, .where = {}});
    const auto* message = desk_->child<QWidget>("messageStrip");
    QVERIFY(!message->accessibleName().isEmpty());
    QCOMPARE(message->accessibleName(), message->findChild<QLabel*>(QStringLiteral("messageText"))->text());
}

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
